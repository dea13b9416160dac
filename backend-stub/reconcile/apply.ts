import { autoscalersOf, unmeasured } from '../deployment/autoscalers.ts';
import {
  deploymentReference,
  isReferredTo,
  onItsPods,
  referenceProblem,
  refersToDeployment,
} from '../deployment/by-reference.ts';
import { notEstablished } from '../deployment/definitions.ts';
import { leftTo, takenFrom } from '../deployment/owner-words.ts';
import { ownedBy } from '../deployment/ownership.ts';
import { isRecord, objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectMetadata } from '../deployment/kubernetes-object.ts';
import { deploymentIdAnnotation, givingBackAnnotation } from '../deployment/labels.ts';
import type { AppliedObject, DeploymentRecord, PlannedObject, RolloutBefore } from '../deployment/record.ts';
import { readPlainDeployment } from '../deployment/plain-deployment.ts';
import { replicasToSend } from '../deployment/replicas.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { ControlPlane } from '../ports.ts';
import { failureKind, isKindUnknown, sentenceOf } from './failures.ts';
import { lookAtAdoptions } from './look-at-adoptions.ts';
import type { Adoptions } from './look-at-adoptions.ts';

/** One object of the plan beside what the cluster has under its name. */
export interface Prepared {
  readonly planned: PlannedObject;
  readonly live: KubernetesObject | undefined;
  /** False: the plan defines its kind, and the cluster does not know it yet. */
  readonly served: boolean;
  /** What is sent: the planned object with the number of replicas that loses no pod, conditional on what was read. */
  readonly toApply: KubernetesObject;
}

/** What is planned for which account: all that a look at the cluster needs. */
export type Planned = Pick<DeploymentRecord, 'account' | 'plan' | 'policy'>;

/** Reads only. */
export interface Preflight {
  /** Sentences about what stands in the way; none: it may be applied. */
  readonly problems: readonly string[];
  /** What is worth knowing before it is applied, and after: it is kept with the deployment. */
  readonly warnings: readonly string[];
  readonly objects: readonly Prepared[];
  readonly before: readonly RolloutBefore[];
  /** Its problems count before anything is applied. */
  readonly adoptions: Adoptions;
  /** Of the namespaces with workloads of the plan. */
  readonly autoscalers: readonly KubernetesObject[];
}

/** Looks at everything before anything is changed: who owns what, which pods must not be lost. */
export async function preflight(controlPlane: ControlPlane, record: Planned): Promise<Preflight> {
  const [autoscalers, looked] = await Promise.all([
    autoscalersBeside(controlPlane, record),
    lookAtAll(controlPlane, record),
  ]);
  const adoptions = await lookAtAdoptions(controlPlane, record, { found: looked, autoscalers });
  const owned = looked.flatMap(({ live }) => (live === undefined ? [] : ownedBy(live)));
  const taken = record.policy.takeOwnership === true;
  return {
    autoscalers,
    adoptions,
    warnings: [
      ...new Set(taken ? [...owned, ...adoptions.owned].map(takenFrom) : []),
      ...looked.flatMap(({ planned }) =>
        planned.treatment === 'progressive' ? unmeasured(planned.object, autoscalers) : [],
      ),
    ],
    problems: [
      ...(taken ? [] : owned.map(leftTo)),
      ...looked.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    ],
    objects: stepsFirst(looked).map((one) => ({
      ...{ planned: one.planned, live: one.live, served: one.served },
      toApply: toApply(one, autoscalers),
    })),
    before: looked.flatMap(({ planned, live }) =>
      planned.treatment === 'progressive' ? [beforeOf(planned, live)] : [],
    ),
  };
}

/**
 * Where a Rollout goes by its steps already, it gets the new ones before the Deployment that it refers to gets the new
 * template, or the new version would begin by the old steps. One that is new finds its Deployment there.
 */
function stepsFirst(looked: readonly Looked[]): readonly Looked[] {
  const goes = looked.filter(({ planned, live }) => live !== undefined && refersToDeployment(planned.object));
  const waits = ({ planned }: Looked): boolean => goes.some((rollout) => isReferredTo(planned, rollout.planned.object));
  return [...looked.filter((one) => !waits(one)), ...looked.filter(waits)];
}

type Looked = Pick<Prepared, 'planned' | 'live' | 'served'> & {
  readonly problem?: string;
  /** Of a workload: the Deployment of its name. */
  readonly deployment?: KubernetesObject;
};

/** All at once; only what the plan itself defines waits for the look at its definition, which stands before it. */
function lookAtAll(controlPlane: ControlPlane, record: Planned): Promise<readonly Looked[]> {
  const definitions = new Map<string, Promise<Looked>>();
  const looks = record.plan.objects.map((planned) => {
    const definition = planned.definedBy === undefined ? undefined : definitions.get(planned.definedBy);
    if (definition !== undefined) return lookAtDefined(controlPlane, record, { planned, definition });
    const looked = look(controlPlane, record, planned);
    if (planned.awaited === 'established') definitions.set(planned.object.metadata.name, looked);
    return looked;
  });
  return Promise.all(looks);
}

/**
 * Its kind may be new; while its definition is not established, another one may answer for the kind (measured). What else
 * speaks against it is a problem of the plan, and no error: its definition may be applied already.
 */
async function lookAtDefined(
  controlPlane: ControlPlane,
  record: Planned,
  { planned, definition }: { planned: PlannedObject; definition: Promise<Looked> },
): Promise<Looked> {
  const unserved = { planned, live: undefined, served: false };
  const { live } = await definition;
  if (live === undefined || notEstablished(live) !== undefined) return unserved;
  try {
    return await look(controlPlane, record, planned);
  } catch (error) {
    if (isKindUnknown(error)) return unserved;
    if (failureKind(error) !== 'for-good') throw error;
    return { ...unserved, served: true, problem: sentenceOf(error) };
  }
}

async function look(controlPlane: ControlPlane, record: Planned, planned: PlannedObject): Promise<Looked> {
  const reference = referenceOf(planned.object);
  const progressive = planned.treatment === 'progressive';
  const [live, deployment] = await Promise.all([
    controlPlane.read(record.account, reference),
    progressive ? controlPlane.read(record.account, deploymentReference(reference)) : undefined,
  ]);
  const problem =
    live !== undefined && progressive ? (isGoing(live) ?? referenceProblem(planned.object, live)) : undefined;
  return { planned, live, served: true, ...defined({ problem, deployment }) };
}

/** Another apply would keep what is being taken away. */
function isGoing(rollout: KubernetesObject): string | undefined {
  if (rollout.metadata.annotations?.[givingBackAnnotation] === undefined) return undefined;
  return `${objectName(referenceOf(rollout))} is being given back to a Deployment; wait until that is done, or run "gennaker give-back" again if it was stopped.`;
}

async function autoscalersBeside(controlPlane: ControlPlane, record: Planned): Promise<readonly KubernetesObject[]> {
  const namespaces = new Set(
    record.plan.objects
      .filter(({ treatment }) => treatment === 'progressive')
      .map(({ object }) => object.metadata.namespace ?? ''),
  );
  const lists = await Promise.all(
    [...namespaces].map((namespace) =>
      controlPlane.list(record.account, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace }),
    ),
  );
  return lists.flat();
}

/** Without the uid, an apply to an object that was deleted meanwhile would make it anew in spite of its version (measured). */
function sameObject({ metadata }: KubernetesObject): Partial<ObjectMetadata> {
  return defined({ uid: metadata.uid, resourceVersion: metadata.resourceVersion });
}

/** Conditional where we send a number that we read: an autoscaler that writes in between wins, and we read again. */
function toApply(looked: Looked, autoscalers: readonly KubernetesObject[]): KubernetesObject {
  const { planned, live } = looked;
  const { object, replicas } = planned;
  if (planned.isReferredTo === true) return onItsPods(object, live);
  if (replicas === undefined) return object;
  const { Rollout, Deployment } = autoscalersOf(object, autoscalers);
  const aimed = live === undefined ? [...Rollout, ...Deployment] : Rollout;
  const sent = replicasToSend(replicas, wantedNow(looked), aimed.length > 0);
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  const metadata = live === undefined ? object.metadata : { ...object.metadata, ...sameObject(live) };
  return { ...object, metadata, spec: { ...spec, replicas: sent } };
}

/** By the Rollout, or by the Deployment that it takes over first. */
function wantedNow({ live, deployment }: Looked): number | undefined {
  if (live !== undefined) return readRollout(live).wanted;
  const wanted = deployment === undefined ? 0 : readPlainDeployment(deployment).wanted;
  return wanted === 0 ? undefined : wanted;
}

function beforeOf({ object }: PlannedObject, live: KubernetesObject | undefined): RolloutBefore {
  const state = live === undefined ? undefined : readRollout(live);
  const { namespace = '', name } = object.metadata;
  return { namespace, name, ...defined({ podHash: state?.podHash, stablePodHash: state?.stablePodHash }) };
}

/**
 * An object that carries our deployment's id was applied by it: by us, before we were killed. What is kept as applied was
 * too, though another deployment may have applied the same definition since: else the two would do so for ever.
 */
export function wasApplied({ applied }: Pick<DeploymentRecord, 'applied'>, { live, planned }: Prepared): boolean {
  if (live === undefined) return false;
  const id = planned.object.metadata.annotations?.[deploymentIdAnnotation];
  const carriesIt = id !== undefined && live.metadata.annotations?.[deploymentIdAnnotation] === id;
  return carriesIt || applied.some(({ uid }) => uid === live.metadata.uid);
}

export function appliedObject(object: KubernetesObject): AppliedObject {
  return {
    reference: referenceOf(object),
    uid: object.metadata.uid ?? '',
    generation: object.metadata.generation ?? 0,
  };
}
