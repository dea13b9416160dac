import { customRule, isCustomGroup } from './custom-kinds.ts';
import type { AskedKind } from './custom-kinds.ts';
import { definitionKind, ownerOfGroup } from './definitions.ts';
import type { Definition } from './definitions.ts';

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
      /** `exists`: the API server has taken it. `established`: it also serves what is defined by it. */
      readonly awaited: 'exists' | 'established';
      readonly scope: 'namespace' | 'cluster';
      readonly spinnakerKind: string;
      readonly order: number;
      /** Named by its content, so that a pod keeps the version it was started with. */
      readonly versioned: boolean;
      /** The definition of its kind where that is in the same manifest. */
      readonly definedBy?: string;
    }
  | { readonly treatment: 'refused'; readonly why: string };

/**
 * In this order objects are applied: what defines a kind comes before all objects, what pods need to start comes first, what says who may reach or evict them is there
 * before the first new pod, and the Rollout is last, so that whatever the API server refuses is refused before a pod
 * changes. (Clouddriver applies an autoscaler after its workload; before is harmless, it waits for its target.)
 */
const order = {
  definitions: 5,
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
  applied('apiextensions.k8s.io', definitionKind, {
    spinnakerKind: 'customResourceDefinition',
    order: order.definitions,
    awaited: 'established',
    scope: 'cluster',
  }),
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
  ...refused(
    'admissionregistration.k8s.io',
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    clusterWide(),
  ),
];

type AppliedRule = Extract<KindRule, { readonly treatment: 'applied' }>;
type Applied = Pick<AppliedRule, 'spinnakerKind' | 'order'> &
  Partial<Pick<AppliedRule, 'awaited' | 'scope' | 'versioned'>> & { readonly versions?: readonly string[] };

function applied(group: string, kind: string, { versions = ['v1'], ...rule }: Applied): Row {
  const usual = { treatment: 'applied', awaited: 'exists', scope: 'namespace', versioned: false } as const;
  return { group, kind, versions, rule: { ...usual, ...rule } };
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

/**
 * The rule for a kind: always one, since what neither the table names nor anybody can have defined is refused.
 * `definitions` are those of the same manifest.
 */
export function ruleFor(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  definitions: readonly Definition[] = [],
): KindRule {
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(group === '' ? 0 : group.length + 1);
  const row = table.get(key(group, kind));
  if (row === undefined) return outsideTheTable({ group, version, kind }, definitions);
  if (row.rule.treatment === 'refused' || row.versions.includes(version)) return row.rule;
  return { treatment: 'refused', why: otherVersion(apiVersion, row) };
}

function otherVersion(apiVersion: string, { group, versions: [version = ''] }: Row): string {
  return `its apiVersion is ${apiVersion}; write ${group === '' ? version : `${group}/${version}`}.`;
}

function outsideTheTable(asked: AskedKind, definitions: readonly Definition[]): KindRule {
  const { group, version, kind } = asked;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const refusal = (why: string): KindRule => ({ treatment: 'refused', why });
  if (ownerOfGroup(group) === 'Argo')
    return refusal('Gennaker makes the Rollout from a Deployment and writes its steps itself; write the Deployment.');
  const known = rows.find((row) => row.kind === kind && row.rule.treatment !== 'refused');
  if (known !== undefined) return refusal(otherVersion(apiVersion, known));
  // Sentences, and what is kept, tell objects apart by kind and name: a Job of another group would pass for one of batch.
  if (kind !== 'Rollout' && isCustomGroup(group) && !rows.some((row) => row.kind === kind))
    return customRule(asked, definitions);
  return refusal(`${kind} of ${apiVersion} is not a kind that Gennaker knows; deploy it by a Deploy (Manifest) stage.`);
}

/** Whether a manifest is about the whole cluster, so that no namespace holds it. */
export function isClusterWide(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  const rule = ruleFor(object);
  return rule.treatment === 'applied' && rule.scope === 'cluster';
}

/** The kinds of the table with their rules, for documentation and tests. */
export const knownKinds: readonly { readonly group: string; readonly kind: string; readonly rule: KindRule }[] = rows;
