import { nextAdoptionStep } from '../../../backend-stub/deployment/adoption.ts';
import type { AdoptionStep, AdoptionView } from '../../../backend-stub/deployment/adoption.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { PlainDeployment } from '../../../backend-stub/deployment/plain-deployment.ts';
import type { RolloutState } from '../../../backend-stub/deployment/rollout.ts';

const named = { namespace: 'shop', name: 'web' } as const;
const rolloutReference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', ...named } as const;
const autoscaler: KubernetesObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: named,
};

export interface Workload {
  readonly wanted: number;
  /** Pods that run, and those of them that are ready. */
  readonly pods: number;
  readonly ready: number;
}

/** A Deployment and the Rollout beside it, as simple as can be: pods come, become ready and go when the history says so. */
export interface World {
  readonly deployment: Workload;
  readonly rollout: Workload | undefined;
  readonly aimsAt: 'Deployment' | 'Rollout' | undefined;
  readonly interrupted: boolean;
  /** The most pods that anybody asked for. */
  readonly most: number;
}

export function begin(replicas: number, autoscaled: boolean): World {
  const deployment = { wanted: replicas, pods: replicas, ready: replicas };
  const aimsAt = autoscaled ? 'Deployment' : undefined;
  return { deployment, rollout: undefined, aimsAt, interrupted: false, most: replicas };
}

export function deploymentOf({ wanted, pods, ready }: Workload): PlainDeployment {
  return {
    reference: { apiVersion: 'apps/v1', kind: 'Deployment', ...named },
    uid: 'deployment',
    generation: 1,
    resourceVersion: '1',
    wanted,
    isObserved: true,
    pods: { all: pods, updated: pods, available: ready },
    paused: false,
    version: 'first',
  };
}

export function rolloutOf({ wanted, pods, ready }: Workload): RolloutState {
  return {
    reference: rolloutReference,
    uid: 'rollout',
    resourceVersion: '1',
    generation: 1,
    observedGeneration: 1,
    wanted,
    steps: [],
    pausedByHand: false,
    phase: pods === wanted && ready === wanted ? 'Healthy' : 'Progressing',
    podHash: 'hash',
    stablePodHash: 'hash',
    pauses: [],
    controllerPause: false,
    abort: false,
    promoteFull: false,
    pods: { all: pods, updated: pods, ready, available: ready },
    conditions: [],
  };
}

export function viewOf({ deployment, rollout, aimsAt, interrupted }: World): AdoptionView {
  return {
    reference: rolloutReference,
    deployment: deploymentOf(deployment),
    rollout:
      rollout === undefined ? undefined : { state: rolloutOf(rollout), takingOver: 'first', isBeingDeleted: false },
    autoscalers: {
      Deployment: aimsAt === 'Deployment' ? [autoscaler] : [],
      Rollout: aimsAt === 'Rollout' ? [autoscaler] : [],
    },
    interrupted,
    unanswered: false,
    contested: false,
  };
}

/** What the write of a step changes; nothing where it is none. */
export function carriedOut(world: World, step: AdoptionStep): World {
  switch (step.kind) {
    case 'begin':
      return { ...world, rollout: { wanted: step.deployment.wanted, pods: 0, ready: 0 } };
    case 'grow':
      return world.rollout === undefined ? world : { ...world, rollout: { ...world.rollout, wanted: step.replicas } };
    case 'aim':
      return { ...world, aimsAt: step.at };
    case 'standDown':
      return { ...world, deployment: { ...world.deployment, wanted: 0 } };
    case 'takeAway':
      return { ...world, rollout: undefined };
    case 'giveUp':
      return { ...world, interrupted: true };
    case 'wait':
    case 'done':
      return world;
  }
}

/** A step, whatever happened before: it remembers nothing. */
export function step(world: World): { readonly world: World; readonly step: AdoptionStep } {
  const next = nextAdoptionStep(viewOf(world));
  return { world: carriedOut(world, next), step: next };
}

export type Event =
  | 'look'
  /** Killed between a look and its write: the look is for nothing. */
  | 'killed'
  | 'podStarts'
  | 'podReady'
  | 'podsGo'
  | 'scaledUp'
  | 'scaledDown'
  | 'interrupt';

export function happen(world: World, event: Event): World {
  switch (event) {
    case 'look':
      return step(world).world;
    case 'killed':
      return world;
    case 'podStarts':
      return each(world, (one) => ({ ...one, pods: Math.min(one.pods + 1, Math.max(one.wanted, one.pods)) }));
    case 'podReady':
      return each(world, (one) => ({ ...one, ready: Math.min(one.ready + 1, one.pods) }));
    case 'podsGo':
      return each(world, (one) => {
        const pods = Math.min(one.pods, one.wanted);
        return { ...one, pods, ready: Math.min(one.ready, pods) };
      });
    case 'scaledUp':
      return scaled(world, 1);
    case 'scaledDown':
      return scaled(world, -1);
    case 'interrupt':
      return { ...world, interrupted: true };
  }
}

function each(world: World, change: (workload: Workload) => Workload): World {
  const rollout = world.rollout === undefined ? undefined : change(world.rollout);
  return { ...world, deployment: change(world.deployment), rollout };
}

/** By the autoscaler, which leaves alone what has no pods; no fewer than one. */
function scaled(world: World, by: number): World {
  const kind = world.aimsAt === 'Rollout' ? 'rollout' : 'deployment';
  const target = world[kind];
  if (world.aimsAt === undefined || target === undefined || target.wanted === 0) return world;
  const wanted = Math.max(target.wanted + by, 1);
  return { ...world, [kind]: { ...target, wanted }, most: Math.max(world.most, wanted) };
}
