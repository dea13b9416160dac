import type { Action, SeenRollout } from '../../backend-stub/contract/decision.ts';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { RolloutReport } from '../../backend-stub/contract/report.ts';

/** An action that makes sense now. Whether it really does is judged by the service when it is sent. */
export interface Offer {
  readonly action: Action;
  /** Why it can't be done now, or not by this reader. */
  readonly obstacle?: string;
}

/**
 * In the order of their buttons; none before the rollouts have begun, after the end, and while an abort is carried out. What
 * runs as a Deployment and is being taken over can be stopped, though no rollout has begun.
 */
export function offersOf(details: DeploymentDetails): readonly Offer[] {
  if (details.phase === 'ended') return [];
  const order: readonly Action[] = ['approve', 'promoteFully', 'retry', 'abort'];
  return order
    .filter((action) => (action === 'abort' && details.phase === 'adopting') || concernsSome(action, details))
    .map((action) => {
      const obstacle = obstacleTo(action, details);
      return obstacle === undefined ? { action } : { action, obstacle };
    });
}

/** What is on the screen, of every rollout that a decision can be about. */
export function seenOn({ rollouts }: DeploymentDetails): readonly SeenRollout[] {
  return rollouts.flatMap(({ name, podHash, stepIndex = 0 }) =>
    podHash === undefined ? [] : [{ rollout: name, podHash, stepIndex }],
  );
}

function concernsSome(action: Action, { rollouts }: DeploymentDetails): boolean {
  return rollouts.some((rollout) => concerns(action, rollout));
}

function concerns(action: Action, rollout: RolloutReport): boolean {
  const { situation, podHash, stablePodHash, firstDeployment, waiting } = rollout;
  const underway = situation === 'waiting' || situation === 'progressing' || situation === 'stalled';
  const changes = podHash !== undefined && podHash !== stablePodHash && !firstDeployment;
  switch (action) {
    case 'approve':
      return waiting?.reason === 'approval';
    case 'promoteFully':
      return underway && changes;
    case 'abort':
      return (underway || situation === 'blocked') && changes;
    case 'retry':
      return situation === 'aborted';
  }
}

function obstacleTo(action: Action, details: DeploymentDetails): string | undefined {
  const permission = details.viewer.may.find((one) => one.action === action);
  if (permission?.kind === 'denied') return permission.sentence;
  const underWay = details.decisions.find((decision) => decision.action === action && decision.state === 'accepted');
  if (underWay !== undefined) return `${underWay.by} decided this already; it is being carried out.`;
  return action === 'approve' ? absentAtBarrier(details.rollouts) : undefined;
}

/** One approval lets all rollouts go together. */
function absentAtBarrier(rollouts: readonly RolloutReport[]): string | undefined {
  const open = rollouts.filter(({ situation }) => situation !== 'succeeded');
  const away = open.filter(({ waiting }) => waiting?.reason !== 'approval');
  if (away.length > 0)
    return `One approval lets all rollouts go on, so it is asked for when the last one has come to it. On the way: ${names(away)}.`;
  const steps = new Set(open.map(({ stepIndex }) => stepIndex));
  return steps.size > 1
    ? 'The rollouts wait at different steps; it is asked for when all are at the same one.'
    : undefined;
}

function names(rollouts: readonly RolloutReport[]): string {
  return rollouts.map(({ name }) => name).join(', ');
}
