import { isRecord, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { untyped } from './refusals.ts';

/** What may stand somewhere. Deeper than is told here nothing is checked: a real cluster is stricter there. */
type Schema =
  | 'any'
  | 'text'
  | 'number'
  | 'boolean'
  | 'texts'
  | { readonly fields: Readonly<Record<string, Schema>> }
  | { readonly each: Schema };

const any = (...names: readonly string[]): Readonly<Record<string, Schema>> =>
  Object.fromEntries(names.map((name) => [name, 'any' as const]));

const container: Schema = {
  fields: {
    ...any('args', 'command', 'env', 'envFrom', 'lifecycle', 'livenessProbe', 'ports', 'readinessProbe'),
    ...any('resizePolicy', 'resources', 'restartPolicyRules', 'securityContext', 'startupProbe'),
    ...any('volumeDevices', 'volumeMounts'),
    name: 'text',
    image: 'text',
    imagePullPolicy: 'text',
    restartPolicy: 'text',
    stdin: 'boolean',
    stdinOnce: 'boolean',
    terminationMessagePath: 'text',
    terminationMessagePolicy: 'text',
    tty: 'boolean',
    workingDir: 'text',
  },
};

const podSpec: Schema = {
  fields: {
    ...any('affinity', 'dnsConfig', 'ephemeralContainers', 'hostAliases', 'imagePullSecrets', 'nodeSelector', 'os'),
    ...any('overhead', 'readinessGates', 'resourceClaims', 'resources', 'schedulingGates', 'securityContext'),
    ...any('tolerations', 'topologySpreadConstraints', 'volumes'),
    containers: { each: container },
    initContainers: { each: container },
    activeDeadlineSeconds: 'number',
    priority: 'number',
    terminationGracePeriodSeconds: 'number',
    automountServiceAccountToken: 'boolean',
    enableServiceLinks: 'boolean',
    hostIPC: 'boolean',
    hostNetwork: 'boolean',
    hostPID: 'boolean',
    hostUsers: 'boolean',
    setHostnameAsFQDN: 'boolean',
    shareProcessNamespace: 'boolean',
    ...Object.fromEntries(
      ['dnsPolicy', 'hostname', 'hostnameOverride', 'nodeName', 'preemptionPolicy', 'priorityClassName'].map((name) => [
        name,
        'text' as const,
      ]),
    ),
    ...Object.fromEntries(
      ['restartPolicy', 'runtimeClassName', 'schedulerName', 'serviceAccount', 'serviceAccountName', 'subdomain'].map(
        (name) => [name, 'text' as const],
      ),
    ),
  },
};

const canary: Schema = {
  fields: {
    ...any('analysis', 'antiAffinity', 'canaryMetadata', 'maxSurge', 'maxUnavailable', 'pingPong'),
    ...any('replicaProgressThreshold', 'stableMetadata', 'trafficRouting'),
    abortScaleDownDelaySeconds: 'number',
    canaryService: 'text',
    dynamicStableScale: 'boolean',
    minPodsPerReplicaSet: 'number',
    scaleDownDelayRevisionLimit: 'number',
    scaleDownDelaySeconds: 'number',
    stableService: 'text',
    steps: {
      each: {
        fields: {
          ...any('analysis', 'experiment', 'plugin', 'setCanaryScale', 'setHeaderRoute', 'setMirrorRoute'),
          pause: { fields: { duration: 'any' } },
          setWeight: 'number',
        },
      },
    },
  },
};

const rollout: Schema = {
  fields: {
    ...any('analysis', 'restartAt', 'rollbackWindow', 'workloadRef'),
    minReadySeconds: 'number',
    paused: 'boolean',
    progressDeadlineAbort: 'boolean',
    progressDeadlineSeconds: 'number',
    replicas: 'number',
    revisionHistoryLimit: 'number',
    selector: { fields: any('matchLabels', 'matchExpressions') },
    strategy: { fields: { blueGreen: 'any', canary } },
    template: { fields: { metadata: { fields: { annotations: 'texts', labels: 'texts' } }, spec: podSpec } },
  },
};

const bySpec: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  Rollout: { spec: rollout },
  Secret: { stringData: 'texts', data: 'texts', type: 'text', immutable: 'boolean' },
  ConfigMap: { data: 'texts', binaryData: 'texts', immutable: 'boolean' },
};

const metadata: Schema = { fields: { labels: 'texts', annotations: 'texts' } };

/**
 * Throws the 500 that server-side apply answers for what the schema of a kind does not have. It names the object as it was
 * sent, where the namespace may have stood in the path only.
 */
export function checkTypes(object: KubernetesObject, namespace = ''): void {
  const { name } = object.metadata;
  const version = object.apiVersion.includes('/') ? object.apiVersion : `/${object.apiVersion}`;
  const identity = `${namespace}/${name}; ${version}, Kind=${object.kind}`;
  const own = bySpec[object.kind] ?? {};
  const { labels, annotations } = object.metadata;
  const problem =
    problemOf(metadata, { labels, annotations }, '.metadata') ??
    firstOf(Object.entries(own), ([field, schema]) => problemOf(schema, object[field], `.${field}`)) ??
    unknownTop(object, own);
  if (problem !== undefined) throw untyped(identity, problem);
}

const ofEvery = new Set(['apiVersion', 'kind', 'metadata', 'status']);

function unknownTop(object: KubernetesObject, own: Readonly<Record<string, Schema>>): string | undefined {
  if (Object.keys(own).length === 0) return undefined;
  const unknown = Object.keys(object).find((field) => !ofEvery.has(field) && !(field in own));
  return unknown === undefined ? undefined : `.${unknown}: field not declared in schema`;
}

function problemOf(schema: Schema, value: unknown, path: string): string | undefined {
  if (value === undefined || value === null || schema === 'any') return undefined;
  if (schema === 'texts') return mapProblem(value, path);
  if (typeof schema === 'string') return scalarProblem(schema, value, path);
  if ('each' in schema) {
    if (!Array.isArray(value)) return `${path}: expected list, got ${described(value)}`;
    return firstOf(value.entries(), ([index, item]) => problemOf(schema.each, item, `${path}[${index}]`));
  }
  if (!isRecord(value)) return `${path}: expected map, got ${described(value)}`;
  return firstOf(Object.entries(value), ([field, inner]) => {
    const known = schema.fields[field];
    return known === undefined
      ? `${path}.${field}: field not declared in schema`
      : problemOf(known, inner, `${path}.${field}`);
  });
}

const types = { text: 'string', number: 'number', boolean: 'boolean' } as const;
const wanted = { text: 'string', number: 'numeric (int or float)', boolean: 'boolean' } as const;

function scalarProblem(schema: keyof typeof types, value: unknown, path: string): string | undefined {
  return typeof value === types[schema] ? undefined : `${path}: expected ${wanted[schema]}, got ${described(value)}`;
}

function mapProblem(value: unknown, path: string): string | undefined {
  if (!isRecord(value)) return `${path}: expected map, got ${described(value)}`;
  return firstOf(Object.entries(value), ([key, inner]) => problemOf('text', inner, `${path}.${key}`));
}

/** Go quotes what is no plain type, a Secret's values too. */
function described(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value;
  return `&value.valueUnstructured{Value:${JSON.stringify(value)}}`;
}

function firstOf<Item>(items: Iterable<Item>, look: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
