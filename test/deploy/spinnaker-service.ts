/** As much of Spinnaker's operator as a patch of its object needs: the definition without its schema, and one installation. */
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'spinnakerservices.spinnaker.io' },
  spec: {
    group: 'spinnaker.io',
    scope: 'Namespaced',
    names: {
      plural: 'spinnakerservices',
      singular: 'spinnakerservice',
      kind: 'SpinnakerService',
      shortNames: ['spinsvc'],
    },
    versions: [
      {
        name: 'v1alpha2',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

const installation = {
  apiVersion: 'spinnaker.io/v1alpha2',
  kind: 'SpinnakerService',
  metadata: { name: 'spinnaker', namespace: 'spinnaker' },
  spec: { spinnakerConfig: { config: { version: '2026.1.0' } } },
};

/** In the order in which they can be applied. */
export const spinnakerServices: readonly { readonly path: string; readonly object: object }[] = [
  {
    path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${definition.metadata.name}`,
    object: definition,
  },
  {
    path: '/apis/spinnaker.io/v1alpha2/namespaces/spinnaker/spinnakerservices/spinnaker',
    object: installation,
  },
];
