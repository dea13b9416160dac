import type { BesideRollout } from './adoption.ts';
import { objectName } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import { isAtRest } from './plain-deployment.ts';
import type { PlainDeployment } from './plain-deployment.ts';
import { isObserved } from './rollout.ts';

/** What the cluster shows of one workload on its way from a Rollout to the Deployment of its name. */
export interface GivingBackView {
  /** The Rollout, whether it exists or not. */
  readonly reference: ObjectReference;
  readonly rollout: (BesideRollout & { readonly isMarked: boolean; readonly refers: boolean }) | undefined;
  /** `version`: the pod hash that it was given back from. */
  readonly deployment: (PlainDeployment & { readonly givenBackFrom?: string }) | undefined;
  readonly autoscalers: Readonly<Record<'Deployment' | 'Rollout', readonly KubernetesObject[]>>;
  /** Of a Rollout that refers to the Deployment: that says something else than the Rollout runs, or is not there. */
  readonly otherVersion: boolean;
  /** The pods of the Deployment do not come. */
  readonly givenUp: boolean;
}

type Rollout = NonNullable<GivingBackView['rollout']>;

export type GivingBackStep =
  | { readonly kind: 'refused'; readonly sentence: string }
  /** Let no deployment begin meanwhile, or let them again. */
  | { readonly kind: 'mark'; readonly rollout: Rollout; readonly as: 'true' | undefined }
  /** Give the Deployment, or a new one, the Rollout's version and number of pods. */
  | { readonly kind: 'raise'; readonly rollout: Rollout }
  | { readonly kind: 'scale'; readonly deployment: PlainDeployment; readonly replicas: number }
  | { readonly kind: 'aim'; readonly autoscaler: KubernetesObject; readonly at: 'Deployment' | 'Rollout' }
  | { readonly kind: 'takeAway' }
  | { readonly kind: 'wait'; readonly sentence: string }
  | { readonly kind: 'giveUp'; readonly sentence: string }
  | { readonly kind: 'done'; readonly sentence: string };

/** The reverse of an adoption: the Rollout goes when the Deployment has as many available pods as it wants itself. */
export function nextGivingBackStep(view: GivingBackView): GivingBackStep {
  const { rollout } = view;
  if (rollout === undefined) return withoutRollout(view);
  if (rollout.isBeingDeleted) return { kind: 'wait', sentence: `${objectName(view.reference)} is going.` };
  if (view.givenUp) return backToRollout(view, rollout);
  return rollout.isMarked ? givingBack(view, rollout) : mayBegin(view, rollout);
}

function withoutRollout({ reference, deployment, autoscalers }: GivingBackView): GivingBackStep {
  const name = objectName({ ...reference, kind: 'Deployment' });
  if (deployment === undefined || deployment.wanted === 0)
    return { kind: 'refused', sentence: `${objectName(reference)} does not exist: there is nothing to give back.` };
  const aimed = autoscalers.Rollout[0];
  if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Deployment' };
  return { kind: 'done', sentence: `${name} runs the workload on ${deployment.wanted} pods, and no Rollout does.` };
}

function mayBegin(view: GivingBackView, rollout: Rollout): GivingBackStep {
  const why = besideDeployment(view, rollout) ?? notAtRest(view, rollout);
  if (why === undefined) return { kind: 'mark', rollout, as: 'true' };
  return { kind: 'refused', sentence: `${objectName(view.reference)} is not given back: ${why}` };
}

function besideDeployment({ deployment }: GivingBackView, { takingOver, refers }: Rollout): string | undefined {
  if (deployment === undefined)
    return refers ? 'the Deployment that it refers to is gone; run the stage, which makes that again.' : undefined;
  if (deployment.wanted === 0) return undefined;
  return takingOver === undefined
    ? 'a Deployment of its name runs beside it; scale that to 0, and find out who started it.'
    : 'it is just taking the Deployment over; wait until that is done, or abort it.';
}

function notAtRest({ otherVersion }: GivingBackView, { state }: Rollout): string | undefined {
  if (state.wanted === 0) return 'it runs no pods; delete it, and scale the Deployment up.';
  if (state.podHash !== state.stablePodHash || otherVersion)
    return 'it is not at rest on one version; approve or abort what it rolls out first.';
  if (state.phase === 'Healthy' && isObserved(state)) return undefined;
  return 'not all of its pods run yet, or Argo Rollouts has not looked at it since it changed; try again in a moment.';
}

function givingBack(view: GivingBackView, rollout: Rollout): GivingBackStep {
  const { deployment, reference, otherVersion } = view;
  const { state } = rollout;
  if (state.podHash !== state.stablePodHash || otherVersion)
    return { kind: 'giveUp', sentence: `${objectName(reference)} was given another version by somebody else.` };
  if (deployment === undefined || deployment.wanted === 0 || deployment.givenBackFrom !== state.stablePodHash)
    return { kind: 'raise', rollout };
  if (deployment.wanted < state.wanted) return { kind: 'scale', deployment, replicas: state.wanted };
  return whilePodsCome(view, deployment);
}

function whilePodsCome({ reference, autoscalers }: GivingBackView, deployment: PlainDeployment): GivingBackStep {
  const name = objectName({ ...reference, kind: 'Deployment' });
  const ready = `${deployment.pods.available} of ${deployment.wanted} pods of the Deployment beside it are ready`;
  if (deployment.isObserved && deployment.progress === 'ProgressDeadlineExceeded')
    return { kind: 'giveUp', sentence: `The pods of ${name} do not become ready: ${ready}.` };
  if (!isAtRest(deployment)) return { kind: 'wait', sentence: `Giving ${objectName(reference)} back: ${ready}.` };
  const aimed = autoscalers.Rollout[0];
  return aimed === undefined ? { kind: 'takeAway' } : { kind: 'aim', autoscaler: aimed, at: 'Deployment' };
}

/** The Rollout has kept all its pods. */
function backToRollout({ deployment, autoscalers, reference }: GivingBackView, rollout: Rollout): GivingBackStep {
  const aimed = autoscalers.Deployment[0];
  if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Rollout' };
  if (deployment !== undefined && deployment.wanted > 0) return { kind: 'scale', deployment, replicas: 0 };
  if (rollout.isMarked) return { kind: 'mark', rollout, as: undefined };
  return { kind: 'refused', sentence: `${objectName(reference)} runs as before.` };
}
