interface Changes {
  readonly group?: string;
  readonly kind?: string;
  readonly scope?: string;
  readonly versions?: readonly string[];
  readonly served?: boolean;
}

/** A definition of widgets, as YAML. */
export function definition(changes: Changes = {}): string {
  const {
    group = 'shop.example.com',
    kind = 'Widget',
    scope = 'Namespaced',
    versions = ['v1'],
    served = true,
  } = changes;
  const listed = versions.map((name) => `{ name: ${name}, served: ${served}, storage: true, schema: ${anything} }`);
  return [
    'apiVersion: apiextensions.k8s.io/v1',
    'kind: CustomResourceDefinition',
    `metadata: { name: ${plural(kind)}.${group} }`,
    `spec: { group: ${group}, scope: ${scope}, names: { plural: ${plural(kind)}, kind: ${kind} }, versions: [${listed.join(', ')}] }`,
  ].join('\n');
}

const anything = '{ openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }';
const plural = (kind: string): string => `${kind.toLowerCase()}s`;

export function widget(
  name = 'left',
  { apiVersion = 'shop.example.com/v1', kind = 'Widget', spec = '{}' } = {},
): string {
  return [`apiVersion: ${apiVersion}`, `kind: ${kind}`, `metadata: { name: ${name} }`, `spec: ${spec}`].join('\n');
}
