import { isKubernetesObject } from '../../../../backend-stub/control-plane/argo-rollouts/object.ts';
import type { OpenPhase, Outcome } from '../../../../backend-stub/contract/report.ts';
import { textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { AppliedObject, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import { podHashLabel } from '../../../../backend-stub/deployment/template.ts';
import { imageOf } from './cluster.ts';
import { after, promotionsTold, type Call, type Look } from './journal.ts';
import { isBlocked, observedGeneration, wordFor, type Word } from './rule.ts';

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

/** The last: a decision that is being carried out looks before. */
function observed(calls: readonly Call[], { reference }: AppliedObject) {
  const found = calls.findLast((call) => call.ask === 'observe' && call.reference.name === reference.name);
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
  if (known === undefined) {
    const word = unboundWord(look, applied, rollout);
    if (word !== undefined) return { word, hash: undefined };
  }
  const hash = known ?? textAt(rollout, 'status', 'currentPodHash') ?? '';
  return { word: wordFor({ uid: applied.uid, hash, stable }, rollout), hash };
}

/**
 * Undefined when it can be bound: the controller has looked at what was applied, and the ReplicaSet of its hash carries our
 * template.
 */
function unboundWord(look: Look, applied: AppliedObject, rollout: KubernetesObject | undefined): Word | undefined {
  if (rollout?.metadata.uid !== applied.uid) return 'Deleted';
  if (observedGeneration(rollout) < applied.generation) return 'Unbound';
  if (isBlocked(rollout)) return 'Blocked';
  const ours = ourImage(look.before, applied.reference.name);
  const hash = textAt(rollout, 'status', 'currentPodHash') ?? '';
  if (hash === '') return 'Unbound';
  if (listed(look.calls, hash).some((replicaSet) => imageOf(replicaSet) === ours)) return undefined;
  return isReplaced(look, applied, ours) ? 'Superseded' : 'Unbound';
}

/** Somebody has changed the template since it was applied; the watch keeps none, so it was read. */
function isReplaced({ calls }: Look, applied: AppliedObject, ours: string): boolean {
  const live = lastRead(calls, applied.reference.name);
  return live !== undefined && (live.metadata.generation ?? 0) > applied.generation && imageOf(live) !== ours;
}

export function ourImage({ plan }: DeploymentRecord, name: string): string {
  const planned = plan.objects.find(({ object }) => object.kind === 'Rollout' && object.metadata.name === name);
  return imageOf(planned?.object);
}

function listed(calls: readonly Call[], hash: string): readonly unknown[] {
  return calls.flatMap((call): readonly unknown[] => {
    const isIt =
      call.ask === 'list' &&
      call.selection.kind === 'ReplicaSet' &&
      call.selection.labels === `${podHashLabel}=${hash}`;
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

const lost: Readonly<Partial<Record<Word, Outcome>>> = {
  Deleted: 'deleted',
  RolledBack: 'rolled-back',
  Superseded: 'superseded',
};

const endings = { keep: 'ends', abort: 'aborts' } as const;

/** Somebody else's decision about one counts for all. */
function conclude(look: Look, told: readonly Told[]): Verdict {
  const { at, before, knownSince } = look;
  const { phase, policy } = before;
  const words = told.map(({ word }) => word);
  const isOver = (at - knownSince) / 1000 >= grace;
  const fails = (outcome: Outcome): Verdict => ({ is: endings[policy.onFailure], outcome });
  const taken = byOthers(look, words, fails);
  if (taken !== undefined) return taken;
  const next = common(words, phase === 'blocked' || (phase === 'binding' && isOver));
  if (next === 'succeeded') return { is: 'ends', outcome: 'succeeded' };
  if (next === 'stalled' && policy.onStall === 'abort') return { is: 'aborts', outcome: 'failed' };
  const stood = isOver && next === phase ? afterGrace(next, fails) : undefined;
  return stood ?? { is: 'open', phase: next, bound: told.flatMap(({ hash }) => hash ?? []) };
}

function byOthers(look: Look, words: readonly Word[], fails: (outcome: Outcome) => Verdict): Verdict | undefined {
  const [taken] = words.flatMap((word) => lost[word] ?? []);
  if (taken !== undefined) return fails(taken);
  return isAbortedForPromotion(look) ? { is: 'aborts', outcome: 'aborted' } : undefined;
}

/** Whether it tells one with right is judged by what really happened; what follows from telling it, here. */
function isAbortedForPromotion(look: Look): boolean {
  if (look.before.policy.onOutsidePromotion !== 'abort') return false;
  return promotionsTold(after(look)).length > promotionsTold(look.before).length;
}

/** What others aborted is put back, whatever the policy says of failures: until then it may be retried. */
function afterGrace(phase: OpenPhase, fails: (outcome: Outcome) => Verdict): Verdict | undefined {
  if (phase === 'aborting') return { is: 'aborts', outcome: 'aborted' };
  return phase === 'blocked' ? fails('blocked') : undefined;
}

/** The worst word counts for all, and success only when all have it. What is not bound for too long is blocked. */
function common(words: readonly Word[], isOverdue: boolean): OpenPhase | 'succeeded' {
  const has = (...searched: readonly Word[]): boolean => words.some((word) => searched.includes(word));
  const ranks: readonly (readonly [boolean, OpenPhase | 'succeeded'])[] = [
    [has('Aborted', 'Aborting'), 'aborting'],
    [has('Blocked') || (isOverdue && has('Unbound')), 'blocked'],
    [words.every((word) => word === 'Succeeded'), 'succeeded'],
    [has('Stalled'), 'stalled'],
    [has('Unbound'), 'binding'],
    [has('Progressing'), 'progressing'],
  ];
  return ranks.find(([is]) => is)?.[1] ?? 'waiting';
}
