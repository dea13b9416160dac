import type { OpenPhase, Outcome } from '../contract/report.ts';
import type { Situation } from './follow.ts';
import type { DeploymentPolicy } from './record.ts';

/** What a deployment does next, given what its rollouts do. */
export type Conclusion =
  | { readonly kind: 'open'; readonly phase: OpenPhase; readonly sentence: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly sentence: string }
  /** Abort what is still ours, put the templates back, then end. */
  | {
      readonly kind: 'abort';
      readonly outcome: Outcome;
      readonly sentence: string;
      /** The policy that chose it, to be said after the reasons of the pods. */
      readonly policy?: string;
    };

export interface ConcludeInput {
  readonly situations: readonly Situation[];
  readonly policy: DeploymentPolicy;
  /** How long the deployment has stood in its present phase, and which that is. */
  readonly phase: OpenPhase;
  readonly phaseSeconds: number;
  readonly graces: Graces;
  /** What was promoted outside Gennaker since the last look, as a sentence each. */
  readonly promotedOutside?: readonly string[];
}

/** How long a state that may yet mend itself is looked at before it becomes an outcome, in seconds. */
export interface Graces {
  /** Until a rollout that no controller looks at is called blocked. */
  readonly unbound: number;
  /** Until blocked is an end: Argo itself looks again every 20 s, since a Service may come later. */
  readonly blocked: number;
  /** Until an abort made outside is an end: meanwhile somebody may retry. */
  readonly aborted: number;
  /** Until a definition that the API server does not establish is an end. */
  readonly established: number;
}

export const defaultGraces: Graces = { unbound: 60, blocked: 60, aborted: 60, established: 60 };

export function conclude(input: ConcludeInput): Conclusion {
  const { situations } = input;
  return (
    lost(input) ??
    promotedOutside(input) ??
    abortedOutside(input) ??
    blockedFor(input) ??
    allSucceeded(situations) ??
    stalledNow(input) ??
    open(situations)
  );
}

/** Somebody else decided about one of the rollouts: what is still ours follows the stage's `onFailure`. */
function lost({ situations, policy }: ConcludeInput): Conclusion | undefined {
  const found = situations.find(({ kind }) => kind === 'deleted' || kind === 'rolled-back' || kind === 'superseded');
  if (found === undefined) return undefined;
  const outcome = found.kind === 'deleted' || found.kind === 'rolled-back' ? found.kind : 'superseded';
  const others = situations.filter((situation) => situation !== found);
  return failing(policy, { outcome, sentence: found.sentence, others });
}

interface Failing {
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly others: readonly Situation[];
}

/** What an abort leaves behind is said when it is done; without one, what is left is what the others do now. */
function failing(policy: DeploymentPolicy, { outcome, sentence, others }: Failing): Conclusion {
  if (policy.onFailure === 'abort') return { kind: 'abort', outcome, sentence };
  const left = others.filter(({ kind }) => kind !== 'succeeded');
  if (left.length === 0) return { kind: 'ended', outcome, sentence };
  const words = left.length === 1 ? 'it is' : 'they are';
  return {
    kind: 'ended',
    outcome,
    sentence: `${sentence} Left as ${words}, since the stage says so (on failure, keep): ${joined(left)}`,
  };
}

/** Whatever it has come to since: what nobody here approved is not to run, and its pipeline is not to be green. */
function promotedOutside({ policy, promotedOutside: [sentence] = [] }: ConcludeInput): Conclusion | undefined {
  if (policy.onOutsidePromotion !== 'abort' || sentence === undefined) return undefined;
  return { kind: 'abort', outcome: 'aborted', sentence, policy: 'The stage says: on outside promotion, abort.' };
}

/** An abort takes all rollouts, and always puts templates back, or the next change would retry the bad one. */
function abortedOutside({ situations, phase, phaseSeconds, graces }: ConcludeInput): Conclusion | undefined {
  const found = situations.find(({ kind }) => kind === 'aborted' || kind === 'aborting');
  if (found === undefined) return undefined;
  if (phase === 'aborting' && phaseSeconds >= graces.aborted)
    return { kind: 'abort', outcome: 'aborted', sentence: found.sentence };
  const left = `It can be retried within ${graces.aborted} seconds; after that the deployment ends and the previous template is put back.`;
  return { kind: 'open', phase: 'aborting', sentence: `${found.sentence} ${left}` };
}

function blockedFor(input: ConcludeInput): Conclusion | undefined {
  const { situations, policy, phase, phaseSeconds, graces } = input;
  const found = situations.find(({ kind }) => kind === 'blocked') ?? neverBound(input);
  if (found === undefined) return undefined;
  const why = found.kind === 'unbound' ? `${found.sentence} ${whoLooks}` : found.sentence;
  if (phase !== 'blocked' || phaseSeconds < graces.blocked) return { kind: 'open', phase: 'blocked', sentence: why };
  const stays = found.kind === 'unbound' ? staysUnbound : staysBlocked;
  const sentence = policy.onFailure === 'abort' ? why : `${why} ${stays}`;
  return failing(policy, { outcome: 'blocked', sentence, others: situations.filter((one) => one !== found) });
}

const whoLooks =
  'Argo Rollouts does not answer: is its controller running in this cluster, and does it look after this namespace and instance id?';
const staysBlocked = 'It stays as this deployment applied it.';
const staysUnbound = 'It stays as this deployment applied it, and a controller that comes back rolls it out.';

function neverBound({ situations, phase, phaseSeconds, graces }: ConcludeInput): Situation | undefined {
  const overdue = phase === 'blocked' || (phase === 'binding' && phaseSeconds >= graces.unbound);
  return overdue ? situations.find(({ kind }) => kind === 'unbound') : undefined;
}

function allSucceeded(situations: readonly Situation[]): Conclusion | undefined {
  if (situations.length === 0 || situations.some(({ kind }) => kind !== 'succeeded')) return undefined;
  return { kind: 'ended', outcome: 'succeeded', sentence: joined(situations) };
}

function stalledNow({ situations, policy }: ConcludeInput): Conclusion | undefined {
  const found = situations.find(({ kind }) => kind === 'stalled');
  if (found === undefined) return undefined;
  if (policy.onStall === 'abort')
    return { kind: 'abort', outcome: 'failed', sentence: found.sentence, policy: 'The stage says: on stall, abort.' };
  return { kind: 'open', phase: 'stalled', sentence: found.sentence };
}

function open(situations: readonly Situation[]): Conclusion {
  const unbound = situations.find(({ kind }) => kind === 'unbound');
  if (unbound !== undefined) return { kind: 'open', phase: 'binding', sentence: unbound.sentence };
  const busy = situations.filter(({ kind }) => kind === 'progressing');
  if (busy.length > 0) return { kind: 'open', phase: 'progressing', sentence: joined(busy) };
  return { kind: 'open', phase: 'waiting', sentence: joined(situations.filter(({ kind }) => kind !== 'succeeded')) };
}

function joined(situations: readonly Situation[]): string {
  return situations.map(({ sentence }) => sentence).join(' ');
}
