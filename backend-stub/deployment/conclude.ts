import type { OpenPhase, Outcome } from '../contract/report.ts';
import type { Situation } from './follow.ts';
import type { DeploymentPolicy } from './record.ts';

/** What a deployment does next, given what its rollouts do. */
export type Conclusion =
  | { readonly kind: 'open'; readonly phase: OpenPhase; readonly sentence: string }
  | { readonly kind: 'ended'; readonly outcome: Outcome; readonly sentence: string }
  /** Abort what is still ours, put the templates back, then end. */
  | { readonly kind: 'abort'; readonly outcome: Outcome; readonly sentence: string };

export interface ConcludeInput {
  readonly situations: readonly Situation[];
  readonly policy: DeploymentPolicy;
  /** How long the deployment has stood in its present phase, and which that is. */
  readonly phase: OpenPhase;
  readonly phaseSeconds: number;
  readonly graces: Graces;
}

/** How long a state that may yet mend itself is looked at before it becomes an outcome, in seconds. */
export interface Graces {
  /** Until a rollout that no controller looks at is called blocked. */
  readonly unbound: number;
  /** Until blocked is an end: Argo itself looks again every 20 s, since a Service may come later. */
  readonly blocked: number;
  /** Until an abort made outside is an end: meanwhile somebody may retry. */
  readonly aborted: number;
}

export const defaultGraces: Graces = { unbound: 60, blocked: 60, aborted: 60 };

export function conclude(input: ConcludeInput): Conclusion {
  const { situations } = input;
  return (
    lost(input) ??
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
  return failing(policy, outcome, found.sentence);
}

function failing(policy: DeploymentPolicy, outcome: Outcome, sentence: string): Conclusion {
  return { kind: policy.onFailure === 'abort' ? 'abort' : 'ended', outcome, sentence };
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
  const blocked = situations.find(({ kind }) => kind === 'blocked') ?? neverBound(input);
  if (blocked === undefined) return undefined;
  if (phase === 'blocked' && phaseSeconds >= graces.blocked) return failing(policy, 'blocked', blocked.sentence);
  return { kind: 'open', phase: 'blocked', sentence: blocked.sentence };
}

const whoLooks =
  'Argo Rollouts does not answer: is its controller running in this cluster, and does it look after this namespace and instance id?';

function neverBound({ situations, phase, phaseSeconds, graces }: ConcludeInput): Situation | undefined {
  const unbound = situations.find(({ kind }) => kind === 'unbound');
  const overdue = phase === 'blocked' || (phase === 'binding' && phaseSeconds >= graces.unbound);
  if (unbound === undefined || !overdue) return undefined;
  return { kind: 'blocked', sentence: `${unbound.sentence} ${whoLooks}` };
}

function allSucceeded(situations: readonly Situation[]): Conclusion | undefined {
  if (situations.length === 0 || situations.some(({ kind }) => kind !== 'succeeded')) return undefined;
  return { kind: 'ended', outcome: 'succeeded', sentence: joined(situations) };
}

function stalledNow({ situations, policy }: ConcludeInput): Conclusion | undefined {
  const found = situations.find(({ kind }) => kind === 'stalled');
  if (found === undefined) return undefined;
  if (policy.onStall === 'abort')
    return { kind: 'abort', outcome: 'failed', sentence: `${found.sentence} The stage says: on stall, abort.` };
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
