import { at, listAt, recordAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { managedLabel } from '../../../../backend-stub/deployment/labels.ts';
import { withoutPodHash } from '../../../../backend-stub/deployment/template.ts';
import { kinds } from '../../../simulated-cluster/api/kinds.ts';
import { namespace, type ModelCluster } from './cluster.ts';
import type { OutsideAct, RolloutName } from './history.ts';
import { images } from './setting.ts';

/** What others know of the deployment when they meddle with it. */
export interface Meddling {
  readonly cluster: ModelCluster;
  readonly name: RolloutName;
  readonly ourImage: string;
}

/** What others do with kubectl and its plugin, a dashboard or an autoscaler. True when it was possible. */
export function meddle(act: OutsideAct, { cluster, name, ourImage }: Meddling): boolean {
  const live = cluster.rollout(name);
  if (live === undefined) return false;
  const spec = (patch: object, manager = 'kubectl-edit'): boolean => cluster.change(name, { spec: patch }, { manager });
  const status = (patch: object): boolean =>
    cluster.change(name, { status: patch }, { manager: 'kubectl-argo-rollouts', subresource: 'status' });
  const label = (value: string | null): boolean =>
    cluster.change(name, { metadata: { labels: { [managedLabel]: value } } }, { manager: 'kubectl-label' });
  switch (act) {
    case 'delete':
      cluster.store.remove(kinds.rollout, live);
      return true;
    case 'recreate':
      return recreate(cluster, live);
    case 'edit':
      return spec({ template: withImage(live, images.foreign(name)) });
    case 'undo':
      return undo(cluster, live, spec);
    case 'redo':
      return spec({ template: withImage(live, ourImage) });
    case 'promote':
      return status({ pauseConditions: null });
    case 'promoteFully':
      return status({ promoteFull: true });
    case 'abort':
      return status({ abort: true });
    case 'retry':
      return status({ abort: false });
    case 'pause':
      return spec({ paused: true });
    case 'unpause':
      return spec({ paused: null });
    case 'fewerSteps':
      return spec({ strategy: { canary: { steps: listAt(live, 'spec', 'strategy', 'canary', 'steps').slice(1) } } });
    case 'scale':
      return spec({ replicas: 3 }, 'horizontal-pod-autoscaler');
    case 'spoil':
      return spec({ minReadySeconds: 999 });
    case 'mend':
      return spec({ minReadySeconds: null });
    case 'unlabel':
      return label(null);
    case 'label':
      return label('true');
  }
}

function withImage(live: KubernetesObject, image: string): object {
  const containers = listAt(live, 'spec', 'template', 'spec', 'containers').map((one) => ({ ...recordAt(one), image }));
  return { spec: { containers } };
}

function undo(cluster: ModelCluster, live: KubernetesObject, spec: (patch: object) => boolean): boolean {
  const stableRS = at(live, 'status', 'stableRS');
  const template = cluster.templateOfHash(typeof stableRS === 'string' ? stableRS : undefined);
  return template !== undefined && spec({ template: withoutPodHash(template) });
}

function recreate(cluster: ModelCluster, live: KubernetesObject): boolean {
  const { name, labels = {}, annotations = {} } = live.metadata;
  cluster.store.remove(kinds.rollout, live);
  // As after a deletion that waits for what belonged to it.
  for (const replicaSet of cluster.store.list(kinds.replicaSet, namespace))
    if (replicaSet.metadata.name.startsWith(`${name}-`)) cluster.store.remove(kinds.replicaSet, replicaSet);
  const { apiVersion, kind } = live;
  const metadata = { name, namespace, labels, annotations };
  const object = { apiVersion, kind, metadata, spec: live['spec'] };
  cluster.writer.create(object, { kind: kinds.rollout, manager: 'kubectl-create' });
  return true;
}
