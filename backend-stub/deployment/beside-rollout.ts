import { refersToDeployment } from './by-reference.ts';
import { at, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { deploymentIdAnnotation, takenOverAnnotation, takingOverAnnotation } from './labels.ts';
import { readPlainDeployment } from './plain-deployment.ts';
import { podTemplate, rolloutApiVersion } from './rollout-from-deployment.ts';

/** A merge patch that the API server refuses with 409 when the object is not the one that was read. */
export interface ConditionalPatch {
  readonly body: Readonly<Record<string, unknown>>;
}

interface AsRead {
  readonly resourceVersion: string;
}

/**
 * The planned Rollout with the version and the number of pods that the live Deployment has: its first version is what runs
 * already, so that the planned one comes in steps, and with something to go back to. Without the deployment's id, by
 * which the planned one is known to be applied.
 */
export function besideRollout(planned: KubernetesObject, live: KubernetesObject): KubernetesObject {
  const { [deploymentIdAnnotation]: _notYet, ...annotations } = planned.metadata.annotations ?? {};
  const { version, wanted } = readPlainDeployment(live);
  // One that refers to the Deployment has its version from there.
  const template = refersToDeployment(planned) ? {} : { template: podTemplate(at(live, 'spec', 'template')) };
  return {
    ...planned,
    metadata: { ...planned.metadata, annotations: { ...annotations, [takingOverAnnotation]: version } },
    spec: { ...recordAt(planned, 'spec'), replicas: wanted, ...template },
  };
}

/** No pods, and who has taken them over. The Deployment stays, for its history and to be given the workload back. */
export function standDown({ resourceVersion }: AsRead, rollout: string): ConditionalPatch {
  const annotations = { [takenOverAnnotation]: `Rollout ${rollout}` };
  return { body: { metadata: { resourceVersion, annotations }, spec: { replicas: 0 } } };
}

export function scale({ resourceVersion }: AsRead, replicas: number): ConditionalPatch {
  return { body: { metadata: { resourceVersion }, spec: { replicas } } };
}

const targets = {
  Deployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  Rollout: { apiVersion: rolloutApiVersion, kind: 'Rollout' },
} as const;

/** An autoscaler with another target of the same name. */
export function aim({ metadata }: KubernetesObject, kind: keyof typeof targets): ConditionalPatch {
  const { resourceVersion = '' } = metadata;
  return { body: { metadata: { resourceVersion }, spec: { scaleTargetRef: targets[kind] } } };
}
