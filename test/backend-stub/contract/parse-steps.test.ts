import { stepLimit } from '../../../backend-stub/contract/deployment.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { problemsOf, withSteps } from './written-stage.ts';

const steps = 'deployment.strategy.canary.steps';

describe('a step that is wrong', () => {
  const weight = (value: unknown): unknown => ({ setWeight: { weight: value } });
  const pause = (value: unknown): unknown => ({ pause: value });
  const cases: readonly [string, readonly unknown[], string, RegExp][] = [
    ['a half weight', [weight(2.5)], '[0].setWeight.weight', /whole number from 0 to 100, not 2.5/],
    ['a weight below 0', [weight(-1)], '[0].setWeight.weight', /from 0 to 100/],
    ['a weight above 100', [weight(101)], '[0].setWeight.weight', /from 0 to 100, not 101/],
    ['a weight as text', [weight('25')], '[0].setWeight.weight', /not "25"/],
    ['no weight', [{ setWeight: {} }], '[0].setWeight.weight', /not missing/],
    [
      'a falling weight',
      [weight(50), pause({ duration: 1, unit: 'hours' }), weight(25)],
      '[2].setWeight.weight',
      /25 must be more than 50/,
    ],
    ['a weight that stands still', [weight(50), weight(50)], '[1].setWeight.weight', /weights only rise/],
    ['an empty step', [{}], '[0]', /must say what it does: setWeight or pause/],
    ['a step of two kinds', [{ setWeight: { weight: 1 }, pause: {} }], '[0]', /one thing, this has 2 keys/],
    ['no step', ['pause'], '[0]', /must be an object, not "pause"/],
    ['a slip in a kind', [{ setweight: { weight: 1 } }], '[0].setweight', /mean "setWeight"/],
    ['an unknown kind', [{ experiment: {} }], '[0].experiment', /allowed: setWeight, pause, analysis/],
    ['an analysis', [{ analysis: {} }], '[0].analysis', /A step "analysis" is not built yet/],
    ['a key of a weight', [{ setWeight: { weight: 1, percent: 1 } }], '[0].setWeight.percent', /allowed: weight/],
    ['an empty pause', [pause({})], '[0].pause', /needs "untilApproved": true, or a "duration"/],
    ['a pause of 0', [pause({ duration: 0, unit: 'minutes' })], '[0].pause.duration', /1 or more, not 0/],
    ['a half duration', [pause({ duration: 0.5, unit: 'hours' })], '[0].pause.duration', /whole number/],
    [
      'a bad unit',
      [pause({ duration: 1, unit: 'MINUTE' })],
      '[0].pause.unit',
      /"MINUTE" is no unit; did you mean "minutes"/,
    ],
    ['no unit', [pause({ duration: 1 })], '[0].pause.unit', /one of seconds, minutes, hours, not missing/],
    ['more than 30 days', [pause({ duration: 721, unit: 'hours' })], '[0].pause.duration', /longer than 30 days/],
    ['both pauses', [pause({ untilApproved: true, duration: 1, unit: 'hours' })], '[0].pause', /not both/],
    ['not until approved', [pause({ untilApproved: false })], '[0].pause.untilApproved', /true or is left out/],
    [
      'roles without approval',
      [pause({ duration: 1, unit: 'hours', requiresRoles: ['a'] })],
      '[0].pause.requiresRoles',
      /Roles belong to/,
    ],
    ['no roles', [pause({ untilApproved: true, requiresRoles: [] })], '[0].pause.requiresRoles', /at least one role/],
    [
      'an empty role',
      [pause({ untilApproved: true, requiresRoles: [' '] })],
      '[0].pause.requiresRoles[0]',
      /not be empty/,
    ],
    [
      'a role as number',
      [pause({ untilApproved: true, requiresRoles: ['a', 7] })],
      '[0].pause.requiresRoles[1]',
      /must be text, not 7/,
    ],
    [
      'a role as expression',
      [pause({ untilApproved: true, requiresRoles: ['${a}'] })],
      '[0].pause.requiresRoles[0]',
      /plain name/,
    ],
    [
      'a requester who is neither let in nor kept out',
      [pause({ untilApproved: true, notRequester: 'yes' })],
      '[0].pause.notRequester',
      /must be true or false/,
    ],
    [
      'not the requester, of a pause for a time',
      [pause({ duration: 1, unit: 'hours', notRequester: true })],
      '[0].pause.notRequester',
      /belongs to a pause with "untilApproved"/,
    ],
    [
      'an expiring approval',
      [pause({ untilApproved: true, approvalExpiration: { duration: 2, unit: 'hours' } })],
      '[0].pause.approvalExpiration',
      /not built yet/,
    ],
  ];
  it.each(cases)('is refused by its index: %s', (_name, ...[list, where, sentence]) => {
    expect(problemsOf(withSteps(...list))).toEqual([
      { where: `${steps}${where}`, sentence: expect.stringMatching(sentence) as unknown },
    ]);
  });

  it('is not the last of too many', () => {
    const approval = { pause: { untilApproved: true } };
    expect(parseDeployment(withSteps(...Array.from({ length: stepLimit }, () => approval))).kind).toBe('valid');
    expect(problemsOf(withSteps(...Array.from({ length: stepLimit + 1 }, () => approval)))[0]?.sentence).toMatch(
      /101 steps; a canary has at most 100/,
    );
  });
});
