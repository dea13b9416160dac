/** What happens to a manifest of a kind. One table; what is not in it is refused. */
export type KindRule =
  | {
      readonly treatment: 'progressive';
      /** As Clouddriver names the kind in monikers and artifacts. */
      readonly spinnakerKind: string;
      readonly order: number;
    }
  | {
      readonly treatment: 'applied';
      /** `exists`: the API server has taken it. Nothing of what we apply needs more before pods may start. */
      readonly awaited: 'exists';
      readonly spinnakerKind: string;
      readonly order: number;
      /** Named by its content, so that a pod keeps the version it was started with. */
      readonly versioned: boolean;
    }
  | { readonly treatment: 'refused'; readonly why: string };

/**
 * In this order objects are applied: what pods need to start comes first, what says who may reach or evict them is there
 * before the first new pod, and the Rollout is last, so that whatever the API server refuses is refused before a pod
 * changes. (Clouddriver applies an autoscaler after its workload; before is harmless, it waits for its target.)
 */
const order = {
  identity: 10,
  rights: 20,
  configuration: 30,
  storage: 40,
  network: 50,
  reach: 60,
  entry: 70,
  protection: 80,
  scale: 90,
  workload: 100,
} as const;

interface Row {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly string[];
  readonly rule: KindRule;
}

const rows: readonly Row[] = [
  {
    group: 'apps',
    kind: 'Deployment',
    versions: ['v1'],
    rule: { treatment: 'progressive', spinnakerKind: 'Rollout.argoproj.io', order: order.workload },
  },
  applied('', 'ServiceAccount', { spinnakerKind: 'serviceAccount', order: order.identity }),
  applied('rbac.authorization.k8s.io', 'Role', { spinnakerKind: 'role', order: order.rights }),
  applied('rbac.authorization.k8s.io', 'RoleBinding', { spinnakerKind: 'roleBinding', order: order.rights }),
  applied('', 'ConfigMap', { spinnakerKind: 'configMap', order: order.configuration, versioned: true }),
  applied('', 'Secret', { spinnakerKind: 'secret', order: order.configuration, versioned: true }),
  applied('', 'PersistentVolumeClaim', { spinnakerKind: 'persistentVolumeClaim', order: order.storage }),
  applied('networking.k8s.io', 'NetworkPolicy', { spinnakerKind: 'networkPolicy', order: order.network }),
  applied('', 'Service', { spinnakerKind: 'service', order: order.reach }),
  applied('networking.k8s.io', 'Ingress', { spinnakerKind: 'ingress', order: order.entry }),
  applied('policy', 'PodDisruptionBudget', { spinnakerKind: 'podDisruptionBudget', order: order.protection }),
  applied('autoscaling', 'HorizontalPodAutoscaler', {
    spinnakerKind: 'horizontalpodautoscaler',
    order: order.scale,
    versions: ['v2', 'v1'],
  }),
  ...refused(
    'apps',
    ['StatefulSet', 'DaemonSet'],
    'it replaces its pods one by one in its own way, which no canary can follow; deploy it by a Deploy (Manifest) stage.',
  ),
  ...refused('apps', ['ReplicaSet'], 'the Rollout makes the ReplicaSets; write a Deployment with the same template.'),
  ...refused('', ['ReplicationController'], 'write a Deployment with the same template.'),
  ...refused('', ['Pod'], 'a bare pod has no versions to go between; write a Deployment with it as the template.'),
  ...refused(
    'batch',
    ['Job', 'CronJob'],
    'it runs to an end and carries no traffic; run it by a Run Job (Manifest) stage before or after this one.',
  ),
  ...refused(
    '',
    ['Namespace'],
    'a deployment stays inside the namespaces of its account; make it by a Deploy (Manifest) stage before this one.',
  ),
  ...refused('', ['ResourceQuota', 'LimitRange', 'PersistentVolume', 'Node'], clusterWide()),
  ...refused('rbac.authorization.k8s.io', ['ClusterRole', 'ClusterRoleBinding'], clusterWide()),
  ...refused('storage.k8s.io', ['StorageClass'], clusterWide()),
  ...refused('scheduling.k8s.io', ['PriorityClass'], clusterWide()),
  ...refused('apiextensions.k8s.io', ['CustomResourceDefinition'], clusterWide()),
  ...refused(
    'admissionregistration.k8s.io',
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    clusterWide(),
  ),
];

interface Applied {
  readonly spinnakerKind: string;
  readonly order: number;
  readonly versioned?: boolean;
  readonly versions?: readonly string[];
}

function applied(
  group: string,
  kind: string,
  { spinnakerKind, order: place, versioned = false, versions = ['v1'] }: Applied,
): Row {
  return {
    group,
    kind,
    versions,
    rule: { treatment: 'applied', awaited: 'exists', spinnakerKind, order: place, versioned },
  };
}

function refused(group: string, kinds: readonly string[], why: string): readonly Row[] {
  return kinds.map((kind) => ({ group, kind, versions: [], rule: { treatment: 'refused', why } }));
}

function clusterWide(): string {
  return 'it changes more than one workload and no abort takes it back; an operator applies it outside of deployments.';
}

const table: ReadonlyMap<string, Row> = new Map(rows.map((row) => [key(row.group, row.kind), row]));

function key(group: string, kind: string): string {
  return `${group}/${kind}`;
}

/** `argoproj.io` of `argoproj.io/v1alpha1`; the core group is ``. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** The rule for a kind: always one, since what the table does not name is refused. */
export function ruleFor({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): KindRule {
  const group = groupOf(apiVersion);
  const row = table.get(key(group, kind));
  if (row === undefined) return unknown({ group, apiVersion, kind });
  if (row.rule.treatment === 'refused') return row.rule;
  const version = apiVersion.slice(group === '' ? 0 : group.length + 1);
  if (row.versions.includes(version)) return row.rule;
  return {
    treatment: 'refused',
    why: `its apiVersion is ${apiVersion}; write ${inGroup(group, row.versions[0] ?? '')}.`,
  };
}

function inGroup(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function unknown({ group, apiVersion, kind }: { group: string; apiVersion: string; kind: string }): KindRule {
  if (group === 'argoproj.io')
    return {
      treatment: 'refused',
      why: 'Gennaker makes the Rollout from a Deployment and writes its steps itself; write the Deployment.',
    };
  const known = rows.find((row) => row.kind === kind && row.rule.treatment !== 'refused');
  const why =
    known === undefined
      ? `${kind} of ${apiVersion} is not a kind that Gennaker knows; deploy it by a Deploy (Manifest) stage.`
      : `its apiVersion is ${apiVersion}; write ${inGroup(known.group, known.versions[0] ?? '')}.`;
  return { treatment: 'refused', why };
}

/** The kinds of the table with their rules, for documentation and tests. */
export const knownKinds: readonly { readonly group: string; readonly kind: string; readonly rule: KindRule }[] = rows;
