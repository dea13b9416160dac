import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { RolloutReport } from '../../backend-stub/contract/report.ts';
import { excludesRequester } from '../../backend-stub/contract/steps.ts';
import type { CanaryStep } from '../../backend-stub/contract/steps.ts';
import { standingOfRollout } from './standing.ts';

/** The first line: what it does or waits for, since when, and who may act. */
export interface Headline {
  readonly sentence: string;
  /** Since when it waits, or when it ended. ISO 8601. */
  readonly since?: { readonly word: 'Since' | 'Ended'; readonly at: string };
  readonly who?: string;
}

export function headlineOf(details: DeploymentDetails): Headline {
  const { phase, endedAt } = details;
  const sentence = sentenceOf(details);
  if (phase === 'ended')
    return { sentence, ...(endedAt === undefined ? {} : { since: { word: 'Ended', at: endedAt } }) };
  const at = waitingSince(details);
  const who = whoMayAct(details);
  return {
    sentence,
    ...(at === undefined ? {} : { since: { word: 'Since', at } }),
    ...(who === undefined ? {} : { who }),
  };
}

/** A sentence for each of ten rollouts is read by nobody: what they all do is counted. */
function sentenceOf(details: DeploymentDetails): string {
  const { phase, outcome, rollouts, summary } = details;
  const alike = phase === 'waiting' || phase === 'progressing' || outcome === 'succeeded';
  if (alike && rollouts.length > mostTold) return counted(rollouts);
  return phase === 'stalled' ? stalled(details) : summary;
}

const mostTold = 3;

/** `10 rollouts: 7 waiting for approval, 3 rolling out.` */
function counted(rollouts: DeploymentDetails['rollouts']): string {
  const labels = rollouts.map((rollout) => standingOfRollout(rollout).label.toLowerCase());
  const counts = [...new Set(labels)].map((label) => `${labels.filter((one) => one === label).length} ${label}`);
  return `${rollouts.length} rollouts: ${counts.join(', ')}.`;
}

/** Without the troubles of the pods, which have a place of their own. */
function stalled({ rollouts, summary }: DeploymentDetails): string {
  const sentences = rollouts.filter(({ situation }) => situation === 'stalled').map(({ sentence }) => sentence);
  return sentences.length === 0 ? summary : sentences.join(' ');
}

/** The approval is asked for when the last one has come to it. */
function waitingSince({ phase, phaseSince, rollouts }: DeploymentDetails): string | undefined {
  if (phase === 'stalled' || phase === 'blocked') return phaseSince;
  if (phase !== 'waiting') return undefined;
  const times = rollouts.flatMap(({ waiting }) => (waiting?.since === undefined ? [] : [waiting.since])).sort();
  return times[times.length - 1];
}

function whoMayAct({ phase, rollouts, viewer, steps }: DeploymentDetails): string | undefined {
  if (phase !== 'waiting') return undefined;
  const asked = rollouts.find(({ waiting }) => waiting?.reason === 'approval');
  if (asked === undefined)
    return rollouts.some(({ waiting }) => waiting?.reason === 'time') ? 'It goes on by itself.' : undefined;
  const group = approversOf(asked, steps);
  const mine = viewer.may.find(({ action }) => action === 'approve');
  if (mine === undefined) return `${group}.`;
  return mine.kind === 'allowed' ? `${group}, and so may you.` : `${group}; you may not.`;
}

function approversOf({ waiting, stepIndex = -1 }: RolloutReport, steps: readonly CanaryStep[]): string {
  const roles = waiting?.requiresRoles ?? [];
  const approvers =
    roles.length === 0
      ? 'Whoever may deploy here may approve'
      : `Whoever has the role ${roles.join(' or ')} may approve`;
  return excludesRequester(steps[stepIndex]) ? `${approvers}, but not who asked for it` : approvers;
}
