import type { Action } from '../../../../backend-stub/contract/decision.ts';
import type { Beginning, History, HistoryStep, OutsideAct } from './history.ts';
import { begun, invented, updating, type Invention } from './told-states.ts';

const begin: Beginning = {
  cluster: 'simulated',
  rollouts: ['web'],
  earlier: 'another',
  pods: 'good',
  steps: [{ setWeight: { weight: 50 } }, { pause: { untilApproved: true } }],
  policy: { onFailure: 'keep', onCancel: 'keep', onStall: 'wait', onOutsidePromotion: 'accept' },
};
const abortOnFailure = { ...begin.policy, onFailure: 'abort' } as const;

const waits: HistoryStep = { event: { do: 'wait', seconds: 2 }, then: 'rest' };
const outside = (act: OutsideAct): HistoryStep => ({ event: { do: 'outside', act, rollout: 'web' }, then: 'rest' });
const decides = (action: Action): HistoryStep => ({
  event: { do: 'decide', action, saw: 'present', people: 1 },
  then: 'rest',
});
const paused: Invention = { ...begun, stepIndex: 1, pause: 'CanaryPauseStep', phase: 'Paused' };

/** Those in which a defect was found, in a few events. */
export const foundHistories: Readonly<Record<string, History>> = {
  'an undone rollout was told as promoted outside': { beginning: begin, steps: [waits, outside('undo')] },
  'an abort of a refused spec was waited for without an end': {
    beginning: { ...begin, policy: abortOnFailure },
    steps: [waits, outside('spoil')],
  },
  'an abort of a full promotion was taken back by Argo, and asked for again and again': {
    beginning: { ...begin, pods: 'crash' },
    steps: [waits, decides('promoteFully'), decides('abort')],
  },
  'a timed pause that ended while the rollout was paused by hand was looked at by the simulated controller every millisecond':
    {
      beginning: { ...begin, steps: [{ pause: { duration: 1, unit: 'minutes' } }, { setWeight: { weight: 50 } }] },
      steps: [waits, outside('pause'), { event: { do: 'wait', seconds: 120 }, then: 'rest' }],
    },
  'a promotion was carried out on what was made anew': {
    beginning: { ...begin, cluster: { told: updating } },
    steps: [
      { event: { do: 'told', state: invented(paused, 2) }, then: 'rest' },
      { ...decides('promoteFully'), then: 'nothing' },
      { event: { do: 'told', state: invented({ ...paused, uid: 'second' }, 3) }, then: 'rest' },
    ],
  },
  'an abort and the full promotion that was under way undid each other, again and again': {
    beginning: { ...begin, rollouts: ['web', 'api'], policy: abortOnFailure },
    steps: [
      outside('promote'),
      { ...decides('promoteFully'), fault: { atCall: 3, kind: 'meanwhile', act: 'edit' } },
      {
        event: { do: 'decide', action: 'approve', saw: 'present', people: 2 },
        then: 'rest',
        fault: { atCall: 3, kind: 'meanwhile', act: 'edit' },
      },
    ],
  },
};
