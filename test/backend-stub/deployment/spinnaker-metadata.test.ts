import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { documents, find, manifests, planned, web } from './planning.ts';

const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "1" }';

describe('what marks an object for Spinnaker', () => {
  it('is what Clouddriver writes, on the Rollout and its pods', () => {
    const { object } = find(planned(web()), 'Rollout');
    const annotations = {
      'artifact.spinnaker.io/location': 'shop',
      'artifact.spinnaker.io/name': 'web',
      'artifact.spinnaker.io/type': 'kubernetes/Rollout.argoproj.io',
      'artifact.spinnaker.io/version': '',
      'moniker.spinnaker.io/application': 'shop',
      'moniker.spinnaker.io/cluster': 'Rollout.argoproj.io web',
    };
    expect(object.metadata.annotations).toMatchObject(annotations);
    expect(at(object, 'spec', 'template', 'metadata')).toEqual({
      labels: { app: 'web', 'app.kubernetes.io/managed-by': 'spinnaker', 'app.kubernetes.io/name': 'shop' },
      annotations,
    });
  });

  it('names what is versioned by its name and its version', () => {
    const { object } = find(planned(documents(settings, web())), 'ConfigMap');
    const version = object.metadata.name.replace('settings-', '');
    expect(object.metadata.annotations).toMatchObject({
      'artifact.spinnaker.io/name': 'settings',
      'artifact.spinnaker.io/type': 'kubernetes/configMap',
      'artifact.spinnaker.io/version': version,
      'moniker.spinnaker.io/cluster': 'configMap settings',
    });
  });

  it('never changes what an author wrote, but for the manager of the object, which is now Spinnaker', () => {
    const text = web()
      .replace(
        'metadata: { name: web }',
        'metadata: { name: web, labels: { app.kubernetes.io/name: site, app.kubernetes.io/managed-by: Helm }, annotations: { moniker.spinnaker.io/application: other } }',
      )
      .replace(
        'labels: { app: web } }\n    spec',
        'labels: { app: web, app.kubernetes.io/managed-by: Helm } }\n    spec',
      );
    const { object } = find(planned(text), 'Rollout');
    expect(object.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'site',
      'app.kubernetes.io/managed-by': 'spinnaker',
      'gennaker.dev/managed': 'true',
    });
    expect(object.metadata.annotations).toMatchObject({ 'moniker.spinnaker.io/application': 'other' });
    expect(at(object, 'spec', 'template', 'metadata', 'labels')).toMatchObject({
      'app.kubernetes.io/managed-by': 'Helm',
    });
  });

  it('leaves the labels by which podinfo selects its pods', () => {
    const plan = planned(
      manifests('podinfo/backend-deployment.yaml', 'podinfo/backend-service.yaml', 'podinfo/backend-hpa.yaml'),
    );
    expect(at(find(plan, 'Rollout').object, 'spec', 'template', 'metadata', 'labels', 'app.kubernetes.io/name')).toBe(
      'backend',
    );
    expect(at(find(plan, 'Service').object, 'spec', 'selector')).toEqual({ 'app.kubernetes.io/name': 'backend' });
  });

  const selectors: readonly [string, string][] = [
    [
      'a Service',
      'apiVersion: v1\nkind: Service\nmetadata: { name: other }\nspec: { selector: { app.kubernetes.io/name: shop } }',
    ],
    [
      'a NetworkPolicy',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: other }\nspec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app.kubernetes.io/name: shop } } }] }] }',
    ],
    [
      'a PodDisruptionBudget',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: other }\nspec: { selector: { matchExpressions: [{ key: app.kubernetes.io/name, operator: Exists }] } }',
    ],
  ];
  it.each(selectors)('puts no pod behind what selects by a label that it would add: %s', (_kind, selector) => {
    const { object } = find(planned(documents(web(), selector)), 'Rollout');
    expect(at(object, 'spec', 'template', 'metadata', 'labels')).toEqual({
      app: 'web',
      'app.kubernetes.io/managed-by': 'spinnaker',
    });
  });

  it('puts no pod into the affinity of others', () => {
    const pod =
      'affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: a, labelSelector: { matchLabels: { app.kubernetes.io/name: shop } } }] } }';
    const { object } = find(planned(web({ pod })), 'Rollout');
    expect(at(object, 'spec', 'template', 'metadata', 'labels')).not.toHaveProperty(['app.kubernetes.io/name']);
  });

  it('leaves the application out of the labels when it can not be one', () => {
    const { object } = find(planned(web(), { application: 'my app' }), 'Rollout');
    expect(object.metadata.labels).not.toHaveProperty(['app.kubernetes.io/name']);
    expect(object.metadata.annotations).toMatchObject({ 'moniker.spinnaker.io/application': 'my app' });
  });
});
