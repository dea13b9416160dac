import type { Action } from '../../../../backend-stub/contract/decision.ts';
import type { EndPolicy, OutsidePromotionPolicy, StallPolicy } from '../../../../backend-stub/contract/deployment.ts';
import type { CanaryStep } from '../../../../backend-stub/contract/steps.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { ToldState } from './told-states.ts';

/** Everything that happens around one deployment, in order, and how the service comes to look in between. */
export interface History {
  readonly beginning: Beginning;
  readonly steps: readonly HistoryStep[];
}

export interface Beginning {
  /** `simulated`: the simulated controller acts. Else the states are told one by one, and nobody acts upon what is written. */
  readonly cluster: 'simulated' | { readonly told: Told };
  readonly rollouts: readonly RolloutName[];
  /** What ran there before: nothing, another version, or the very version that is deployed. */
  readonly earlier: 'nothing' | 'another' | 'same';
  /** Whether the pods of the new version become ready. */
  readonly pods: 'good' | 'crash';
  readonly steps: readonly CanaryStep[];
  readonly policy: {
    readonly onFailure: EndPolicy;
    readonly onCancel: EndPolicy;
    readonly onStall: StallPolicy;
    readonly onOutsidePromotion: OutsidePromotionPolicy;
  };
}

/** Which version the deployment is about and which was stable before: letters or hashes of the told states. */
export interface Told {
  readonly name: string;
  readonly ours: string;
  readonly stable?: string;
  /** What there is when the deployment has just applied its Rollout. */
  readonly first: KubernetesObject;
}

export const rolloutNames = ['web', 'api'] as const;
export type RolloutName = (typeof rolloutNames)[number];

export interface HistoryStep {
  readonly event: HistoryEvent;
  /** `look`: one look of the service after it. `rest`: as many as it wants before time passes. */
  readonly then: 'nothing' | 'look' | 'rest';
  readonly fault?: Fault;
}

export const outsideActs = [
  'delete',
  'recreate',
  'edit',
  'undo',
  'redo',
  'promote',
  'promoteFully',
  'abort',
  'retry',
  'pause',
  'unpause',
  'fewerSteps',
  'scale',
  'spoil',
  'mend',
  'unlabel',
  'label',
] as const;
export type OutsideAct = (typeof outsideActs)[number];

/** What a person saw who decides: what is there now, an earlier step, an earlier version, nothing, or another workload. */
export const sights = ['present', 'earlierStep', 'earlierVersion', 'nothing', 'other'] as const;
export type Sight = (typeof sights)[number];

export type HistoryEvent =
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'outside'; readonly act: OutsideAct; readonly rollout: RolloutName }
  | { readonly do: 'told'; readonly state: ToldState }
  | { readonly do: 'decide'; readonly action: Action; readonly saw: Sight; readonly people: 1 | 2 | 'twoInTurn' }
  | { readonly do: 'orca'; readonly says: 'canceled' | 'failed' }
  /** The watch of the leading process: late, by so many events on time, blind, and listing anew. */
  | { readonly do: 'watch'; readonly is: 'late' | 'oneOnTime' | 'blind' | 'listedAnew' }
  | { readonly do: 'controller'; readonly is: 'stopped' | 'started' }
  | { readonly do: 'service'; readonly is: 'restarted' | 'replaced' };

/** What goes wrong at the n-th call that a look makes to the outside. */
export interface Fault {
  readonly atCall: number;
  readonly kind: FaultKind;
  /** For `meanwhile`. */
  readonly act?: OutsideAct;
}

export const faultKinds = [
  /** The process dies; the call was not carried out, or it was and nobody learned of it. */
  'diesBefore',
  'diesAfter',
  'conflict',
  'unavailable',
  /** It is carried out, and the answer does not arrive. */
  'answerLost',
  /** The process stands still, its lease runs out, another takes over, and then it goes on. */
  'standsStill',
  /** Somebody acts on the cluster just before it. */
  'meanwhile',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Short lines, for people who have to understand a counterexample. */
export function linesOf({ beginning, steps }: History): readonly string[] {
  const { cluster, rollouts, earlier, pods, policy } = beginning;
  const world = cluster === 'simulated' ? `${earlier} before, ${pods} pods` : `told: ${cluster.told.name}`;
  const stage = beginning.steps.map(stepWord).join(', ');
  const { onFailure, onCancel, onStall, onOutsidePromotion } = policy;
  return [
    `${rollouts.join(' and ')} (${world}); steps: ${stage || 'none'}; on failure ${onFailure}, on cancel ${onCancel}, on stall ${onStall}, on outside promotion ${onOutsidePromotion}`,
    ...steps.map((step, index) => `${index + 1}. ${lineOf(step)}`),
  ];
}

function stepWord(step: CanaryStep): string {
  if ('setWeight' in step) return `${step.setWeight.weight} %`;
  return 'untilApproved' in step.pause ? 'approval' : `${step.pause.duration} s`;
}

function lineOf({ event, then, fault }: HistoryStep): string {
  const looking = { nothing: '', look: '; one look', rest: '; looks' }[then];
  const act = fault?.act === undefined ? '' : ` (${fault.act})`;
  const wrong = fault === undefined || then === 'nothing' ? '' : `, at call ${fault.atCall} ${fault.kind}${act}`;
  return `${eventWord(event)}${looking}${wrong}`;
}

const peopleWords = { 1: 'somebody', 2: 'two people at once', twoInTurn: 'two people in turn' } as const;

function eventWord(event: HistoryEvent): string {
  switch (event.do) {
    case 'wait':
      return `${event.seconds} s pass`;
    case 'outside':
      return `outside: ${event.act} ${event.rollout}`;
    case 'told':
      return `told: ${event.state.line}`;
    case 'decide':
      return `${peopleWords[event.people]}, having seen ${event.saw}: ${event.action}`;
    case 'orca':
      return `Orca: ${event.says}`;
    case 'watch':
    case 'controller':
    case 'service':
      return `${event.do}: ${event.is}`;
  }
}
