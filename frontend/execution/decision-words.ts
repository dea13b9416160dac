import type { Action } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails, Viewer } from '../../backend-stub/contract/details.ts';
import type { DecisionReport, RolloutReport } from '../../backend-stub/contract/report.ts';
import { stepLabel } from '../../backend-stub/contract/steps.ts';
import { ServiceRefused, SessionEnded } from '../service/errors.ts';
import { deeds } from './history.ts';

export const buttons: Readonly<Record<Action, string>> = {
  approve: 'Approve',
  promoteFully: 'Promote fully',
  abort: 'Abort',
  retry: 'Retry',
};

/** What an action will do, before it is confirmed; undefined for those that need no second thought. */
export function consequences(action: Action, details: DeploymentDetails): readonly string[] | undefined {
  switch (action) {
    case 'promoteFully':
      return ['All pods get the new version now.', skipped(details)];
    case 'abort':
      if (details.phase === 'adopting') return [...notTakenOver, 'The stage fails.'];
      return [...details.rollouts.map(goesBack), stays(details), 'The stage fails.'];
    case 'approve':
    case 'retry':
      return undefined;
  }
}

const notTakenOver = [
  'What is not taken over yet stays with its Deployment, and the Rollout beside it goes.',
  'What is taken over by now stays with its Rollout, in the version that ran before.',
  'Nothing of the new version is applied.',
] as const;

function skipped({ steps, rollouts }: DeploymentDetails): string {
  const at = Math.min(...rollouts.flatMap(({ stepIndex }) => (stepIndex === undefined ? [] : [stepIndex])));
  const left = steps.slice(at).map(stepLabel);
  return left.length === 0 ? 'No step is left to skip.' : `These steps are skipped: ${left.join(', ')}.`;
}

function goesBack({ name, situation, stablePodHash, firstDeployment }: RolloutReport): string {
  if (firstDeployment) return `${name} was deployed for the first time: there is nothing to go back to, so it stays.`;
  if (situation === 'succeeded') return `${name} already runs the new version everywhere and keeps it.`;
  return `${name} goes back to its stable version${stablePodHash === undefined ? '' : ` ${stablePodHash}`} at once.`;
}

function stays({ objects }: DeploymentDetails): string {
  const kept = objects.filter(({ restoredByAbort }) => !restoredByAbort).map(({ kind, name }) => `${kind} ${name}`);
  return kept.length === 0
    ? 'Everything that was applied is put back as it was.'
    : `These stay as this deployment applied them: ${kept.join(', ')}.`;
}

/** What came of a decision, for the one who made it. */
export interface Outcome {
  readonly tone: 'good' | 'warning' | 'trouble';
  readonly sentence: string;
}

export function accepted({ action, state, result }: DecisionReport): Outcome {
  if (state === 'failed')
    return { tone: 'trouble', sentence: `You ${deeds[action]}, but it was not carried out. ${result ?? ''}`.trim() };
  const came = state === 'done' ? (result ?? '') : 'It is written down and being carried out.';
  return { tone: 'good', sentence: `You ${deeds[action]}. ${came}`.trim() };
}

/** `after` is what the deployment looks like now; whatever is new in it came in between. */
export function notAccepted(error: unknown, before: DeploymentDetails, after?: DeploymentDetails): Outcome {
  const sentence = error instanceof Error ? error.message : 'It failed, and no reason was given.';
  if (error instanceof SessionEnded) return { tone: 'trouble', sentence: `Your decision was not sent. ${sentence}` };
  if (!(error instanceof ServiceRefused))
    return {
      tone: 'warning',
      sentence: `It is not known whether your decision arrived. Look at the history before you try again. ${sentence}`,
    };
  const winner = newestSince(before, after);
  if (winner === undefined && error.reason !== 'stale' && error.reason !== 'finished')
    return { tone: 'trouble', sentence };
  const moved =
    winner === undefined ? 'The deployment has moved on.' : `${winner.by} ${deeds[winner.action]} a moment before you.`;
  return {
    tone: 'warning',
    sentence: `${moved} Your decision changed nothing; what you see now is up to date. ${sentence}`,
  };
}

function newestSince(before: DeploymentDetails, after: DeploymentDetails | undefined): DecisionReport | undefined {
  const known = new Set(before.decisions.map(({ id }) => id));
  const found = (after?.decisions ?? []).filter(({ id, by }) => !known.has(id) && by !== before.viewer.user);
  return found.sort((left, right) => Date.parse(left.at) - Date.parse(right.at))[found.length - 1];
}

/** By what the buttons are offered: whose word it is, and how old. Empty where nobody is asked. */
export function rightsWords({ user, asAdmin, secondsOld }: Viewer): string {
  if (secondsOld === undefined) return '';
  const admin = asAdmin === true ? `, an admin for Fiat` : '';
  return `You are ${user}${admin}. What you may is as Fiat said ${secondsOld} s ago, and is asked again when you decide.`;
}

/** Where a decision is not whose Gate's header says it is. */
export function channelWords({ decisionChannel }: Pick<DeploymentDetails, 'decisionChannel'>): string {
  return decisionChannel === 'stage'
    ? 'What you decide is laid on the stage in Orca, and counts for whom Orca says has laid it there.'
    : '';
}
