import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';

/**
 * How server-side apply sees a value: a map whose fields have owners of their own, a list of items told apart by keys, or
 * something that is owned as a whole. Taken from the schemas of the kinds served here, by the name of the field.
 */
export type Shape =
  { readonly type: 'map' } | { readonly type: 'items'; readonly keys: readonly string[] } | { readonly type: 'whole' };

const items: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  resourceClaims: ['name'],
  claims: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  ownerReferences: ['uid'],
};

const wholeMaps: ReadonlySet<string> = new Set([
  'selector',
  'labelSelector',
  'namespaceSelector',
  'podSelector',
  'nodeSelector',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
  'configMapRef',
  'secretRef',
  'scaleTargetRef',
  'roleRef',
]);

export function shapeOf(field: string, value: unknown): Shape {
  if (isRecord(value)) return wholeMaps.has(field) ? { type: 'whole' } : { type: 'map' };
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return { type: 'whole' };
  const keys = field === 'ports' ? portKeys(value) : items[field];
  return keys === undefined ? { type: 'whole' } : { type: 'items', keys };
}

/** Of a container, or of a Service. */
function portKeys(ports: readonly unknown[]): readonly string[] {
  return ports.some((port) => isRecord(port) && 'containerPort' in port)
    ? ['containerPort', 'protocol']
    : ['port', 'protocol'];
}

/** The keys of an item as managedFields has them: `{"containerPort":80,"protocol":"TCP"}`. */
export function itemKey(item: Readonly<Record<string, unknown>>, keys: readonly string[]): string {
  // The one key that has a default.
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key] ?? (key === 'protocol' ? 'TCP' : '')])));
}
