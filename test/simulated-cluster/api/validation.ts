import {
  at,
  isRecord,
  listAt,
  numberAt,
  recordAt,
  textAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { kinds, type ServedKind } from './kinds.ts';
import { invalid, type Cause } from './refusals.ts';

const required = (field: string): Cause => ({ field, reason: 'FieldValueRequired', message: 'Required value' });
const wrong = (field: string, value: unknown, why: string): Cause => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
});

/** What an API server checks after the schema, as far as people meet it. Throws a 422. */
export function checkValid(kind: ServedKind, object: KubernetesObject): void {
  const causes = [...nameCauses(object), ...(rules.get(kind)?.(object) ?? [])];
  if (causes.length > 0) throw invalid(kind, object.metadata.name, causes);
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function nameCauses({ kind, metadata }: KubernetesObject): readonly Cause[] {
  // Names of RBAC objects may hold colons.
  if (/Role/.test(kind) || (subdomain.test(metadata.name) && metadata.name.length <= 253)) return [];
  const why =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  return [wrong('metadata.name', metadata.name, why)];
}

const rules: ReadonlyMap<ServedKind, (object: KubernetesObject) => readonly Cause[]> = new Map<
  ServedKind,
  (object: KubernetesObject) => readonly Cause[]
>([
  [kinds.deployment, workloadCauses],
  [kinds.replicaSet, workloadCauses],
  [kinds.service, serviceCauses],
  [kinds.autoscaler, autoscalerCauses],
]);

function workloadCauses(object: KubernetesObject): readonly Cause[] {
  const replicas = numberAt(object, 'spec', 'replicas') ?? 1;
  const selector = at(object, 'spec', 'selector');
  const labels = recordAt(object, 'spec', 'template', 'metadata', 'labels');
  const chosen = Object.entries(recordAt(selector, 'matchLabels'));
  return [
    ...(replicas < 0 ? [wrong('spec.replicas', replicas, 'must be greater than or equal to 0')] : []),
    ...(selector === undefined ? [required('spec.selector')] : []),
    ...(chosen.some(([key, value]) => labels[key] !== value)
      ? [wrong('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]
      : []),
    ...(listAt(object, 'spec', 'template', 'spec', 'containers').length === 0
      ? [required('spec.template.spec.containers')]
      : []),
  ];
}

function serviceCauses(object: KubernetesObject): readonly Cause[] {
  const ports = listAt(object, 'spec', 'ports').filter(isRecord);
  const many = ports.length > 1;
  if (
    ports.length === 0 &&
    textAt(object, 'spec', 'type') !== 'ExternalName' &&
    at(object, 'spec', 'clusterIP') !== 'None'
  )
    return [required('spec.ports')];
  return ports.flatMap((port, index) => {
    const path = `spec.ports[${index}]`;
    const outside = (field: 'port' | 'targetPort'): readonly Cause[] => {
      const value = port[field];
      const fits = typeof value !== 'number' || (value > 0 && value < 65_536);
      return fits ? [] : [wrong(`${path}.${field}`, value, 'must be between 1 and 65535, inclusive')];
    };
    return [
      ...(many && port['name'] === undefined ? [required(`${path}.name`)] : []),
      ...outside('port'),
      ...outside('targetPort'),
    ];
  });
}

function autoscalerCauses(object: KubernetesObject): readonly Cause[] {
  const most = numberAt(object, 'spec', 'maxReplicas') ?? 0;
  const least = numberAt(object, 'spec', 'minReplicas') ?? 1;
  if (most < 1) return [wrong('spec.maxReplicas', most, 'must be greater than 0')];
  return most < least ? [wrong('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : [];
}
