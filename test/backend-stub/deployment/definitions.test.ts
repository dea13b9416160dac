import { notEstablished } from '../../../backend-stub/deployment/definitions.ts';
import { definition, widget } from './custom-resources.ts';
import { documents, find, planned, problemsOf, web } from './planning.ts';

const sentences = (text: string, changes: Parameters<typeof problemsOf>[1] = {}): readonly string[] =>
  problemsOf(text, changes).map(({ where, sentence }) => `${where}: ${sentence}`);

describe('a definition in a manifest', () => {
  it('comes first, then what pods need, then the objects of its kind, and the Rollout last', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }';
    const plan = planned(documents(widget(), web(), service, definition()));
    expect(plan.objects.map(({ object, awaited, definedBy }) => [object.kind, awaited, definedBy])).toEqual([
      ['CustomResourceDefinition', 'established', undefined],
      ['Service', undefined, undefined],
      ['Widget', undefined, 'widgets.shop.example.com'],
      ['Rollout', undefined, undefined],
    ]);
  });

  it('has no namespace, whatever the stage or the manifest says', () => {
    const written = definition().replace('metadata: {', 'metadata: { namespace: other,');
    const plan = planned(documents(written, widget(), web()), { namespaceOverride: 'green' });
    expect(find(plan, 'CustomResourceDefinition').object.metadata).not.toHaveProperty('namespace');
    expect(find(plan, 'Widget').object.metadata.namespace).toBe('green');
  });

  it('is not taken back by an abort, nor are objects of its kind, and the plan warns of what it reaches', () => {
    const plan = planned(documents(definition(), widget(), web()));
    const kept = plan.objects.filter(({ restoredByAbort }) => !restoredByAbort).map(({ object }) => object.kind);
    expect(kept).toEqual(['CustomResourceDefinition', 'Widget']);
    expect(plan.warnings).toEqual([
      'CustomResourceDefinition widgets.shop.example.com is applied for the whole cluster, and no abort takes it back. Objects of its kind can be tried only after that.',
    ]);
  });

  it.each([
    [['shop', 'cart'], 'namespaces: shop, cart'],
    [[], 'no namespace at all'],
  ])('is refused where the account is kept to namespaces: %j', (namespaces, kept) => {
    const account = { name: 'prod', namespaces, defaultNamespace: 'shop' };
    const [first] = sentences(documents(definition(), web()), { account });
    expect(first).toBe(
      'CustomResourceDefinition widgets.shop.example.com, document 1, line 1: ' +
        `A CustomResourceDefinition is there for the whole cluster, and account prod is kept to ${kept}. ` +
        "Apply it by a Deploy (Manifest) stage before this one; or an operator can lift the limit in the service's configuration.",
    );
  });

  it.each([
    ['k8s.io', 'Kubernetes'],
    ['gateway.networking.k8s.io', 'Kubernetes'],
    ['apps.kubernetes.io', 'Kubernetes'],
    ['argoproj.io', 'Argo'],
  ])('is refused when it defines a kind of %s', (group, owner) => {
    expect(sentences(documents(definition({ group }), web()))).toEqual([
      expect.stringContaining(`It defines a kind of ${group}, which is ${owner}'s; an operator installs that`),
    ]);
  });

  it('may be of a group that only looks like one of these', () => {
    const plan = planned(documents(definition({ group: 'myk8s.io' }), web()));
    expect(find(plan, 'CustomResourceDefinition').object.metadata.name).toBe('widgets.myk8s.io');
  });

  it.each(['group: shop.example.com, ', ', kind: Widget', 'scope: Namespaced, '])('is refused without %j', (part) => {
    expect(sentences(documents(definition().replace(part, ''), web()))).toEqual([
      expect.stringContaining('spec.group, spec.names.kind and spec.scope (Namespaced or Cluster) must be there'),
    ]);
  });
});

describe('an object of a kind that the manifest defines', () => {
  it('is refused when it belongs to the whole cluster', () => {
    expect(sentences(documents(definition({ scope: 'Cluster' }), widget(), web()))).toEqual([
      'Widget left, document 2, line 6: A Widget is not deployed here: by its definition it belongs to the whole cluster and to no namespace; an operator applies it outside of deployments.',
    ]);
  });

  it.each([
    [{ versions: ['v2', 'v3'] }, 'v2, v3'],
    [{ served: false }, 'none'],
  ])('is refused in a version that its definition does not serve: %j', (changes, served) => {
    expect(sentences(documents(definition(changes), widget(), web()))).toEqual([
      expect.stringContaining(`its apiVersion is shop.example.com/v1; its definition serves ${served}.`),
    ]);
  });
});

describe('an object of a kind that only the cluster may know', () => {
  it('is applied before the Rollout, in its namespace, for accounts with limits too', () => {
    const account = { name: 'prod', namespaces: ['shop'], defaultNamespace: 'shop' };
    const monitor = widget('web', { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor' });
    const plan = planned(documents(web(), monitor), { account });
    expect(plan.objects.map(({ object }) => object.kind)).toEqual(['ServiceMonitor', 'Rollout']);
    const { object, definedBy } = find(plan, 'ServiceMonitor');
    expect([object.metadata.namespace, definedBy]).toEqual(['shop', undefined]);
    expect(object.metadata.annotations).toMatchObject({
      'artifact.spinnaker.io/type': 'kubernetes/ServiceMonitor.monitoring.coreos.com',
    });
    expect(plan.warnings).toEqual([]);
  });

  it.each([
    '{ scaleTargetRef: { name: web } }',
    '{ scaleTargetRef: { kind: Deployment, name: web } }',
    '{ targets: [{ ref: { apiVersion: apps/v1, kind: Deployment, name: web } }] }',
  ])('is warned about when it names the Deployment, which is none any more: %s', (spec) => {
    const scaled = widget('web', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec });
    expect(planned(documents(web(), scaled)).warnings).toEqual([
      'ScaledObject web refers to Deployment web, which becomes a Rollout (argoproj.io/v1alpha1): name that instead.',
    ]);
  });

  it.each(['{ scaleTargetRef: { name: other } }', '{ scaleTargetRef: { kind: Rollout, name: web } }', '{ name: web }'])(
    'is not warned about when it does not: %s',
    (spec) => {
      const scaled = widget('web', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec });
      expect(planned(documents(web(), scaled)).warnings).toEqual([]);
    },
  );
});

describe('a definition on the cluster', () => {
  const live = (conditions: readonly object[], metadata: object = {}) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gadgets.shop.example.com', ...metadata },
    status: { conditions },
  });
  const accepted = { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const established = { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'accepted' };

  it('is established when its names are accepted and the API server says so', () => {
    expect(notEstablished(live([accepted, established]))).toBeUndefined();
  });

  it('is not while the API server has said nothing', () => {
    const yet = 'CustomResourceDefinition gadgets.shop.example.com is not established yet.';
    expect(notEstablished(live([]))).toBe(yet);
    expect(notEstablished(live([accepted]))).toBe(yet);
  });

  it('is not while its names are in use, and says so in the words of the API server', () => {
    const inUse = { status: 'False', reason: 'KindConflict', message: '"Widget" is already in use' };
    const notAccepted = { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
    expect(
      notEstablished(
        live([
          { type: 'NamesAccepted', ...inUse },
          { type: 'Established', ...notAccepted },
        ]),
      ),
    ).toBe(
      'CustomResourceDefinition gadgets.shop.example.com is not established: NamesAccepted: "Widget" is already in use (KindConflict); Established: not all names are accepted (NotAccepted).',
    );
    // An older definition stays established when its new names are refused.
    expect(notEstablished(live([{ type: 'NamesAccepted', ...inUse }, established]))).toContain('"Widget" is already');
  });

  it('names a schema that is not structural where nothing else holds it up', () => {
    const wrong = { type: 'NonStructuralSchema', status: 'True', reason: 'Violations', message: 'type is empty' };
    expect(notEstablished(live([wrong]))).toContain('NonStructuralSchema: type is empty (Violations)');
  });

  it('is not when it is being deleted, though it still says so', () => {
    expect(notEstablished(live([accepted, established], { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toBe(
      'CustomResourceDefinition gadgets.shop.example.com is being deleted.',
    );
  });
});
