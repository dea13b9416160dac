import type { Fingerprint } from '../contract/plan.ts';
import { comparable } from './compared-object.ts';
import { contentHash } from './content-hash.ts';
import { at, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/** An object of the cluster, and what would be sent to it. */
export interface Looked {
  readonly live: KubernetesObject | undefined;
  readonly toApply: KubernetesObject;
}

/** Words by which a later plan is told to be the same: of the same manifest, against the same objects. */
export function fingerprintOf(planHash: string, objects: readonly Looked[]): Fingerprint {
  return { manifest: planHash, cluster: contentHash(objects.map(seen)) };
}

/** Of a Secret only which version it was: a hash of short values can be guessed. */
function seen({ live, toApply }: Looked): unknown {
  if (live === undefined) return 'absent';
  const { uid, resourceVersion } = live.metadata;
  if (live.kind === 'Secret') return { uid, resourceVersion };
  return { uid, content: scaledBesides(live, toApply) ? withoutReplicas(comparable(live)) : comparable(live) };
}

/** The running number is sent back as it is, so an autoscaler's next one changes nothing about the plan. */
function scaledBesides(live: KubernetesObject, toApply: KubernetesObject): boolean {
  return at(live, 'spec', 'replicas') === at(toApply, 'spec', 'replicas');
}

function withoutReplicas(object: KubernetesObject): KubernetesObject {
  if (at(object, 'spec', 'replicas') === undefined) return object;
  const { replicas: _scaled, ...spec } = recordAt(object, 'spec');
  return { ...object, spec };
}
