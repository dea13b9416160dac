import { objectName } from './kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from './kubernetes-object.ts';
import { blocked } from './follow.ts';
import type { PlainDeployment } from './plain-deployment.ts';
import { condition, hasSeenWorkload, isObserved } from './rollout.ts';
import type { RolloutState } from './rollout.ts';

/**
 * What the cluster shows of one workload on its way from a Deployment to the Rollout of its name. All that a step follows
 * from: whoever is killed between two of them loses nothing.
 */
export interface AdoptionView {
  /** The Rollout, whether it exists or not. */
  readonly reference: ObjectReference;
  readonly deployment: PlainDeployment | undefined;
  readonly rollout: BesideRollout | undefined;
  /** Autoscalers of the workload, by what they aim at. */
  readonly autoscalers: Readonly<Record<'Deployment' | 'Rollout', readonly KubernetesObject[]>>;
  /** Somebody or something wants it to end here. */
  readonly interrupted: boolean;
  /** Argo Rollouts has not looked at the Rollout for longer than it may. */
  readonly unanswered: boolean;
  /** The Deployment has stood down, and long after that somebody still scales it up. */
  readonly contested: boolean;
}

export interface BesideRollout {
  readonly state: RolloutState;
  /** The hash of the template that it took over from the Deployment; undefined on any other Rollout. */
  readonly takingOver?: string;
  readonly isBeingDeleted: boolean;
}

export type AdoptionStep =
  /** Make the Rollout, with the version and the number of pods that the Deployment has. */
  | { readonly kind: 'begin'; readonly deployment: PlainDeployment }
  | { readonly kind: 'wait'; readonly sentence: string }
  /** The Deployment was scaled up meanwhile. */
  | { readonly kind: 'grow'; readonly state: RolloutState; readonly replicas: number }
  | { readonly kind: 'aim'; readonly autoscaler: KubernetesObject; readonly at: 'Deployment' | 'Rollout' }
  | { readonly kind: 'standDown'; readonly deployment: PlainDeployment }
  | { readonly kind: 'takeAway'; readonly state: RolloutState }
  | { readonly kind: 'giveUp'; readonly sentence: string }
  /** One of the two ends, or somebody else's. Empty when there was nothing to take over. */
  | { readonly kind: 'done'; readonly sentence: string };

/**
 * The Deployment stands down only when the Rollout has as many available pods as it wants itself. Until then going back
 * costs nothing, after it going on does: an interruption takes the shorter way of the two, and never stays in between.
 */
export function nextAdoptionStep(view: AdoptionView): AdoptionStep {
  const { deployment, rollout, reference } = view;
  const name = objectName({ ...reference, kind: 'Deployment' });
  if (deployment === undefined) return done(rollout === undefined ? '' : `${name} was removed by somebody else.`);
  if (deployment.wanted === 0) return standingDown(view, deployment, name);
  if (rollout === undefined) return view.interrupted ? asBefore(view, name) : { kind: 'begin', deployment };
  if (rollout.takingOver === undefined) return besideAnother(view, name);
  return takingOver(view, { deployment, rollout, name });
}

/** Its pods are going, or somebody wanted none before us. */
function standingDown(view: AdoptionView, { pods, isObserved: seen }: PlainDeployment, name: string): AdoptionStep {
  const { rollout, interrupted, reference } = view;
  if (rollout?.takingOver === undefined) return done('');
  const aimed = view.autoscalers.Deployment[0];
  if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Rollout' };
  const left = seen ? pods.all : Math.max(pods.all, 1);
  if (left > 0 && !interrupted) return { kind: 'wait', sentence: `${name} stands down: ${count(left)} left.` };
  const { available } = rollout.state.pods;
  return done(
    `${name} is taken over: ${objectName(reference)} runs its version on ${available} pods, and the Deployment is kept without any.`,
  );
}

function asBefore({ autoscalers }: AdoptionView, name: string): AdoptionStep {
  const aimed = autoscalers.Rollout[0];
  if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Deployment' };
  return done(`${name} runs as before.`);
}

function besideAnother({ interrupted, reference }: AdoptionView, name: string): AdoptionStep {
  const sentence = `${objectName(reference)} was made beside ${name} by somebody else, and both were left as they are.`;
  return interrupted ? done(sentence) : { kind: 'giveUp', sentence };
}

interface Pair {
  readonly deployment: PlainDeployment;
  readonly rollout: BesideRollout;
  /** Of the Deployment. */
  readonly name: string;
}

function takingOver(view: AdoptionView, pair: Pair): AdoptionStep {
  const { deployment, rollout, name } = pair;
  const { state } = rollout;
  if (rollout.isBeingDeleted)
    return { kind: 'wait', sentence: `${objectName(view.reference)} beside ${name} is going.` };
  if (view.contested) return leftToOwner(view, pair);
  if (canTakeOver(pair)) {
    const aimed = view.autoscalers.Deployment[0];
    if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Rollout' };
    return { kind: 'standDown', deployment };
  }
  if (view.interrupted) return { kind: 'takeAway', state };
  const problem = hopeless(view, pair);
  if (problem !== undefined) return { kind: 'giveUp', sentence: problem };
  if (state.wanted < deployment.wanted) return { kind: 'grow', state, replicas: deployment.wanted };
  const ready = `${state.pods.available} of ${state.wanted} pods of the Rollout beside it are ready`;
  return { kind: 'wait', sentence: `Taking over ${name}: ${ready}.` };
}

/** Two that scale against each other come to no end: whoever wants its pods has them, and the Rollout goes when they are there. */
function leftToOwner({ interrupted, autoscalers }: AdoptionView, { deployment, rollout, name }: Pair): AdoptionStep {
  const { wanted, pods, isObserved: seen } = deployment;
  if (!interrupted) {
    const sentence = `${name} was scaled up again after it had stood down; whoever does so has to leave it before it can be taken over.`;
    return { kind: 'giveUp', sentence };
  }
  const aimed = autoscalers.Rollout[0];
  if (aimed !== undefined) return { kind: 'aim', autoscaler: aimed, at: 'Deployment' };
  if (seen && pods.available >= wanted) return { kind: 'takeAway', state: rollout.state };
  return { kind: 'wait', sentence: `${pods.available} of ${wanted} pods of ${name} are ready again.` };
}

/** Pods that are not ready are not behind the Service; from here on there are enough that are. */
function canTakeOver({ deployment, rollout: { state, takingOver: version } }: Pair): boolean {
  const runsOneVersion = state.podHash !== undefined && state.podHash === state.stablePodHash;
  const isSeen = isObserved(state) && hasSeenWorkload(state, deployment.generation);
  const isHealthy = state.phase === 'Healthy' && isSeen && runsOneVersion;
  const enough = Math.min(state.wanted, state.pods.available) >= deployment.wanted;
  return isHealthy && enough && version === deployment.version;
}

function hopeless({ unanswered, reference }: AdoptionView, { deployment, rollout, name }: Pair): string | undefined {
  const { state } = rollout;
  const beside = objectName(reference);
  if (rollout.takingOver !== deployment.version) return `${name} was given another version while it was taken over.`;
  const refused = blocked(state, beside);
  if (refused !== undefined) return refused.sentence;
  if (condition(state, 'Progressing')?.reason === 'ProgressDeadlineExceeded')
    return `The pods of ${beside}, which is to take over ${name}, do not become ready: ${state.pods.available} of ${state.wanted} are.`;
  return unanswered
    ? `Argo Rollouts does not look at ${beside}, which is to take over ${name}: is its controller running in this cluster, and does it look after this namespace and instance id?`
    : undefined;
}

function count(pods: number): string {
  return pods === 1 ? '1 pod is' : `${pods} pods are`;
}

function done(sentence: string): AdoptionStep {
  return { kind: 'done', sentence };
}
