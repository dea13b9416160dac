import { isKubernetesObject } from '../../../../backend-stub/control-plane/argo-rollouts/object.ts';
import type { OpenPhase, Outcome } from '../../../../backend-stub/contract/report.ts';
import { textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { AppliedObject, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import { podHashLabel } from '../../../../backend-stub/deployment/template.ts';
import { imageOf } from './cluster.ts';
import type { Call, Look } from './journal.ts';
import { isBlocked, observedGeneration, wordFor, type Bound, type Word } from './rule.ts';

/** What must come of a look that was given these answers. */
export type Verdict =
  /** Nothing is decided: phase, outcome and bindings are what they were. */
  | { readonly is: 'unseen' }
  | { readonly is: 'open'; readonly phase: OpenPhase; readonly bound: readonly string[] }
  /** Ended at once, or after its rollouts are aborted. */
  | { readonly is: 'ends' | 'aborts'; readonly outcome: Outcome };

const grace = 60;

/** The rule applied to what the watch showed in one look; undefined when it did not get so far. */
export function verdictOf(look: Look): Verdict | undefined {
  const { before, calls } = look;
  const rollouts = before.applied.filter(({ reference }) => reference.kind === 'Rollout');
  const seen = rollouts.map((applied) => ({ applied, answer: observed(calls, applied) }));
  if (seen.some(({ answer }) => answer?.kind === 'unknown')) return { is: 'unseen' };
  if (seen.some(({ answer }) => answer === undefined)) return undefined;
  const told = seen.map(({ applied, answer }) => {
    const rollout = answer?.kind === 'present' ? answer.object : undefined;
    return wordOf(look, applied, rollout);
  });
  return conclude(look, told);
}

function observed(calls: readonly Call[], { reference }: AppliedObject) {
  const found = calls.find((call) => call.ask === 'observe' && call.reference.name === reference.name);
  return found?.ask === 'observe' ? found.answer : undefined;
}

interface Told {
  readonly word: Word;
  readonly hash: string | undefined;
}

function wordOf(look: Look, applied: AppliedObject, rollout: KubernetesObject | undefined): Told {
  const { name } = applied.reference;
  const stable = look.before.before.find((before) => before.name === name)?.stablePodHash;
  const known = look.before.bindings.find(({ reference }) => reference.name === name)?.podHash;
  const bound = (hash: string): Bound => ({ uid: applied.uid, hash, stable });
  if (known !== undefined) return { word: wordFor(bound(known), rollout), hash: known };
  const begun = unboundWord(look, applied, rollout);
  if (begun.word !== undefined) return { word: begun.word, hash: undefined };
  return { word: wordFor(bound(begun.hash), rollout), hash: begun.hash };
}

/** Bound when the controller has looked at what was applied, and the ReplicaSet of its hash carries our template. */
function unboundWord(
  { before, calls }: Look,
  applied: AppliedObject,
  rollout: KubernetesObject | undefined,
): { readonly word: Word } | { readonly word: undefined; readonly hash: string } {
  if (rollout === undefined || rollout.metadata.uid !== applied.uid) return { word: 'Deleted' };
  if (observedGeneration(rollout) < applied.generation) return { word: 'Unbound' };
  if (isBlocked(rollout)) return { word: 'Blocked' };
  const hash = textAt(rollout, 'status', 'currentPodHash') ?? '';
  const ours = ourImage(before, applied.reference.name);
  if (hash !== '' && listed(calls, hash).some((replicaSet) => imageOf(replicaSet) === ours))
    return { word: undefined, hash };
  const live = hash === '' ? undefined : lastRead(calls, applied.reference.name);
  const isReplaced = live !== undefined && (live.metadata.generation ?? 0) > applied.generation && imageOf(live) !== ours;
  return { word: isReplaced ? 'Superseded' : 'Unbound' };
}

export function ourImage({ plan }: DeploymentRecord, name: string): string {
  const planned = plan.objects.find(({ object }) => object.kind === 'Rollout' && object.metadata.name === name);
  return imageOf(planned?.object);
}

function listed(calls: readonly Call[], hash: string): readonly unknown[] {
  return calls.flatMap((call): readonly unknown[] => {
    const isIt =
      call.ask === 'list' && call.selection.kind === 'ReplicaSet' && call.selection.labels === `${podHashLabel}=${hash}`;
    const value = call.given?.value;
    return isIt && Array.isArray(value) ? value : [];
  });
}

/** What the last read of a Rollout in this look answered; undefined also when it was not read. */
export function lastRead(calls: readonly Call[], name: string): KubernetesObject | undefined {
  const read = calls.findLast(
    (call) => call.ask === 'read' && call.reference.kind === 'Rollout' && call.reference.name === name && call.given,
  );
  const value = read?.given?.value;
  return isKubernetesObject(value) ? value : undefined;
}

/** Somebody else's decision about one counts for all; success only when all have it. */
function conclude(look: Look, told: readonly Told[]): Verdict {
  const { phase, policy } = look.before;
  const has = (...searched: readonly Word[]): Word | undefined => told.map(({ word }) => word).find((word) => searched.includes(word));
  const stood = (look.at - look.before.phaseSince.getTime()) / 1000;
  const open = (next: OpenPhase): Verdict => ({ is: 'open', phase: next, bound: told.flatMap(({ hash }) => hash ?? []) });
  const fails = (outcome: Outcome): Verdict => ({ is: policy.onFailure === 'abort' ? 'aborts' : 'ends', outcome });
  const lost = has('Deleted', 'RolledBack', 'Superseded');
  if (lost === 'Deleted') return fails('deleted');
  if (lost !== undefined) return fails(lost === 'RolledBack' ? 'rolled-back' : 'superseded');
  // Put back after a grace in which it may be retried, whatever the policy says.
  if (has('Aborted', 'Aborting') !== undefined)
    return phase === 'aborting' && stood >= grace ? { is: 'aborts', outcome: 'aborted' } : open('aborting');
  const isOverdue = phase === 'blocked' || (phase === 'binding' && stood >= grace);
  if (has('Blocked') !== undefined || (has('Unbound') !== undefined && isOverdue))
    return phase === 'blocked' && stood >= grace ? fails('blocked') : open('blocked');
  if (told.every(({ word }) => word === 'Succeeded')) return { is: 'ends', outcome: 'succeeded' };
  if (has('Stalled') !== undefined)
    return policy.onStall === 'abort' ? { is: 'aborts', outcome: 'failed' } : open('stalled');
  if (has('Unbound') !== undefined) return open('binding');
  return open(has('Progressing') === undefined ? 'waiting' : 'progressing');
}
