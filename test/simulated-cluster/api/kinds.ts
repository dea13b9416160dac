/** How a kind is served. */
export interface ServedKind {
  /** The core group is ``. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly subresources: readonly Subresource[];
  /** Whether a change of its spec counts `metadata.generation` up. */
  readonly generation: boolean;
}

export type Subresource = 'status' | 'scale';

interface Options {
  readonly scope?: 'cluster';
  readonly subresources?: readonly Subresource[];
  readonly generation?: boolean;
}

function kind(apiVersion: string, [name, plural]: readonly [string, string], options: Options = {}): ServedKind {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const { scope, subresources = [], generation = false } = options;
  return { group, version, kind: name, plural, namespaced: scope === undefined, subresources, generation };
}

const spec: Options = { subresources: ['status'], generation: true };

/** All that is served: what a deployment may apply, what the controllers make of it, and what grants rights. */
export const kinds = {
  namespace: kind('v1', ['Namespace', 'namespaces'], { scope: 'cluster' }),
  pod: kind('v1', ['Pod', 'pods'], { subresources: ['status'] }),
  service: kind('v1', ['Service', 'services']),
  configMap: kind('v1', ['ConfigMap', 'configmaps']),
  secret: kind('v1', ['Secret', 'secrets']),
  serviceAccount: kind('v1', ['ServiceAccount', 'serviceaccounts']),
  resourceQuota: kind('v1', ['ResourceQuota', 'resourcequotas'], { subresources: ['status'] }),
  volumeClaim: kind('v1', ['PersistentVolumeClaim', 'persistentvolumeclaims']),
  replicaSet: kind('apps/v1', ['ReplicaSet', 'replicasets'], { ...spec, subresources: ['status', 'scale'] }),
  deployment: kind('apps/v1', ['Deployment', 'deployments'], spec),
  rollout: kind('argoproj.io/v1alpha1', ['Rollout', 'rollouts'], { ...spec, subresources: ['status', 'scale'] }),
  autoscaler: kind('autoscaling/v2', ['HorizontalPodAutoscaler', 'horizontalpodautoscalers']),
  ingress: kind('networking.k8s.io/v1', ['Ingress', 'ingresses'], { generation: true }),
  networkPolicy: kind('networking.k8s.io/v1', ['NetworkPolicy', 'networkpolicies'], { generation: true }),
  disruptionBudget: kind('policy/v1', ['PodDisruptionBudget', 'poddisruptionbudgets'], { generation: true }),
  role: kind('rbac.authorization.k8s.io/v1', ['Role', 'roles']),
  roleBinding: kind('rbac.authorization.k8s.io/v1', ['RoleBinding', 'rolebindings']),
  clusterRole: kind('rbac.authorization.k8s.io/v1', ['ClusterRole', 'clusterroles'], { scope: 'cluster' }),
  clusterRoleBinding: kind('rbac.authorization.k8s.io/v1', ['ClusterRoleBinding', 'clusterrolebindings'], {
    scope: 'cluster',
  }),
  rulesReview: kind('authorization.k8s.io/v1', ['SelfSubjectRulesReview', 'selfsubjectrulesreviews'], {
    scope: 'cluster',
  }),
  accessReview: kind('authorization.k8s.io/v1', ['SelfSubjectAccessReview', 'selfsubjectaccessreviews'], {
    scope: 'cluster',
  }),
} as const satisfies Readonly<Record<string, ServedKind>>;

export const servedKinds: readonly ServedKind[] = Object.values(kinds);

export function apiVersionOf({ group, version }: Pick<ServedKind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `rollouts.argoproj.io`, as messages name a resource. */
export function qualified({ plural, group }: ServedKind): string {
  return group === '' ? plural : `${plural}.${group}`;
}
