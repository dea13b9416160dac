import { describe, expect, it } from '@jest/globals';
import type { ReceivedNotification } from '../spinnaker/echo.ts';
import { bar } from './gate/bar.ts';
import { notificationsPage } from './gate/notifications-page.ts';
import { playgroundUsers } from './users.ts';

const received = (subject: string, body = ''): ReceivedNotification => ({
  notificationType: 'SLACK',
  to: ['#releases'],
  severity: 'NORMAL',
  application: 'shop',
  executionId: '01',
  subject,
  body,
  at: new Date('2026-01-02T03:04:05Z'),
});

describe('the page of calls to approvers', () => {
  it('has the newest first, with who was called', () => {
    const page = notificationsPage('', [received('First'), received('Second')]);
    expect(page.indexOf('Second')).toBeLessThan(page.indexOf('First'));
    expect(page).toContain('slack to #releases');
  });

  it('shows what an author wrote as text', () => {
    const page = notificationsPage('', [received('<script>alert(1)</script>', '"><img>')]);
    expect(page).not.toMatch(/<script>alert|<img/);
  });

  it('links to the execution in this Deck, and nowhere else', () => {
    const body = 'http://localhost:9000/#/applications/shop/executions/details/01 http://elsewhere.example.com/';
    const links = notificationsPage('', [received('Call', body)]).match(/<a href="http[^"]*"/g);
    expect(links).toEqual(['<a href="http://localhost:9000/#/applications/shop/executions/details/01"']);
  });
});

describe('the strip above Deck', () => {
  const users = playgroundUsers('test');
  const [alice] = users;
  const scene = { application: 'shop', cluster: 'the cluster of context prod' };

  it('offers six people, and says what the one that was chosen may do', () => {
    if (alice === undefined) throw new Error('no users');
    const markup = bar(users, alice, { ...scene, isRealCluster: false });
    expect(markup.match(/<option/g)).toHaveLength(6);
    expect(markup).toContain('deploys and approves (role dev)');
    expect(markup).not.toContain('pretended');
  });

  it('says of somebody without a role that he has none', () => {
    const outsider = users.find(({ roles }) => roles.length === 0);
    if (outsider === undefined) throw new Error('no outsider');
    expect(bar(users, outsider, { ...scene, isRealCluster: false })).toContain('may read nothing here (no role)');
  });

  it('says that identities are pretended as soon as the cluster is real', () => {
    if (alice === undefined) throw new Error('no users');
    const markup = bar(users, alice, { ...scene, isRealCluster: true });
    expect(markup).toContain('Identities are pretended; the cluster of context prod is real');
  });
});
