import { readFileSync } from 'node:fs';
import { images } from '../../../backend-stub/deployment/bind.ts';
import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { AppliedObject, Binding } from '../../../backend-stub/deployment/record.ts';
import { readRollout } from '../../../backend-stub/deployment/rollout.ts';
import type { RolloutState } from '../../../backend-stub/deployment/rollout.ts';
import type { CanaryStep } from '../../../backend-stub/contract/steps.ts';

/** One recorded moment of a real cluster; `test/fixtures/rollouts/README.md` says how they were made. */
export interface Recorded {
  readonly applied: { readonly generation: number; readonly uid: string; readonly sent: KubernetesObject };
  readonly rollout?: KubernetesObject;
  readonly replicaSets: readonly KubernetesObject[];
  readonly pods: readonly KubernetesObject[];
}

const folder = new URL('../../fixtures/rollouts/', import.meta.url);

export function recorded(situation: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${situation}.json`, folder), 'utf8')) as Recorded;
}

export interface Recording {
  readonly events: readonly { readonly type: string; readonly object: KubernetesObject }[];
}

export function stream(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.stream.json`, folder), 'utf8')) as Recording;
}

/** Podinfo's version 1, on which most recordings begin, and version 2, which they roll out. */
export const first = '6bb4b88d8';
export const second = '77fd5c9cdc';

/** The recordings' steps as a stage would have asked for them. */
export const steps: readonly CanaryStep[] = [
  { setWeight: { weight: 25 } },
  { pause: { untilApproved: true } },
  { setWeight: { weight: 50 } },
  { pause: { duration: 5, unit: 'seconds' } },
];

export function stateOf({ rollout }: Recorded): RolloutState | undefined {
  return rollout === undefined ? undefined : readRollout(rollout);
}

export function appliedOf({ applied: { generation, uid, sent } }: Recorded): AppliedObject {
  const { apiVersion, kind, metadata } = sent;
  return { reference: { apiVersion, kind, name: metadata.name, namespace: metadata.namespace ?? '' }, generation, uid };
}

/** A binding to a hash, as it was made when the rollout began. */
export function boundTo(moment: Recorded, podHash: string, stablePodHash?: string): Binding {
  return {
    reference: appliedOf(moment).reference,
    uid: moment.applied.uid,
    podHash,
    ...(stablePodHash === undefined ? {} : { stablePodHash }),
    unchanged: podHash === stablePodHash,
    images: images(at(moment.applied.sent, 'spec', 'template')),
  };
}
