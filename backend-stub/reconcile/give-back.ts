import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../contract/defined.ts';
import { autoscalersOf } from '../deployment/autoscalers.ts';
import { aim, scale, standDown } from '../deployment/beside-rollout.ts';
import { deploymentReference, refersToDeployment } from '../deployment/by-reference.ts';
import { deploymentFromRollout, marked, raised } from '../deployment/given-back.ts';
import { nextGivingBackStep } from '../deployment/giving-back.ts';
import type { GivingBackStep, GivingBackView } from '../deployment/giving-back.ts';
import { at, objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from '../deployment/kubernetes-object.ts';
import { givenBackAnnotation, givingBackAnnotation } from '../deployment/labels.ts';
import { readPlainDeployment } from '../deployment/plain-deployment.ts';
import { rolloutApiVersion } from '../deployment/rollout-from-deployment.ts';
import { readRollout } from '../deployment/rollout.ts';
import { carries } from '../deployment/template.ts';
import type { ControlPlane } from '../ports.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { readBeside } from './see-adoption.ts';
import { versionTemplate } from './version-template.ts';

export interface GivingBack {
  readonly account: string;
  readonly namespace: string;
  readonly name: string;
  /** Each step, as a sentence. It is waited for. */
  readonly tell: (sentence: string) => unknown;
  /** Stops between two steps: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

export interface GivenBack {
  readonly kind: 'given-back' | 'refused';
  readonly sentence: string;
}

/** Milliseconds between two looks while pods come. */
const betweenLooks = 500;

/**
 * Gives the workload of a Rollout back to a Deployment. Everything is read from the cluster before each step, so that a run
 * which was stopped anywhere is repeated and goes on.
 */
export async function giveBack(controlPlane: ControlPlane, asked: GivingBack): Promise<GivenBack> {
  let reason: string | undefined;
  for (let told = ''; ;) {
    asked.signal?.throwIfAborted();
    const { end, sentence, ...taken } = await take(controlPlane, asked, reason).catch(later);
    if (end !== undefined) return end;
    reason ??= taken.reason;
    if (sentence !== told && sentence !== '') await asked.tell(sentence);
    if (sentence === told || sentence === '') await pause(betweenLooks, undefined, { signal: asked.signal });
    told = sentence;
  }
}

/** The step that would come first, without doing it: what is refused can be said before anything is promised. */
export async function firstGivingBackStep(
  controlPlane: ControlPlane,
  workload: Pick<GivingBack, 'account' | 'namespace' | 'name'>,
): Promise<GivingBackStep> {
  const { view } = await see(controlPlane, workload, false);
  return nextGivingBackStep(view);
}

interface Taken {
  readonly sentence: string;
  /** Why it goes back to the Rollout. */
  readonly reason?: string;
  readonly end?: GivenBack;
}

async function take(controlPlane: ControlPlane, asked: GivingBack, reason: string | undefined): Promise<Taken> {
  const seen = await see(controlPlane, asked, reason !== undefined);
  const step = nextGivingBackStep(seen.view);
  if (step.kind === 'done') return ended('given-back', step.sentence);
  if (step.kind === 'refused')
    return ended('refused', reason === undefined ? step.sentence : `${reason} ${step.sentence}`);
  const sentence = await carryOut(controlPlane, asked.account, { ...seen, step });
  return step.kind === 'giveUp' ? { sentence, reason: sentence } : { sentence };
}

function ended(kind: GivenBack['kind'], sentence: string): Taken {
  return { sentence, end: { kind, sentence } };
}

/** Somebody else's write and a cluster that is away are waited for; what a sentence can say ends it. */
function later(error: unknown): Taken {
  switch (failureKind(error)) {
    case 'again-at-once':
      return { sentence: '' };
    case 'again-later':
      return { sentence: sentenceOf(error) };
    case 'for-good':
      return ended('refused', sentenceOf(error));
    case 'fault':
      throw error;
  }
}

type Live = Readonly<Partial<Record<'deployment' | 'rollout', KubernetesObject>>>;

interface Seen {
  readonly view: GivingBackView;
  readonly live: Live;
}

async function see(
  controlPlane: ControlPlane,
  { account, namespace, name }: Pick<GivingBack, 'account' | 'namespace' | 'name'>,
  givenUp: boolean,
): Promise<Seen> {
  const reference: ObjectReference = { apiVersion: rolloutApiVersion, kind: 'Rollout', namespace, name };
  const [rollout, autoscalers] = await Promise.all([
    controlPlane.read(account, reference),
    controlPlane.list(account, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace }),
  ]);
  // Last: what it is said to have ready, it had after everything else was seen.
  const deployment = await controlPlane.read(account, deploymentReference(reference));
  const workload = { ...reference, metadata: { namespace, name } };
  const view = {
    reference,
    rollout:
      rollout === undefined
        ? undefined
        : { ...readBeside(rollout), isMarked: isMarked(rollout), refers: refersToDeployment(rollout) },
    deployment: deployment === undefined ? undefined : readGivenBack(deployment),
    autoscalers: autoscalersOf(workload, autoscalers),
    otherVersion: await saysSomethingElse(controlPlane, account, defined({ deployment, rollout })),
    givenUp,
  };
  return { view, live: defined({ deployment, rollout }) };
}

/** By their templates: the Rollout does not tell of another one before its controller has looked at the Deployment. */
async function saysSomethingElse(
  controlPlane: ControlPlane,
  account: string,
  { deployment, rollout }: Live,
): Promise<boolean> {
  if (rollout === undefined || !refersToDeployment(rollout)) return false;
  const { reference, stablePodHash } = readRollout(rollout);
  if (stablePodHash === undefined) return true;
  const runs = await versionTemplate(controlPlane, account, { reference, podHash: stablePodHash });
  const says = at(deployment, 'spec', 'template');
  return runs === undefined || !carries(runs, says) || !carries(says, runs);
}

function isMarked({ metadata }: KubernetesObject): boolean {
  return metadata.annotations?.[givingBackAnnotation] !== undefined;
}

function readGivenBack(deployment: KubernetesObject): NonNullable<GivingBackView['deployment']> {
  const givenBackFrom = deployment.metadata.annotations?.[givenBackAnnotation];
  return { ...readPlainDeployment(deployment), ...defined({ givenBackFrom }) };
}

async function carryOut(
  controlPlane: ControlPlane,
  account: string,
  { view, live, step }: Seen & { readonly step: GivingBackStep },
): Promise<string> {
  const name = objectName(view.reference);
  switch (step.kind) {
    case 'mark':
      await controlPlane.patch(account, view.reference, marked(step.rollout.state, step.as));
      return step.as === undefined ? `${name} takes deployments again.` : `${name} takes no deployment from now on.`;
    case 'raise':
      await raise(controlPlane, account, live);
      return `A Deployment beside ${name} has its version and its number of pods.`;
    case 'scale': {
      const { reference } = step.deployment;
      const patch =
        step.replicas === 0 ? standDown(step.deployment, view.reference.name) : scale(step.deployment, step.replicas);
      await controlPlane.patch(account, reference, patch);
      return `${objectName(reference)} is scaled to ${step.replicas}.`;
    }
    case 'aim':
      await controlPlane.patch(account, referenceOf(step.autoscaler), aim(step.autoscaler, step.at));
      return `${objectName(referenceOf(step.autoscaler))} aims at the ${step.at} now.`;
    case 'takeAway':
      if (live.rollout !== undefined) await controlPlane.delete(account, live.rollout);
      return `${name} is deleted; the Deployment has as many pods ready.`;
    case 'wait':
    case 'giveUp':
    case 'refused':
    case 'done':
      return step.sentence;
  }
}

async function raise(
  controlPlane: ControlPlane,
  account: string,
  { rollout, deployment }: Seen['live'],
): Promise<void> {
  if (rollout === undefined) return;
  if (deployment === undefined) await controlPlane.apply(account, deploymentFromRollout(rollout));
  else await controlPlane.patch(account, referenceOf(deployment), raised(deployment, rollout));
}
