import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import { withoutPodHash } from '../../backend-stub/deployment/template.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { isHealthy, Outside } from '../stage/outside.ts';
import type { Recorded } from './recorded.ts';

/**
 * Brings a Rollout of the recording to where it stood by the real controller: the version of before, and then the one that
 * waits. The store knows what the cluster gave it (its uid, hashes of its versions), and gets what this cluster gave.
 */
export async function standOnCluster(
  cluster: Cluster,
  { begun, objects, store }: Recorded,
  name: string,
): Promise<string> {
  const { namespace } = begun;
  const recorded = objects.find((object) => object.kind === 'Rollout' && object.metadata.name === name);
  if (recorded === undefined) throw new Error(`No Rollout ${name} was recorded.`);
  await cluster.api().apply(`/api/v1/namespaces/${namespace}`, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  });
  const outside = new Outside({ cluster, namespace });
  const apply = (object: object): Promise<unknown> =>
    cluster.api().apply(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`, object);
  const stable = objects.find(({ metadata }) => metadata.name === `${name}-${textAt(recorded, 'status', 'stableRS')}`);
  await apply(written(recorded, withoutPodHash(at(stable, 'spec', 'template'))));
  await outside.untilRollout(name, isHealthy);
  await apply(written(recorded, at(recorded, 'spec', 'template')));
  const live = await outside.untilRollout(name, (rollout) => listAt(rollout, 'status', 'pauseConditions').length > 0);
  return given.reduce(
    (text, path) => text.replaceAll(textAt(recorded, ...path) ?? '', textAt(live, ...path) ?? ''),
    store,
  );
}

/** What the cluster gives, and nobody writes. */
const given = [
  ['metadata', 'uid'],
  ['status', 'currentPodHash'],
  ['status', 'stableRS'],
] as const;

/** As the service of then applied it. */
function written({ apiVersion, kind, metadata, ...rollout }: KubernetesObject, template: unknown): object {
  const { name, namespace, labels } = metadata;
  const annotations = Object.fromEntries(
    Object.entries(recordAt({ metadata }, 'metadata', 'annotations')).filter(([key]) => !key.startsWith('rollout.')),
  );
  const spec = { ...recordAt(rollout, 'spec'), template };
  return { apiVersion, kind, metadata: { name, namespace, labels, annotations }, spec };
}
