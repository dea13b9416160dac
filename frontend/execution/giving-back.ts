import type { DeploymentDetails, LiveRollout } from '../../backend-stub/contract/details.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import type { RolloutReport } from '../../backend-stub/contract/report.ts';
import { ServiceRefused, SessionEnded } from '../service/errors.ts';
import type { Outcome } from './decision-words.ts';

export const giveBackButton = 'Give back to a Deployment';

/** What was asked last, as long as it says how things are. */
export function latestGiveBack({ giveBacks }: DeploymentDetails): GiveBackReport | undefined {
  return giveBacks[giveBacks.length - 1];
}

/** After the end, to who may, and as long as a Rollout runs something. What speaks against it then, the service says. */
export function canBeGivenBack(details: DeploymentDetails): boolean {
  const { phase, viewer, live } = details;
  const asked = latestGiveBack(details);
  return (
    phase === 'ended' && viewer.mayGiveBack && (asked === undefined || asked.state === 'failed') && live.some(mayRun)
  );
}

function mayRun(live: LiveRollout): boolean {
  return live.kind === 'unknown' || live.stable !== undefined;
}

/** What it will do, before it is confirmed. */
export function givingBackConsequences({ rollouts }: DeploymentDetails): readonly string[] {
  return [
    ...rollouts.map(scaledUp),
    'An autoscaler that aims at a Rollout aims at its Deployment then. No ready pod is lost on the way.',
    `The next run of this stage takes ${rollouts.map(({ name }) => name).join(' and ')} over again.`,
  ];
}

function scaledUp({ name, namespace }: RolloutReport): string {
  return `Deployment ${name} in namespace ${namespace} is scaled up, or made, with the version and the number of pods of Rollout ${name}. When all are available, the Rollout is deleted, and with it its history of steps and earlier versions.`;
}

export interface Told {
  readonly tone: Outcome['tone'] | 'hint';
  readonly sentence: string;
}

/** As it stands now, for everybody who looks. */
export function toldOf({ by, state, sentence }: GiveBackReport): Told {
  switch (state) {
    case 'accepted':
      return { tone: 'hint', sentence: `${by} asked to give this back to a Deployment. ${sentence}` };
    case 'done':
      return { tone: 'good', sentence: `${by} gave this back to a Deployment. ${sentence}` };
    case 'failed':
      return {
        tone: 'trouble',
        sentence: `${by} asked to give this back to a Deployment, and it was not. ${sentence}`,
      };
  }
}

export function notAsked(error: unknown): Outcome {
  const sentence = error instanceof Error ? error.message : 'It failed, and no reason was given.';
  if (error instanceof ServiceRefused) return { tone: 'trouble', sentence };
  if (error instanceof SessionEnded) return { tone: 'trouble', sentence: `Nothing was sent. ${sentence}` };
  return { tone: 'warning', sentence: `It is not known whether this arrived; it can be asked again. ${sentence}` };
}
