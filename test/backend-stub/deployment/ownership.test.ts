import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { leftTo, takenFrom } from '../../../backend-stub/deployment/owner-words.ts';
import { ownedBy } from '../../../backend-stub/deployment/ownership.ts';
import { workloadOwners } from '../../../backend-stub/deployment/workload-owners.ts';

type Marks = Pick<KubernetesObject['metadata'], 'labels' | 'annotations'>;

function live(kind: string, marks: Marks = {}, managers: readonly string[] = []): KubernetesObject {
  const managedFields = managers.map((manager) => ({ manager, fieldsV1: { 'f:spec': {} } }));
  const apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1';
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop', ...marks, managedFields } };
}

const release = { 'meta.helm.sh/release-name': 'front', 'meta.helm.sh/release-namespace': 'sites' };
const helmLabel = { 'app.kubernetes.io/managed-by': 'Helm' };
const tracking = { 'argocd.argoproj.io/tracking-id': 'front:apps/Deployment:shop/web' };
const kustomization = { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux' };
const helmRelease = { 'helm.toolkit.fluxcd.io/name': 'front', 'helm.toolkit.fluxcd.io/namespace': 'sites' };

const owners = (object: KubernetesObject): readonly string[] =>
  ownedBy(object).map(({ owner }) => ('name' in owner ? `${owner.kind} ${owner.name}` : owner.kind));
const nextOf = (object: KubernetesObject): string => ownedBy(object).map(takenFrom).join('\n');

describe('who owns a live object beside us', () => {
  it.each<[string, Marks, readonly string[], readonly string[]]>([
    ['nobody, who wrote by kubectl, Spinnaker or a controller', {}, ['kubectl-edit', 'clouddriver', 'gennaker'], []],
    ['Helm, by its release', { annotations: release, labels: helmLabel }, ['helm'], ['helm']],
    ['Helm, by its label alone', { labels: helmLabel }, [], ['helm']],
    ['Argo CD alone, which rendered a chart', { labels: helmLabel, annotations: tracking }, [], ['argo-cd']],
    [
      'Argo CD and Helm, each by marks of its own',
      { annotations: { ...release, ...tracking } },
      [],
      ['helm', 'argo-cd'],
    ],
    ['Argo CD, which applies on the server', { annotations: tracking }, ['argocd-controller'], ['argo-cd']],
    [
      'Flux, which has installed a release',
      { labels: helmRelease, annotations: release },
      ['helm-controller'],
      ['flux'],
    ],
    [
      'Flux and Terraform',
      { labels: kustomization },
      ['kustomize-controller', 'terraform'],
      ['flux', 'manager terraform'],
    ],
    ['a manager that left no other mark, once', {}, ['helm', 'helm'], ['manager helm']],
  ])('is told: %s', (_who, marks, managers, expected) => {
    expect(owners(live('Service', marks, managers))).toEqual(expected);
  });

  it('is not who only wrote its status', () => {
    const managedFields = [{ manager: 'cloud-controller', subresource: 'status', fieldsV1: { 'f:spec': {} } }];
    expect(owners({ ...live('Service'), metadata: { name: 'web', managedFields } })).toEqual([]);
  });
});

describe('the sentence about an owner', () => {
  it('leaves the object to him, and names what takes it over', () => {
    expect(ownedBy(live('Service', { labels: helmLabel })).map(leftTo)).toEqual([
      'Service web in shop belongs to Helm (app.kubernetes.io/managed-by); deploy it by Helm, or take it out of Helm first, or set takeOwnership in this stage.',
    ]);
  });

  it.each<[string, KubernetesObject, readonly string[]]>([
    [
      'the next upgrade of its release, and that Helm deletes what leaves a chart',
      live('Deployment', { annotations: release }),
      [
        'Deployment web in shop is taken over from Helm: the next "helm upgrade" of release front in sites starts the Deployment again, beside its Rollout, or stops at the conflict.',
        'helm.sh/resource-policy: keep',
      ],
    ],
    [
      'that nobody knows the release',
      live('Service', { labels: helmLabel }),
      ['"helm upgrade" of its release sets it back'],
    ],
    [
      'the application, and that it heals itself within minutes',
      live('Deployment', { annotations: tracking }),
      [
        'application front shows it as OutOfSync, and its next sync starts the Deployment again, beside its Rollout: within minutes, where it heals itself.',
        'ignoreDifferences',
      ],
    ],
    [
      'an application outside of the namespace of Argo CD',
      live('Service', { annotations: { 'argocd.argoproj.io/tracking-id': 'team_front:/Service:shop/web' } }),
      ['application front in team shows it'],
    ],
    [
      'an application that marks by label',
      live('Service', { labels: { 'argocd.argoproj.io/instance': 'front' } }),
      ['application front shows it as OutOfSync, and its next sync sets it back'],
    ],
    [
      'the Kustomization, and what keeps it away',
      live('Deployment', { labels: kustomization }),
      ['Kustomization apps in flux starts the Deployment again', 'kustomize.toolkit.fluxcd.io/reconcile: disabled'],
    ],
    [
      'the HelmRelease, and what keeps it away',
      live('Service', { labels: helmRelease }),
      [
        'HelmRelease front in sites sets it back with its next upgrade',
        'helm.toolkit.fluxcd.io/driftDetection: disabled',
      ],
    ],
    [
      'that a manager writes again whenever it runs',
      live('Service', {}, ['terraform']),
      [
        'Service web in shop is taken over from terraform: it writes its fields again whenever it runs, and then sets it back.',
      ],
    ],
  ])('who is taken over from says what comes next: %s', (_what, object, parts) => {
    for (const part of parts) expect(nextOf(object)).toContain(part);
  });
});

describe('who else has to do with a Deployment', () => {
  const deployment = live('Deployment');
  const autoscaler = (manager: string): KubernetesObject => ({
    ...live('HorizontalPodAutoscaler', {}, [manager]),
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  });
  const following = (name: string): KubernetesObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'other', namespace: 'shop' },
    spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name } },
  });

  it('is what made it, whose Rollout follows it, and who has made its autoscaler', () => {
    const made = { ...deployment.metadata, ownerReferences: [{ kind: 'Site', name: 'front' }] };
    const owned = workloadOwners({
      deployment: { ...deployment, metadata: made },
      autoscalers: [autoscaler('keda-operator')],
      rollouts: [following('web')],
    });
    expect(owned.map(leftTo)).toEqual([
      expect.stringMatching(/^HorizontalPodAutoscaler web in shop is managed by keda-operator/),
      expect.stringMatching(/^Deployment web in shop is made by Site front, which would start it again; /),
      expect.stringMatching(/^Rollout other in shop takes its pod template from Deployment web in shop/),
    ]);
    expect(owned.map(takenFrom)).toEqual([
      expect.stringMatching(/keda-operator: it writes its fields again whenever it runs, and then sets it back/),
      expect.stringMatching(/Site front: it starts the Deployment again, beside its Rollout, whenever it looks/),
      expect.stringMatching(/Rollout other in shop: it goes on following the Deployment's template/),
    ]);
  });

  it("is nobody where a Rollout follows another one, and kubectl's autoscaler aims at it", () => {
    const around = { deployment, autoscalers: [autoscaler('kubectl-create')], rollouts: [following('api')] };
    expect(workloadOwners(around)).toEqual([]);
  });
});
