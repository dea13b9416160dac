import {
  at,
  isRecord,
  listAt,
  numberAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { goDuration } from '../controllers/durations.ts';

export type Step =
  | { readonly kind: 'setWeight'; readonly weight: number }
  /** Without seconds it waits for somebody. */
  | { readonly kind: 'pause'; readonly seconds?: number }
  | { readonly kind: 'other' };

/** What the controller reads of a Rollout's spec, with Argo's defaults. */
export interface RolloutSpec {
  readonly replicas: number;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
  readonly progressDeadlineSeconds: number;
  readonly progressDeadlineAbort: boolean;
  readonly paused: boolean;
  /** In pods. */
  readonly surge: number;
  readonly unavailable: number;
  readonly steps: readonly Step[];
}

export function readSpec(rollout: KubernetesObject): RolloutSpec {
  const spec = recordAt(rollout, 'spec');
  const replicas = numberAt(spec, 'replicas') ?? 1;
  const canary = recordAt(spec, 'strategy', 'canary');
  const surge = pods(canary['maxSurge'] ?? '25%', replicas, Math.ceil);
  const unavailable = pods(canary['maxUnavailable'] ?? '25%', replicas, Math.floor);
  return {
    replicas,
    minReadySeconds: numberAt(spec, 'minReadySeconds') ?? 0,
    revisionHistoryLimit: numberAt(spec, 'revisionHistoryLimit') ?? 10,
    progressDeadlineSeconds: numberAt(spec, 'progressDeadlineSeconds') ?? 600,
    progressDeadlineAbort: spec['progressDeadlineAbort'] === true,
    paused: spec['paused'] === true,
    surge,
    // Percents may come to nothing on both sides; then one pod may be missing.
    unavailable: Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, replicas),
    steps: listAt(canary, 'steps').map(readStep),
  };
}

function pods(value: unknown, replicas: number, round: (count: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(String(value), 10) * replicas) / 100) || 0;
}

function readStep(step: unknown): Step {
  const weight = numberAt(step, 'setWeight');
  if (weight !== undefined) return { kind: 'setWeight', weight };
  if (!isRecord(at(step, 'pause'))) return { kind: 'other' };
  const seconds = pauseSeconds(at(step, 'pause', 'duration'));
  return seconds === undefined ? { kind: 'pause' } : { kind: 'pause', seconds };
}

/** A number or a text without a unit is in seconds; -1 for what can't be read. */
export function pauseSeconds(duration: unknown): number | undefined {
  if (duration === undefined || duration === null) return undefined;
  if (typeof duration === 'number') return duration;
  const text = typeof duration === 'string' ? duration : '';
  if (/^-?\d+$/.test(text)) return Number(text);
  const milliseconds = goDuration(text);
  return milliseconds === undefined ? -1 : Math.trunc(milliseconds / 1000);
}

/** `a=b,c=d`, as `status.selector` has it. */
export function selectorText(rollout: KubernetesObject): string {
  const labels = recordAt(rollout, 'spec', 'selector', 'matchLabels');
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${textAt(labels, key) ?? ''}`)
    .join(',');
}
