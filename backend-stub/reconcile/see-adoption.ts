import { defined } from '../contract/defined.ts';
import type { AdoptionView, BesideRollout } from '../deployment/adoption.ts';
import { autoscalersOf } from '../deployment/autoscalers.ts';
import { deploymentReference } from '../deployment/by-reference.ts';
import { referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { takingOverAnnotation } from '../deployment/labels.ts';
import { readPlainDeployment } from '../deployment/plain-deployment.ts';
import { readRollout } from '../deployment/rollout.ts';
import type { Stored } from './advance.ts';
import type { Services } from './services.ts';

/** One workload, fresh from the API server. */
export interface SeenAdoption {
  /** The Rollout that the plan wants. */
  readonly planned: KubernetesObject;
  readonly live: Readonly<Partial<Record<'deployment' | 'rollout', KubernetesObject>>>;
  readonly view: AdoptionView;
}

/** The Rollout is read last: what it is said to have ready, it had after everything else was seen. */
export async function seeAdoption(
  services: Services,
  { record, stopwatch }: Pick<Stored, 'record' | 'stopwatch'>,
  { planned }: { readonly planned: KubernetesObject },
): Promise<SeenAdoption> {
  const { controlPlane } = services;
  const { account } = record;
  const reference = referenceOf(planned);
  const namespace = reference.namespace ?? '';
  const [deployment, autoscalers] = await Promise.all([
    controlPlane.read(account, deploymentReference(reference)),
    controlPlane.list(account, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace }),
  ]);
  const rollout = await controlPlane.read(account, reference);
  const beside = rollout === undefined ? undefined : readBeside(rollout);
  const plain = deployment === undefined ? undefined : readPlainDeployment(deployment);
  const view = {
    reference,
    deployment: plain,
    rollout: beside,
    autoscalers: autoscalersOf(planned, autoscalers),
    interrupted: record.ending !== undefined,
    unanswered: isUnanswered(services, stopwatch, beside),
    contested: isContested(stopwatch, { deployment: plain, rollout: beside }),
  };
  return { planned, live: defined({ deployment, rollout }), view };
}

export function readBeside(rollout: KubernetesObject): BesideRollout {
  const { annotations, deletionTimestamp } = rollout.metadata;
  return {
    state: readRollout(rollout),
    isBeingDeleted: deletionTimestamp !== undefined,
    ...defined({ takingOver: annotations?.[takingOverAnnotation] }),
  };
}

/** Of its first look only: a controller that has looked once, and is restarted, is waited for. */
function isUnanswered(
  { settings }: Services,
  stopwatch: Stored['stopwatch'],
  beside: BesideRollout | undefined,
): boolean {
  if (beside === undefined || beside.state.observedGeneration > 0) return false;
  return stopwatch.seconds(`${beside.state.uid} is not looked at`) >= settings.graces.unbound;
}

/** In seconds since it stood down: a write of somebody else that was under way comes sooner. */
const mostContested = 30;

function isContested(
  stopwatch: Stored['stopwatch'],
  { deployment, rollout }: Pick<AdoptionView, 'deployment' | 'rollout'>,
): boolean {
  if (deployment === undefined || rollout?.takingOver === undefined) return false;
  const stoodDown = `${deployment.uid} stood down`;
  if (deployment.wanted === 0 && !stopwatch.knows(stoodDown)) stopwatch.begin(stoodDown);
  return deployment.wanted > 0 && stopwatch.knows(stoodDown) && stopwatch.seconds(stoodDown) >= mostContested;
}
