import { notificationTypes, recipientLabel } from '../../../backend-stub/contract/notifications.ts';
import { deploymentOf, problemsOf, stage } from './written-stage.ts';

const slack = { type: 'slack', address: '#releases' };
const withNotifications = (...notifications: readonly unknown[]): unknown => stage({ notifications });

describe('who is called for an approval', () => {
  it('is nobody when nothing is said', () => {
    expect(deploymentOf(stage()).notifications).toEqual([]);
  });

  it.each(notificationTypes)('is called by %s', (type) => {
    expect(deploymentOf(withNotifications({ type, address: ' someone ' })).notifications).toEqual([
      { type, address: 'someone' },
    ]);
  });

  it.each<readonly [string, unknown, string, RegExp]>([
    ['an unknown type', { ...slack, type: 'pigeon' }, '.type', /"pigeon" is not known here; allowed: email, .*sms/],
    ['a slip of the pen', { ...slack, type: 'Slakc' }, '.type', /did you mean "slack"\?/],
    ['a short name', { ...slack, type: 'teams' }, '.type', /did you mean "microsoftteams"\?/],
    ['no type', { address: '#releases' }, '.type', /must be one of email.*, not missing/],
    ['no address', { type: 'slack' }, '.address', /This is missing; say whom to call/],
    ['an empty address', { ...slack, address: ' ' }, '.address', /must not be empty/],
    ['an address that is no text', { ...slack, address: 7 }, '.address', /must be text, not 7/],
    ['an address of two lines', { ...slack, address: 'a\nb' }, '.address', /one line/],
    ['an endless address', { ...slack, address: 'x'.repeat(1001) }, '.address', /has 1001 signs, 1000 are allowed/],
    ['an expression', { ...slack, address: '#${team}' }, '.address', /Orca left \$\{team\} unresolved/],
    ['an unknown key', { ...slack, when: ['x'] }, '.when', /"when" is not a key here; allowed: type, address/],
    ['a bare text', '#releases', '', /must be an object, not "#releases"/],
  ])('is refused by field and sentence: %s', (_case, notification, key, sentence) => {
    expect(problemsOf(withNotifications(slack, notification))).toEqual([
      { where: `deployment.notifications[1]${key}`, sentence: expect.stringMatching(sentence) },
    ]);
  });

  it('are 20 at the most', () => {
    expect(deploymentOf(withNotifications(...Array.from({ length: 20 }, () => slack))).notifications).toHaveLength(20);
    expect(problemsOf(withNotifications(...Array.from({ length: 21 }, () => slack)))).toEqual([
      { where: 'deployment.notifications', sentence: expect.stringContaining('There are 21 of them, 20 are allowed') },
    ]);
  });

  it('is named by address, but for a webhook, whose address is a secret', () => {
    expect(recipientLabel({ type: 'slack', address: '#releases' })).toBe('slack #releases');
    expect(recipientLabel({ type: 'googlechat', address: 'https://chat.example.com/key' })).toBe('googlechat');
  });
});
