import { isRecord, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

/**
 * The labels and annotations by which Clouddriver finds an object again, so that Deck's Clusters tab shows it. The rules
 * are Clouddriver's (clouddriver-kubernetes: KubernetesManifestLabeler, KubernetesManifestAnnotater, ArtifactConverter,
 * and KubernetesKind for the names): annotations and the application's label only where absent, on the object and on its
 * pod template; the manager's label always on the object.
 */
export interface SpinnakerIdentity {
  readonly application: string;
  readonly spinnakerKind: string;
  /** Without a version in it. */
  readonly name: string;
  readonly version?: string;
}

export const nameLabel = 'app.kubernetes.io/name';
export const managerLabel = 'app.kubernetes.io/managed-by';

type Texts = Readonly<Record<string, unknown>>;

/**
 * One difference: Clouddriver writes its labels into pod templates whatever selects pods by them. We leave a key alone
 * there when the manifests select by it, and never change a label that a pod has.
 */
export function withSpinnakerMetadata(
  object: KubernetesObject,
  identity: SpinnakerIdentity,
  selected: ReadonlySet<string>,
): KubernetesObject {
  const annotations = annotationsFor(identity, object.metadata.namespace ?? '');
  const labels = labelsFor(identity);
  const metadata = {
    ...object.metadata,
    labels: { ...labels, ...object.metadata.labels, [managerLabel]: 'spinnaker' },
    annotations: { ...annotations, ...object.metadata.annotations },
  };
  const added = Object.fromEntries(Object.entries(labels).filter(([key]) => !selected.has(key)));
  return { ...object, metadata, ...templateChange(object, added, annotations) };
}

function annotationsFor(identity: SpinnakerIdentity, namespace: string): Readonly<Record<string, string>> {
  const { application, spinnakerKind, name, version = '' } = identity;
  return {
    'artifact.spinnaker.io/location': namespace,
    'artifact.spinnaker.io/name': name,
    'artifact.spinnaker.io/type': `kubernetes/${spinnakerKind}`,
    'artifact.spinnaker.io/version': version,
    'moniker.spinnaker.io/application': application,
    'moniker.spinnaker.io/cluster': `${spinnakerKind} ${name}`,
  };
}

/** An application's name need not be a label's value; then the annotation alone tells it. */
const labelValue = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

function labelsFor({ application }: SpinnakerIdentity): Readonly<Record<string, string>> {
  const managed = { [managerLabel]: 'spinnaker' };
  return labelValue.test(application) ? { ...managed, [nameLabel]: application } : managed;
}

function templateChange(object: KubernetesObject, labels: Texts, annotations: Texts): Texts {
  const spec = recordAt(object, 'spec');
  const { template } = spec;
  if (!['Rollout', 'Deployment'].includes(object.kind) || !isRecord(template)) return {};
  const metadata = recordAt(template, 'metadata');
  const labelled = {
    ...metadata,
    labels: { ...labels, ...recordAt(metadata, 'labels') },
    annotations: { ...annotations, ...recordAt(metadata, 'annotations') },
  };
  return { spec: { ...spec, template: { ...template, metadata: labelled } } };
}
