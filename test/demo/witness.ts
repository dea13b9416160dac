import { listAt, isRecord, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { until } from '../stage/pipeline.ts';
import type { World } from '../stage/world.ts';

/** Waits until the Rollout is Healthy and its pods are all of one image, and says so in a sentence. */
export async function settledPods({ cluster, namespace }: World, name: string): Promise<string> {
  const api = cluster.api();
  return until(`Rollout ${name} is Healthy with pods of one image`, async () => {
    const rollout = await api.get(`/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`);
    const pods = listAt(
      await api.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name=${name}`),
      'items',
    ).filter((pod) => textAt(pod, 'metadata', 'deletionTimestamp') === undefined);
    const images = new Set(pods.map(imageOf));
    const wanted = numberAt(rollout, 'spec', 'replicas');
    const settled = images.size === 1 && pods.length === wanted && pods.every(isReady);
    if (!settled || textAt(rollout, 'status', 'phase') !== 'Healthy') return undefined;
    return `Rollout ${name} is Healthy, ${pods.length} of ${wanted} pods are ready, all with ${[...images].join()}.`;
  });
}

function imageOf(pod: unknown): string {
  return textAt(listAt(pod, 'spec', 'containers')[0], 'image') ?? '';
}

function isReady(pod: unknown): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (condition) => isRecord(condition) && condition['type'] === 'Ready' && condition['status'] === 'True',
  );
}
