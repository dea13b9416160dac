import { readdirSync } from 'node:fs';
import { follow } from '../../../backend-stub/deployment/follow.ts';
import { readRollout } from '../../../backend-stub/deployment/rollout.ts';
import { boundTo, first, recorded, second, stateOf, steps, stream } from './situations.ts';

type Expected = readonly [
  situation: string,
  kind: string,
  sentence: RegExp,
  podHash?: string,
  stable?: string | undefined,
];

/** The hash is that of the deployment which is followed; `undefined` as stable marks a first deployment. */
const table: readonly Expected[] = [
  ['progressing-at-25', 'progressing', /is at step 1 of 4 \(25 %\)/],
  ['waiting-at-approval', 'waiting', /waits at step 2 of 4 for approval\./],
  ['waiting-at-approval-with-traffic-routing', 'waiting', /for approval/],
  ['scaled-by-hpa', 'waiting', /for approval/],
  ['waiting-timed-pause', 'waiting', /waits at step 4 of 4 \(pause for 5 seconds\)/],
  ['promote-in-flight', 'progressing', /./],
  ['promoting-fully-asked', 'progressing', /is being promoted fully/],
  ['promoting-fully', 'progressing', /is being promoted fully/],
  ['succeeded-old-pods-up', 'succeeded', /runs the new version on all 4 pods/],
  ['succeeded', 'succeeded', /runs the new version/],
  [
    'stalled-crash',
    'stalled',
    /makes no progress at step 1 of 4 \(25 %\): 1 of 4 pods has the new version, \d of \d are available\./,
    '5695d84b49',
  ],
  ['stalled-image-pull', 'stalled', /makes no progress/, '85d9f5c6cf'],
  ['stalled-never-ready', 'stalled', /makes no progress/, '99c8d4c98'],
  ['stalled-quota', 'stalled', /makes no progress/],
  ['aborting', 'aborting', /is being aborted/, '6d9bf9759b'],
  ['aborted-by-person', 'aborted', /was aborted: Rollout aborted update to revision/, '6d9bf9759b'],
  ['aborted-by-deadline', 'aborted', /was aborted/, '5695d84b49'],
  ['aborted-by-analysis', 'aborted', /was aborted/],
  ['retry-in-flight', 'progressing', /./],
  ['retried', 'progressing', /./],
  ['superseded', 'superseded', /rolls out another version \(6df9674886\)/],
  ['rolling-back', 'rolled-back', /put back to its stable version/],
  ['rolled-back', 'rolled-back', /put back to its stable version/],
  ['aborted-template-restored', 'rolled-back', /put back/, '6d9bf9759b'],
  ['paused-by-hand', 'waiting', /paused by hand/],
  ['inconclusive', 'waiting', /because of InconclusiveAnalysisRun/],
  ['invalid-spec', 'blocked', /does not accept/, first, first],
  ['deleted', 'deleted', /was deleted\./],
  ['recreated', 'deleted', /deleted and made anew/],
  ['unchanged', 'succeeded', /nothing to roll out/, first, first],
  ['unchanged-not-yet-observed', 'progressing', /./, first, first],
  ['first-deployment-completed-before-pods', 'progressing', /0 of 4 are available/, first, undefined],
  ['first-deployment-progressing', 'progressing', /goes to 100 %/, first, undefined],
  ['first-deployment-healthy', 'succeeded', /all 4 pods/, first, undefined],
  ['first-deployment-stalled-crash', 'stalled', /0 of 4/, '5fb8d98b8b', undefined],
  ['first-deployment-stalled-image-pull', 'stalled', /0 of 4/, '58f6f7fb74', undefined],
  ['first-deployment-stalled-never-ready', 'stalled', /0 of 4/, '8c84f58bf', undefined],
  ['first-deployment-abort-ignored', 'stalled', /0 of 4/, '8c84f58bf', undefined],
  ['fix-of-stalled-first-deployment-waiting', 'waiting', /for approval/, second, '8c84f58bf'],
  ['fix-of-stalled-first-deployment-succeeded', 'succeeded', /./, second, '8c84f58bf'],
  ['steps-changed-midway', 'progressing', /that somebody else gave it/],
  ['aborted-with-quantity', 'aborted', /was aborted/, '7bf8868696'],
];

/** Recorded for other questions: before a binding exists (bind.test.ts), or after an outcome was latched. */
const elsewhere = [
  'controller-absent',
  'controller-absent-on-update',
  'first-deployment-invalid-spec',
  'not-yet-observed',
  'observed-generation-lie',
  'wrong-instance-id',
  'health-lost-later',
  'health-lost-progressing',
  'paused-by-hand-when-done',
  'aborted-with-quantity-restored',
];

describe('following a rollout on recorded moments of a real cluster', () => {
  it.each(table.map((row) => ({ name: row[0], row })))('$name', ({ row }) => {
    const [name, kind, sentence, podHash = second] = row;
    const moment = recorded(name);
    const stablePodHash = row.length > 4 ? row[4] : first;
    const situation = follow({ binding: boundTo(moment, podHash, stablePodHash), state: stateOf(moment), steps });
    expect([situation.kind, situation.sentence]).toEqual([kind, expect.stringMatching(sentence)]);
  });

  it('names no step where there is no version to go back to, since none is taken', () => {
    const moment = recorded('progressing-at-25');
    const { sentence } = follow({ binding: boundTo(moment, second), state: stateOf(moment), steps });
    expect(sentence).toContain('goes to 100 %');
  });

  it('asks for no approval at steps that somebody else gave it, and says where they stand', () => {
    const waiting = recorded('waiting-at-approval');
    const others = steps.with(0, { setWeight: { weight: 30 } });
    const asked = follow({ binding: boundTo(waiting, second, first), state: stateOf(waiting), steps: others });
    expect(asked).toMatchObject({
      sentence: expect.stringContaining('waits because of a pause at step 2 of 4 that somebody else gave it'),
      waitingFor: { kind: 'outside' },
      otherSteps: true,
    });
    const changed = recorded('steps-changed-midway');
    const busy = follow({ binding: boundTo(changed, second, first), state: stateOf(changed), steps });
    expect(busy.sentence).toMatch(/is at step 1 of \d that somebody else gave it: 1 of 4 pods has the new version/);
  });

  it('answers for every recorded moment, or another test does', () => {
    const names = readdirSync(new URL('../../fixtures/rollouts/', import.meta.url)).filter(
      (file) => file.endsWith('.json') && !file.includes('.stream.'),
    );
    const answered = new Set([...table.map(([name]) => name), ...elsewhere]);
    expect(names.map((file) => file.replace('.json', '')).filter((name) => !answered.has(name))).toEqual([]);
  });

  it('says until when a timed pause lasts, and which roles an approval asks for', () => {
    const timed = recorded('waiting-timed-pause');
    const until = follow({ binding: boundTo(timed, second, first), state: stateOf(timed), steps }).waitingFor;
    expect(until).toMatchObject({ kind: 'time', until: expect.stringMatching(/^20\d\d-/) });
    const approval = recorded('waiting-at-approval');
    const roles = steps.with(1, { pause: { untilApproved: true, requiresRoles: ['release'] } });
    const asked = follow({ binding: boundTo(approval, second, first), state: stateOf(approval), steps: roles });
    expect(asked).toMatchObject({
      sentence: expect.stringContaining('by release'),
      waitingFor: { kind: 'approval', stepIndex: 1, roles: ['release'] },
    });
  });
});

describe('following a rollout event by event', () => {
  const kinds = (name: string, podHash: string, stable: string | undefined): readonly string[] => {
    const { events } = stream(name);
    const [begin] = events;
    if (begin === undefined) throw new Error(`${name} has no events`);
    const bound = {
      reference: { apiVersion: '', kind: 'Rollout', name: begin.object.metadata.name },
      uid: begin.object.metadata.uid ?? '',
      podHash,
      unchanged: false,
      images: [],
      ...(stable === undefined ? {} : { stablePodHash: stable }),
    };
    const seen = events
      .filter(({ object }) => readRollout(object).podHash === podHash || name === 'superseded')
      .map(
        ({ type, object }) =>
          follow({ binding: bound, state: type === 'DELETED' ? undefined : readRollout(object), steps }).kind,
      );
    return seen.filter((kind, index) => kind !== seen[index - 1]);
  };

  it('sees a successful canary progress, wait twice, and succeed once', () => {
    expect(kinds('successful-canary', second, first)).toEqual([
      'progressing',
      'waiting',
      'progressing',
      'waiting',
      'progressing',
      'succeeded',
    ]);
  });

  it('does not take the early Completed condition of a first deployment for its end', () => {
    expect(kinds('first-deployment', first, undefined)).toEqual(['progressing', 'succeeded']);
  });

  it('never sees success in a rollout that is aborted', () => {
    const seen = kinds('abort-and-restore', '6d9bf9759b', first);
    expect(seen.at(-1)).toBe('aborted');
    expect(seen).not.toContain('succeeded');
  });
});
