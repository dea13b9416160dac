import { adoptionProblems, runsBeside } from '../deployment/adoption-problems.ts';
import { adoptionWarnings, sharedServiceWarnings } from '../deployment/adoption-warnings.ts';
import { aim, besideRollout, standDown } from '../deployment/beside-rollout.ts';
import { autoscalersOf } from '../deployment/autoscalers.ts';
import { leftTo } from '../deployment/owner-words.ts';
import type { Owned } from '../deployment/ownership.ts';
import { at, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { takingOverAnnotation } from '../deployment/labels.ts';
import { readPlainDeployment } from '../deployment/plain-deployment.ts';
import type { PlannedObject } from '../deployment/record.ts';
import { rolloutApiVersion } from '../deployment/rollout-from-deployment.ts';
import { selectorText } from '../deployment/selectors.ts';
import { workloadOwners } from '../deployment/workload-owners.ts';
import type { ControlPlane } from '../ports.ts';
import type { Planned } from './apply.ts';
import { sentencesOfRejected } from './failures.ts';

/** A workload of the plan that runs as a Deployment. */
export interface Adoption {
  readonly planned: PlannedObject;
  readonly deployment: KubernetesObject;
  /** The Rollout of its name, where it is being taken over already. */
  readonly rollout: KubernetesObject | undefined;
}

/** What runs as a Deployment and comes under a Rollout before anything of the plan is applied. */
export interface Adoptions {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly pending: readonly Adoption[];
  /** What of them belongs to somebody else: problems too, unless the stage takes it over from him. */
  readonly owned: readonly Owned[];
}

/** The Deployment that a planned Rollout takes over first. */
export function adoptedBy({ pending }: Adoptions, planned: PlannedObject): KubernetesObject | undefined {
  return pending.find((one) => one.planned === planned)?.deployment;
}

interface Found {
  readonly planned: PlannedObject;
  readonly live: KubernetesObject | undefined;
  readonly deployment?: KubernetesObject;
}

/** Reads only, and nothing where no Deployment runs. A Deployment without pods stands in nobody's way. */
export async function lookAtAdoptions(
  controlPlane: ControlPlane,
  record: Planned,
  { found, autoscalers }: { readonly found: readonly Found[]; readonly autoscalers: readonly KubernetesObject[] },
): Promise<Adoptions> {
  const running = found.flatMap(({ planned, live, deployment }) =>
    deployment !== undefined && readPlainDeployment(deployment).wanted > 0
      ? [{ planned, deployment, rollout: live }]
      : [],
  );
  if (running.length === 0) return { problems: [], warnings: [], pending: [], owned: [] };
  const [beside, pending] = partition(running, ({ rollout }) => rollout !== undefined && !isTakingOver(rollout));
  const fresh = pending.filter(({ rollout }) => rollout === undefined);
  const [problems, owned, warnings] = await Promise.all([
    Promise.all(fresh.map((one) => problemsOf(controlPlane, record, { ...one, autoscalers }))),
    Promise.all(pending.map((one) => ownersOf(controlPlane, record, { ...one, autoscalers }))),
    warningsOf(controlPlane, record, { pending, autoscalers }),
  ]);
  const left =
    record.policy.takeOwnership === true ? [] : owned.filter((_all, index) => pending[index]?.rollout === undefined);
  return {
    problems: [
      ...beside.map(({ deployment }) => runsBeside(deployment)),
      ...left.flat().map(leftTo),
      ...problems.flat(),
    ],
    warnings,
    pending,
    owned: owned.flat(),
  };
}

function isTakingOver({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[takingOverAnnotation] !== undefined;
}

function partition<Item>(items: readonly Item[], is: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}

async function problemsOf(
  controlPlane: ControlPlane,
  { account }: Planned,
  { planned, deployment, autoscalers }: Adoption & { readonly autoscalers: readonly KubernetesObject[] },
): Promise<readonly string[]> {
  const { namespace = '' } = deployment.metadata;
  const selected = { namespace, labels: selectorText(at(deployment, 'spec', 'selector')) };
  const [pods, replicaSets] = await Promise.all([
    controlPlane.list(account, { apiVersion: 'v1', kind: 'Pod', ...selected }),
    controlPlane.list(account, { apiVersion: 'apps/v1', kind: 'ReplicaSet', ...selected }),
  ]);
  return adoptionProblems({ planned: planned.object, deployment, autoscalers, pods, replicaSets });
}

async function ownersOf(
  controlPlane: ControlPlane,
  { account }: Planned,
  { deployment, autoscalers }: Adoption & { readonly autoscalers: readonly KubernetesObject[] },
): Promise<readonly Owned[]> {
  const { namespace = '' } = deployment.metadata;
  const rollouts = await controlPlane.list(account, { apiVersion: rolloutApiVersion, kind: 'Rollout', namespace });
  return workloadOwners({ deployment, autoscalers, rollouts });
}

async function warningsOf(
  controlPlane: ControlPlane,
  { account, plan }: Planned,
  { pending, autoscalers }: { pending: readonly Adoption[]; autoscalers: readonly KubernetesObject[] },
): Promise<readonly string[]> {
  const planned = plan.objects.map(({ object }) => object);
  const services = planned.filter(({ kind }) => kind === 'Service');
  const namespaces = new Set(pending.map(({ deployment }) => deployment.metadata.namespace ?? ''));
  const deployments = await Promise.all(
    [...namespaces].map((namespace) =>
      controlPlane.list(account, { apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
    ),
  );
  return [
    ...pending.flatMap(({ deployment }) => adoptionWarnings(deployment, { planned, autoscalers })),
    ...sharedServiceWarnings(services, deployments.flat()),
  ];
}

interface Looked {
  readonly adoptions: Adoptions;
  readonly autoscalers: readonly KubernetesObject[];
}

/** Why the API server would refuse a write of an adoption: what a right or a policy forbids is known before anything moves. */
export async function tryAdoptions(
  controlPlane: ControlPlane,
  account: string,
  { adoptions, autoscalers }: Looked,
): Promise<readonly string[]> {
  const tries = await Promise.allSettled(
    adoptions.pending.flatMap((adoption) => writesOf(controlPlane, account, { ...adoption, autoscalers })),
  );
  return sentencesOfRejected(tries);
}

function writesOf(
  controlPlane: ControlPlane,
  account: string,
  { planned, deployment, rollout, autoscalers }: Adoption & { readonly autoscalers: readonly KubernetesObject[] },
): readonly Promise<unknown>[] {
  const beside = besideRollout(planned.object, deployment);
  const leave = standDown(readPlainDeployment(deployment), planned.object.metadata.name);
  const aimed = autoscalersOf(deployment, autoscalers).Deployment;
  const dryRun = true;
  return [
    controlPlane.apply(account, beside, { dryRun }),
    controlPlane.patch(account, referenceOf(deployment), { ...leave, dryRun }),
    ...aimed.map((one) => controlPlane.patch(account, referenceOf(one), { ...aim(one, 'Rollout'), dryRun })),
    controlPlane.delete(account, rollout ?? beside, { dryRun }),
  ];
}
