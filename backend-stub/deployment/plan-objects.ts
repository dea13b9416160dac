import { defined } from '../contract/defined.ts';
import { contentHash } from './content-hash.ts';
import type { KindRule } from './kinds.ts';
import { isRecord } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { deploymentIdAnnotation, executionAnnotation, managedLabel } from './labels.ts';
import type { Plan, PlannedObject, ReplicaSource } from './record.ts';
import { selectedKeys } from './selectors.ts';
import { withSpinnakerMetadata } from './spinnaker-metadata.ts';
import { nameByContent } from './versioned.ts';
import type { Versioned } from './versioned.ts';

type UsedRule = Exclude<KindRule, { readonly treatment: 'refused' }>;

/** For whom a plan is made: the application marks every object, the rest only the run that applied it last. */
export interface PlanMarks {
  readonly application: string;
  readonly deploymentId: string;
  readonly executionId?: string;
  /** Preferred to the id where both are there. */
  readonly executionLink?: string;
}

/** An object on its way into a plan: in its namespace and of its final kind. */
export interface Draft {
  readonly object: KubernetesObject;
  readonly rule: UsedRule;
  readonly replicas?: ReplicaSource;
  /** A Deployment that stays, and to which the Rollout of its name refers. */
  readonly isReferredTo?: true;
  readonly warnings: readonly string[];
}

/** Names configuration by content, adds everybody's labels, puts all in order, and hashes the result. */
export function assemblePlan(drafts: readonly Draft[], marks: PlanMarks): Plan {
  const ordered = [...drafts].sort((left, right) => left.rule.order - right.rule.order);
  const named = nameByContent(ordered.map(withoutForeignReplicas));
  const selected = selectedKeys(named.objects.map(({ object }) => object));
  const planned = ordered.flatMap((draft, index) => {
    const versioned = named.objects[index];
    return versioned === undefined
      ? []
      : [plannedObject(draft, versioned, { application: marks.application, selected })];
  });
  return {
    objects: planned.map((one) => ({ ...one, object: withRun(one.object, marks) })),
    warnings: [...ordered.flatMap(({ warnings }) => warnings), ...named.warnings],
    // Before the run's own annotations: a restart of the same stage is the same plan.
    hash: contentHash(planned),
  };
}

/** Where the manifest does not decide, no number of its may be sent by mistake. */
function withoutForeignReplicas({ object, replicas }: Draft): KubernetesObject {
  const { spec } = object;
  if (replicas === undefined || replicas.kind === 'manifest' || !isRecord(spec)) return object;
  const { replicas: _decidedElsewhere, ...rest } = spec;
  return { ...object, spec: rest };
}

interface Naming {
  readonly application: string;
  readonly selected: ReadonlySet<string>;
}

/** As Clouddriver names the kind of a Deployment that stays one. */
const plainKind = 'deployment';

function plannedObject(draft: Draft, { object, name, version }: Versioned, naming: Naming): PlannedObject {
  const { rule, replicas, isReferredTo } = draft;
  const { application, selected } = naming;
  const spinnakerKind = isReferredTo === undefined ? rule.spinnakerKind : plainKind;
  const identity = { application, spinnakerKind, name, ...(version === undefined ? {} : { version }) };
  const labelled = withSpinnakerMetadata(object, identity, selected);
  if (rule.treatment === 'applied')
    return {
      object: labelled,
      treatment: 'applied',
      // A content-named object replaced nothing, so there is nothing to restore.
      restoredByAbort: version !== undefined,
      ...defined({ awaited: rule.awaited === 'exists' ? undefined : rule.awaited, definedBy: rule.definedBy }),
    };
  // An abort puts its template back.
  if (isReferredTo !== undefined)
    return { object: labelled, treatment: 'applied', restoredByAbort: true, isReferredTo };
  const managed = withLabel(labelled, managedLabel, 'true');
  return {
    object: managed,
    treatment: 'progressive',
    restoredByAbort: true,
    ...(replicas === undefined ? {} : { replicas }),
  };
}

function withLabel(object: KubernetesObject, key: string, value: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [key]: value } } };
}

/** On the objects only, never in a pod template: an unchanged template must keep its hash. */
function withRun(object: KubernetesObject, { deploymentId, executionId, executionLink }: PlanMarks): KubernetesObject {
  const execution = executionLink ?? executionId;
  const run = {
    [deploymentIdAnnotation]: deploymentId,
    ...(execution === undefined ? {} : { [executionAnnotation]: execution }),
  };
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...run } } };
}
