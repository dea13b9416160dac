import { assert, constantFrom, array, boolean, integer, property } from 'fast-check';
import { nextAdoptionStep } from '../../../backend-stub/deployment/adoption.ts';
import type { AdoptionView, BesideRollout } from '../../../backend-stub/deployment/adoption.ts';
import { begin, deploymentOf, happen, rolloutOf, step, viewOf } from './adoption-model.ts';
import type { Event, World, Workload } from './adoption-model.ts';

const running: Workload = { wanted: 4, pods: 4, ready: 4 };
const coming: Workload = { wanted: 4, pods: 4, ready: 1 };
const world = (changes: Partial<World> = {}): World => ({ ...begin(4, true), ...changes });
const beside = (workload: Workload, changes: Partial<BesideRollout> = {}): BesideRollout => ({
  state: rolloutOf(workload),
  takingOver: 'first',
  isBeingDeleted: false,
  ...changes,
});
const view = (changes: Partial<World>, more: Partial<AdoptionView> = {}): AdoptionView => ({
  ...viewOf(world(changes)),
  ...more,
});
const withState = (changes: object): BesideRollout => beside(coming, { state: { ...rolloutOf(coming), ...changes } });
const progressing = (reason: string): object => ({ conditions: [{ type: 'Progressing', status: 'False', reason }] });

describe('the next step of taking a Deployment over', () => {
  const cases: readonly (readonly [string, AdoptionView, object])[] = [
    ['begins where nothing stands beside it', view({}), { kind: 'begin' }],
    [
      'waits while pods come, and says how many are ready',
      view({ rollout: coming }),
      {
        kind: 'wait',
        sentence: 'Taking over Deployment web in shop: 1 of 4 pods of the Rollout beside it are ready.',
      },
    ],
    [
      'grows with a Deployment that was scaled up',
      view({ deployment: { ...running, wanted: 6 }, rollout: running }),
      { kind: 'grow', replicas: 6 },
    ],
    ['moves the autoscaler first', view({ rollout: running }), { kind: 'aim', at: 'Rollout' }],
    ['then lets the Deployment stand down', view({ rollout: running, aimsAt: 'Rollout' }), { kind: 'standDown' }],
    [
      'waits for the pods of the Deployment to go',
      view({ deployment: { wanted: 0, pods: 1, ready: 1 }, rollout: running, aimsAt: 'Rollout' }),
      { kind: 'wait', sentence: 'Deployment web in shop stands down: 1 pod is left.' },
    ],
    [
      'is done when they are gone',
      view({ deployment: { wanted: 0, pods: 0, ready: 0 }, rollout: running, aimsAt: 'Rollout' }),
      { kind: 'done', sentence: expect.stringContaining('is taken over') },
    ],
    [
      'takes away what is not ready, when interrupted',
      view({ rollout: coming, interrupted: true }),
      { kind: 'takeAway' },
    ],
    [
      'goes on with what is ready, when interrupted',
      view({ rollout: running, interrupted: true }),
      { kind: 'aim', at: 'Rollout' },
    ],
    [
      'gives up what somebody else scales up again, although its own pods are ready',
      view({ rollout: running, aimsAt: 'Rollout' }, { contested: true }),
      { kind: 'giveUp', sentence: expect.stringContaining('was scaled up again after it had stood down') },
    ],
    [
      'gives the autoscaler back first, where somebody else wants the Deployment',
      view({ rollout: running, aimsAt: 'Rollout', interrupted: true }, { contested: true }),
      { kind: 'aim', at: 'Deployment' },
    ],
    [
      'keeps its pods until those that somebody else wants are ready again',
      view({ deployment: { ...running, ready: 2 }, rollout: running, interrupted: true }, { contested: true }),
      { kind: 'wait', sentence: '2 of 4 pods of Deployment web in shop are ready again.' },
    ],
    [
      'takes its own pods away when those that somebody else wants are ready',
      view({ rollout: running, interrupted: true }, { contested: true }),
      { kind: 'takeAway' },
    ],
    ['gives the autoscaler back', view({ aimsAt: 'Rollout', interrupted: true }), { kind: 'aim', at: 'Deployment' }],
    [
      'ends where it began',
      view({ interrupted: true }),
      { kind: 'done', sentence: 'Deployment web in shop runs as before.' },
    ],
    [
      'gives up what gets another version meanwhile',
      view({}, { rollout: beside(running, { takingOver: 'another' }) }),
      { kind: 'giveUp', sentence: expect.stringContaining('another version') },
    ],
    [
      'gives up what Argo refuses',
      view({}, { rollout: withState({ conditions: [{ type: 'InvalidSpec', status: 'True', message: 'no' }] }) }),
      { kind: 'giveUp', sentence: expect.stringContaining('does not accept') },
    ],
    [
      'gives up pods that do not come in time',
      view({}, { rollout: withState(progressing('ProgressDeadlineExceeded')) }),
      { kind: 'giveUp', sentence: expect.stringContaining('do not become ready: 1 of 4 are') },
    ],
    [
      'gives up where nobody looks at the Rollout',
      view({ rollout: coming }, { unanswered: true }),
      { kind: 'giveUp', sentence: expect.stringContaining('is its controller running') },
    ],
    [
      'leaves a Rollout alone that is somebody else’s',
      view({}, { rollout: { state: rolloutOf(running), isBeingDeleted: false } }),
      { kind: 'giveUp', sentence: expect.stringContaining('somebody else') },
    ],
    [
      'does not believe a status that speaks of an older spec',
      view({}, { rollout: beside(running, { state: { ...rolloutOf(running), generation: 2 } }) }),
      { kind: 'wait' },
    ],
    [
      'does not believe a status that speaks of an older generation of the Deployment',
      view({}, { rollout: beside(running, { state: { ...rolloutOf(running), workload: { told: 0, observed: 0 } } }) }),
      { kind: 'wait' },
    ],
    [
      'goes on when it speaks of the present one',
      view({}, { rollout: beside(running, { state: { ...rolloutOf(running), workload: { told: 1, observed: 1 } } }) }),
      { kind: 'aim', at: 'Rollout' },
    ],
    [
      'waits for a Rollout that is being deleted',
      view({ interrupted: true }, { rollout: beside(coming, { isBeingDeleted: true }) }),
      { kind: 'wait' },
    ],
    [
      'has nothing to do where there is no Deployment',
      view({}, { deployment: undefined }),
      { kind: 'done', sentence: '' },
    ],
    [
      'has nothing to say of a Deployment that somebody scaled to 0 long ago',
      view({ deployment: { wanted: 0, pods: 0, ready: 0 } }),
      { kind: 'done', sentence: '' },
    ],
  ];
  it.each(cases)('%s', (_title, seen, expected) => expect(nextAdoptionStep(seen)).toMatchObject(expected));

  it('waits while its controller has not seen that a Deployment wants no pods', () => {
    const deployment = { ...deploymentOf({ wanted: 0, pods: 0, ready: 0 }), isObserved: false };
    const seen = view({ rollout: running, aimsAt: 'Rollout' }, { deployment });
    expect(nextAdoptionStep(seen)).toMatchObject({ kind: 'wait' });
  });
});

describe('whatever happens meanwhile', () => {
  const events: readonly Event[] = [
    'look',
    'look',
    'killed',
    'podStarts',
    'podReady',
    'podReady',
    'podsGo',
    'scaledUp',
    'scaledDown',
    'interrupt',
  ];
  const histories = array(constantFrom(...events), { maxLength: 60 });
  const ready = ({ deployment, rollout }: World): number => deployment.ready + (rollout?.ready ?? 0);
  const all = ({ deployment, rollout }: World): number => deployment.pods + (rollout?.pods ?? 0);
  /** The cluster is left in peace, and does what it was told. */
  const settled = (from: World): World => {
    let now = from;
    for (let round = 0; round < 60; round += 1)
      for (const event of ['look', 'podStarts', 'podReady', 'podsGo'] as const) now = happen(now, event);
    return now;
  };

  it('it ends taken over, or as it began, with the autoscaler at whatever has the pods', () => {
    assert(
      property(integer({ min: 1, max: 5 }), boolean(), histories, (replicas, autoscaled, history) => {
        const end = settled(history.reduce(happen, begin(replicas, autoscaled)));
        expect(step(end).step.kind).toBe('done');
        const takenOver = end.deployment.wanted === 0;
        expect(takenOver ? end.rollout?.wanted : end.rollout).toBe(takenOver ? end.rollout?.pods : undefined);
        if (!takenOver) expect(end.interrupted).toBe(true);
        if (autoscaled) expect(end.aimsAt).toBe(takenOver ? 'Rollout' : 'Deployment');
      }),
    );
  });

  it('no step leaves fewer pods ready than were wanted, nor asks for more than twice as many', () => {
    assert(
      property(integer({ min: 1, max: 5 }), boolean(), histories, (replicas, autoscaled, history) => {
        let now = begin(replicas, autoscaled);
        for (const event of history) {
          const next = happen(now, event);
          const lost = ready(now) - ready(happen(next, 'podsGo'));
          // What a look makes go is never what was needed; what an autoscaler takes away is its own decision.
          if (event === 'look' && lost > 0)
            expect(ready(happen(next, 'podsGo'))).toBeGreaterThanOrEqual(Math.min(now.deployment.wanted, ready(now)));
          expect(all(next)).toBeLessThanOrEqual(2 * next.most);
          now = next;
        }
      }),
    );
  });
});
