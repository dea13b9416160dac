import { difference } from '../../../backend-stub/deployment/given-back.ts';
import { nextGivingBackStep } from '../../../backend-stub/deployment/giving-back.ts';
import type { GivingBackView } from '../../../backend-stub/deployment/giving-back.ts';
import { begin, deploymentOf, rolloutOf, viewOf } from './adoption-model.ts';
import type { Workload } from './adoption-model.ts';

type Rollout = NonNullable<GivingBackView['rollout']>;

const running: Workload = { wanted: 4, pods: 4, ready: 4 };
const coming: Workload = { wanted: 4, pods: 4, ready: 1 };
const none: Workload = { wanted: 0, pods: 0, ready: 0 };
const deployment = (workload: Workload, changes = {}): GivingBackView['deployment'] => ({
  ...deploymentOf(workload),
  givenBackFrom: 'hash',
  ...changes,
});
const rollout = (changes: Partial<Rollout> = {}): Rollout => ({
  state: rolloutOf(running),
  isBeingDeleted: false,
  isMarked: true,
  refers: false,
  ...changes,
});
const { reference } = viewOf(begin(4, true));
const aimed = (kind: 'Deployment' | 'Rollout') => viewOf({ ...begin(4, true), aimsAt: kind }).autoscalers;
const view = (changes: Partial<GivingBackView>): GivingBackView => ({
  reference,
  rollout: rollout(),
  deployment: deployment(running),
  autoscalers: aimed('Rollout'),
  otherVersion: false,
  givenUp: false,
  ...changes,
});
const between = rollout({ isMarked: false, state: { ...rolloutOf(running), podHash: 'next' } });

describe('the next step of giving a workload back', () => {
  const cases: readonly (readonly [string, GivingBackView, object])[] = [
    [
      'marks the Rollout first, so that no deployment begins',
      view({ rollout: rollout({ isMarked: false }), deployment: deployment(none) }),
      { kind: 'mark', as: 'true' },
    ],
    ['makes a Deployment where there is none', view({ deployment: undefined }), { kind: 'raise' }],
    ['starts the one that was kept', view({ deployment: deployment(none) }), { kind: 'raise' }],
    [
      'gives it the stable version where it has another',
      view({ deployment: deployment(running, { givenBackFrom: 'older' }) }),
      { kind: 'raise' },
    ],
    [
      'follows an autoscaler that scales the Rollout up',
      view({ deployment: deployment({ ...running, wanted: 3 }) }),
      { kind: 'scale', replicas: 4 },
    ],
    [
      'waits for its pods',
      view({ deployment: deployment(coming) }),
      {
        kind: 'wait',
        sentence: 'Giving Rollout web in shop back: 1 of 4 pods of the Deployment beside it are ready.',
      },
    ],
    ['moves the autoscaler when all are available', view({}), { kind: 'aim', at: 'Deployment' }],
    ['then takes the Rollout away', view({ autoscalers: aimed('Deployment') }), { kind: 'takeAway' }],
    [
      'is done when that is gone',
      view({ rollout: undefined, autoscalers: aimed('Deployment') }),
      { kind: 'done', sentence: 'Deployment web in shop runs the workload on 4 pods, and no Rollout does.' },
    ],
    ['waits while it is going', view({ rollout: rollout({ isBeingDeleted: true }) }), { kind: 'wait' }],
    [
      'gives up when its pods do not come in time',
      view({ deployment: deployment(coming, { progress: 'ProgressDeadlineExceeded' }) }),
      { kind: 'giveUp', sentence: expect.stringContaining('do not become ready: 1 of 4') },
    ],
    [
      'gives up when the Rollout gets another version',
      view({ rollout: rollout({ state: { ...rolloutOf(running), podHash: 'next' } }) }),
      { kind: 'giveUp', sentence: expect.stringContaining('another version') },
    ],
    [
      'then moves the autoscaler back',
      view({ givenUp: true, autoscalers: aimed('Deployment') }),
      { kind: 'aim', at: 'Rollout' },
    ],
    ['and the Deployment to 0', view({ givenUp: true }), { kind: 'scale', replicas: 0 }],
    ['and takes the mark off', view({ givenUp: true, deployment: deployment(none) }), { kind: 'mark', as: undefined }],
    [
      'and says that the Rollout runs as before',
      view({ givenUp: true, deployment: deployment(none), rollout: rollout({ isMarked: false }) }),
      { kind: 'refused', sentence: 'Rollout web in shop runs as before.' },
    ],
    [
      'gives up when the Deployment that the Rollout refers to gets another version',
      view({ otherVersion: true }),
      { kind: 'giveUp', sentence: expect.stringContaining('another version') },
    ],
    [
      'is refused where the Deployment says something else than the Rollout runs',
      view({ otherVersion: true, rollout: rollout({ isMarked: false, refers: true }), deployment: deployment(none) }),
      { kind: 'refused', sentence: expect.stringContaining('not at rest') },
    ],
    [
      'is refused where the Deployment that the Rollout refers to is gone',
      view({ otherVersion: true, rollout: rollout({ isMarked: false, refers: true }), deployment: undefined }),
      { kind: 'refused', sentence: expect.stringContaining('is gone; run the stage') },
    ],
    ['is refused between two versions', view({ rollout: between, deployment: undefined }), { kind: 'refused' }],
    [
      'is refused for a moment while its pods come',
      view({
        rollout: rollout({ isMarked: false, state: { ...rolloutOf(running), phase: 'Progressing' } }),
        deployment: undefined,
      }),
      { kind: 'refused', sentence: expect.stringContaining('try again in a moment') },
    ],
    [
      'is refused beside a Deployment that somebody started',
      view({ rollout: rollout({ isMarked: false }) }),
      { kind: 'refused', sentence: expect.stringContaining('runs beside it') },
    ],
    [
      'is refused while it is being taken over',
      view({ rollout: rollout({ isMarked: false, takingOver: 'first' }) }),
      { kind: 'refused', sentence: expect.stringContaining('taking the Deployment over') },
    ],
    [
      'is refused where no pods run',
      view({ rollout: rollout({ isMarked: false, state: rolloutOf(none) }), deployment: undefined }),
      { kind: 'refused', sentence: expect.stringContaining('runs no pods') },
    ],
    [
      'is refused where there is nothing',
      view({ rollout: undefined, deployment: undefined }),
      { kind: 'refused', sentence: expect.stringContaining('nothing to give back') },
    ],
  ];
  it.each(cases)('%s', (_title, seen, expected) => expect(nextGivingBackStep(seen)).toMatchObject(expected));
});

describe('the patch from one template to another', () => {
  it('takes away what only the first has, whole lists replaced', () => {
    const from = { labels: { a: '1', b: '2' }, list: [1, 2], gone: { x: 1 } };
    expect(difference(from, { labels: { a: '1', c: '3' }, list: [2] })).toEqual({
      labels: { a: '1', b: null, c: '3' },
      list: [2],
      gone: null,
    });
  });
});
