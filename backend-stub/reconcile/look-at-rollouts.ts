import { bind, replacedBeforeItBegan } from '../deployment/bind.ts';
import type { BindInput, BindResult } from '../deployment/bind.ts';
import { deploymentReference, isReferredTo, withReferredTemplate } from '../deployment/by-reference.ts';
import { follow } from '../deployment/follow.ts';
import type { Situation } from '../deployment/follow.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import type { AppliedObject, Binding, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { RolloutState } from '../deployment/rollout.ts';
import { podHashLabel } from '../deployment/template.ts';
import { mayLackStablePods, stableTrouble, troubles } from '../deployment/trouble.ts';
import { sentenceOf } from './failures.ts';
import type { Services } from './services.ts';

/** One rollout after one look. */
export interface Looked {
  readonly applied: AppliedObject;
  readonly situation: Situation;
  readonly binding?: Binding;
  readonly state?: RolloutState;
  readonly troubles: readonly string[];
}

export type Seen =
  { readonly kind: 'seen'; readonly rollouts: readonly Looked[] } | { readonly kind: 'unseen'; readonly why: string };

/** A look asks the cluster only. */
type Asked = Pick<Services, 'controlPlane'>;

/** What the shared watch shows of every rollout of a deployment; all of them, or none: half a view decides nothing. */
export async function lookAtRollouts(
  services: Asked,
  { record, quiet }: { readonly record: DeploymentRecord; readonly quiet: boolean },
): Promise<Seen> {
  const rollouts: Looked[] = [];
  for (const applied of record.applied.filter(({ reference }) => reference.kind === 'Rollout')) {
    const observation = services.controlPlane.observe(record.account, applied.reference);
    if (observation.kind === 'unknown') return { kind: 'unseen', why: observation.why };
    const state = observation.kind === 'present' ? readRollout(observation.object) : undefined;
    rollouts.push(await lookAt(services, record, { applied, state, quiet }));
  }
  return { kind: 'seen', rollouts };
}

interface Glance {
  readonly applied: AppliedObject;
  readonly state: RolloutState | undefined;
  readonly quiet: boolean;
}

async function lookAt(services: Asked, record: DeploymentRecord, glance: Glance): Promise<Looked> {
  const { applied, state } = glance;
  const { name, namespace } = applied.reference;
  const known = record.bindings.find(({ reference }) => reference.name === name && reference.namespace === namespace);
  const bound = known ?? (await tryToBind(services, record, glance));
  const binding = 'podHash' in bound ? bound : undefined;
  const situation = 'podHash' in bound ? follow({ binding: bound, state, steps: record.policy.steps }) : bound;
  const found = await troublesOf(services, record, { ...glance, situation });
  return { applied, situation, troubles: found, ...defined({ binding, state }) };
}

async function tryToBind(services: Asked, record: DeploymentRecord, glance: Glance): Promise<Binding | Situation> {
  const input = inputOf(record, glance);
  const glimpse = bind({ ...input, replicaSets: [] });
  // As long as the status does not speak of our template, no ReplicaSet can.
  if (glimpse.kind !== 'not-yet' || glimpse.otherTemplate === undefined) return situationOf(glimpse);
  return bindToReplicaSet(services, record, { ...glance, input });
}

type Input = Omit<BindInput, 'replicaSets'>;

function inputOf(record: DeploymentRecord, { applied, state }: Glance): Input {
  const { name, namespace } = applied.reference;
  const before = record.before.find((rollout) => rollout.name === name && rollout.namespace === namespace);
  const planned = plannedRollout(record, applied);
  const deployment = appliedDeployment(record, planned);
  return {
    ...{ applied, planned, state },
    ...defined({ stableBefore: before?.stablePodHash, podHashBefore: before?.podHash }),
    ...(deployment === undefined ? {} : { workload: { applied: deployment } }),
  };
}

/** The Deployment to which a Rollout of the plan refers, as it was applied. */
function appliedDeployment({ plan, applied }: DeploymentRecord, rollout: KubernetesObject): AppliedObject | undefined {
  if (!plan.objects.some((one) => isReferredTo(one, rollout))) return undefined;
  const { kind, name, namespace } = deploymentReference(referenceOf(rollout));
  return applied.find(
    ({ reference }) => reference.kind === kind && reference.name === name && reference.namespace === namespace,
  );
}

async function bindToReplicaSet(
  services: Asked,
  record: DeploymentRecord,
  { input, ...glance }: Glance & { readonly input: Input },
): Promise<Binding | Situation> {
  const [replicaSets, workload] = await Promise.all([
    ofPodHash(services, record, { ...glance, apiVersion: 'apps/v1', kind: 'ReplicaSet' }),
    readWorkload(services, record, input),
  ]);
  if (workload?.kind === 'lost') return workload.situation;
  const result = bind({ ...input, replicaSets, ...defined({ workload }) });
  if (result.kind !== 'not-yet' || result.otherTemplate === undefined) return situationOf(result);
  const { applied, live } = workload ?? (await readRolloutItself(services, record, input));
  return replacedBeforeItBegan({ applied, planned: input.planned }, live) ?? result.situation;
}

type Holder = NonNullable<Input['workload']> & { readonly kind: 'read' };

/** Undefined where the Rollout has its template itself. */
async function readWorkload(
  { controlPlane }: Asked,
  { account }: DeploymentRecord,
  { applied: rollout, workload }: Input,
): Promise<Holder | { readonly kind: 'lost'; readonly situation: Situation } | undefined> {
  if (workload === undefined) return undefined;
  const { applied } = workload;
  const live = await controlPlane.read(account, applied.reference);
  if (live !== undefined) return { kind: 'read', applied, live };
  const sentence = `${objectName(applied.reference)}, to which ${objectName(rollout.reference)} refers, was deleted before its rollout began.`;
  return { kind: 'lost', situation: { kind: 'deleted', sentence } };
}

/** The watch keeps no templates. */
async function readRolloutItself(
  { controlPlane }: Asked,
  { account }: DeploymentRecord,
  { applied }: Input,
): Promise<Holder> {
  return { kind: 'read', applied, ...defined({ live: await controlPlane.read(account, applied.reference) }) };
}

function situationOf(result: BindResult): Binding | Situation {
  return result.kind === 'bound' ? result.binding : result.situation;
}

/**
 * The Rollout as it was planned, with its template wherever that stands. Throws when the plan lacks it: then the record
 * contradicts itself.
 */
export function plannedRollout(
  { id, plan }: DeploymentRecord,
  { reference }: Pick<AppliedObject, 'reference'>,
): KubernetesObject {
  const { kind, name, namespace } = reference;
  const named = (wanted: string): KubernetesObject | undefined =>
    plan.objects
      .map(({ object }) => object)
      .find(
        (object) => object.kind === wanted && object.metadata.name === name && object.metadata.namespace === namespace,
      );
  const planned = named(kind);
  if (planned === undefined) throw new Error(`the plan of deployment ${id} lacks Rollout ${name}`);
  return withReferredTemplate(planned, named('Deployment'));
}

interface Wanted extends Glance {
  readonly apiVersion: string;
  readonly kind: string;
  /** The current one when it is left out. */
  readonly podHash?: string;
}

async function ofPodHash(
  { controlPlane }: Asked,
  { account }: DeploymentRecord,
  wanted: Wanted,
): Promise<readonly KubernetesObject[]> {
  const { applied, state, apiVersion, kind, podHash = state?.podHash } = wanted;
  if (podHash === undefined) return [];
  return controlPlane.list(account, {
    apiVersion,
    kind,
    namespace: applied.reference.namespace ?? '',
    labels: `${podHashLabel}=${podHash}`,
  });
}

/** Only while some of the new pods are missing: there is nothing to ask about a rollout that goes well. */
export function wantsTroubles({ kind }: Situation, state: RolloutState | undefined): boolean {
  if (kind === 'stalled') return true;
  return kind === 'progressing' && state !== undefined && state.pods.available < state.pods.all;
}

/** While the cluster has news, the rollout moves: then what was known stays, and pods are asked for when it is quiet. */
async function troublesNow(
  services: Asked,
  record: DeploymentRecord,
  { situation, ...glance }: Glance & { readonly situation: Situation },
): Promise<readonly string[]> {
  if (situation.kind === 'stalled' || glance.quiet) return podTroubles(services, record, glance);
  const { name, namespace = '' } = glance.applied.reference;
  const known = record.rollouts.find((report) => report.name === name && report.namespace === namespace);
  return known?.troubles ?? [];
}

/** Not being able to look at pods holds nothing up: it is one more thing to say. */
async function troublesOf(
  services: Asked,
  record: DeploymentRecord,
  { situation, ...glance }: Glance & { readonly situation: Situation },
): Promise<readonly string[]> {
  try {
    if (wantsTroubles(situation, glance.state)) return await troublesNow(services, record, { ...glance, situation });
    return situation.kind === 'waiting' ? await stableTroubles(services, record, glance) : [];
  } catch (error) {
    return [`why pods are not ready can not be read: ${sentenceOf(error)}`];
  }
}

async function podTroubles(services: Asked, record: DeploymentRecord, glance: Glance): Promise<readonly string[]> {
  const [pods, replicaSets] = await Promise.all([
    ofPodHash(services, record, { ...glance, apiVersion: 'v1', kind: 'Pod' }),
    ofPodHash(services, record, { ...glance, apiVersion: 'apps/v1', kind: 'ReplicaSet' }),
  ]);
  return troubles(pods, replicaSets);
}

async function stableTroubles(services: Asked, record: DeploymentRecord, glance: Glance): Promise<readonly string[]> {
  const podHash = glance.state?.stablePodHash;
  if (podHash === undefined || glance.state === undefined || !mayLackStablePods(glance.state)) return [];
  const wanted = { ...glance, apiVersion: 'apps/v1', kind: 'ReplicaSet', podHash };
  const found = stableTrouble(await ofPodHash(services, record, wanted));
  return found === undefined ? [] : [found];
}
