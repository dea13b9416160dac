import type {
  DeploymentReport,
  OpenPhase,
  Outcome,
  RolloutReport,
  SituationKind,
} from '../../backend-stub/contract/report.ts';
import type { Tone } from '../view/Badge.tsx';

/** A state in a word or two, and what it means for the reader. */
export interface Standing {
  readonly tone: Tone;
  readonly label: string;
}

const phases: Readonly<Record<Exclude<OpenPhase, 'waiting'>, Standing>> = {
  accepted: { tone: 'busy', label: 'Accepted' },
  adopting: { tone: 'busy', label: 'Taking over' },
  applying: { tone: 'busy', label: 'Applying' },
  binding: { tone: 'busy', label: 'Starting' },
  progressing: { tone: 'busy', label: 'Rolling out' },
  stalled: { tone: 'bad', label: 'Stalled' },
  blocked: { tone: 'bad', label: 'Blocked' },
  aborting: { tone: 'bad', label: 'Aborting' },
};

const outcomes: Readonly<Record<Outcome, Standing>> = {
  succeeded: { tone: 'good', label: 'Succeeded' },
  aborted: { tone: 'bad', label: 'Aborted' },
  superseded: { tone: 'quiet', label: 'Superseded' },
  'rolled-back': { tone: 'quiet', label: 'Rolled back' },
  deleted: { tone: 'bad', label: 'Deleted' },
  blocked: { tone: 'bad', label: 'Blocked' },
  refused: { tone: 'bad', label: 'Refused' },
  failed: { tone: 'bad', label: 'Failed' },
  canceled: { tone: 'quiet', label: 'Canceled' },
};

export function standingOf({ phase, outcome, rollouts }: DeploymentReport): Standing {
  if (phase === 'ended') return outcome === undefined ? { tone: 'quiet', label: 'Ended' } : outcomes[outcome];
  if (phase === 'aborting' && rollouts.some(({ situation }) => situation === 'aborted'))
    return { tone: 'bad', label: 'Aborted, can be retried' };
  return phase === 'waiting' ? waiting(rollouts) : phases[phase];
}

function waiting(rollouts: readonly RolloutReport[]): Standing {
  const reasons = rollouts.filter(({ situation }) => situation === 'waiting').map((rollout) => rollout.waiting?.reason);
  if (reasons.includes('approval')) return { tone: 'asks', label: 'Waiting for approval' };
  return reasons.includes('time') ? { tone: 'quiet', label: 'Timed pause' } : { tone: 'quiet', label: 'Paused' };
}

const situations: Readonly<Record<Exclude<SituationKind, 'waiting'>, Standing>> = {
  unbound: { tone: 'busy', label: 'Starting' },
  deleted: { tone: 'bad', label: 'Deleted' },
  blocked: { tone: 'bad', label: 'Blocked' },
  'rolled-back': { tone: 'quiet', label: 'Rolled back' },
  superseded: { tone: 'quiet', label: 'Superseded' },
  aborting: { tone: 'bad', label: 'Aborting' },
  aborted: { tone: 'bad', label: 'Aborted' },
  succeeded: { tone: 'good', label: 'Done' },
  stalled: { tone: 'bad', label: 'Stalled' },
  progressing: { tone: 'busy', label: 'Rolling out' },
};

export function standingOfRollout(rollout: RolloutReport): Standing {
  return rollout.situation === 'waiting' ? waiting([rollout]) : situations[rollout.situation];
}
