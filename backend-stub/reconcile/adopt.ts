import { nextAdoptionStep } from '../deployment/adoption.ts';
import type { AdoptionStep } from '../deployment/adoption.ts';
import { aim, besideRollout, scale, standDown } from '../deployment/beside-rollout.ts';
import { refersToDeployment } from '../deployment/by-reference.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { settledEndings } from './abort.ts';
import type { Advanced, Save, Stored } from './advance.ts';
import { applyAdopted } from './apply-plan.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { seeAdoption } from './see-adoption.ts';
import type { SeenAdoption } from './see-adoption.ts';
import type { Services } from './services.ts';
import { aborting, ended, inPhase, withEvent } from './transition.ts';

/**
 * In milliseconds. Nobody tells of a Deployment, so it is looked at, each time after a tenth of the time that it has taken: so
 * much later it is seen at most, and pods that take minutes are not asked for ten times a second.
 */
const looks = { soonest: 100, latest: 1000 };

function untilNextLook(stopwatch: Stored['stopwatch']): number {
  const tenth = stopwatch.seconds('adopting') * 100;
  return Math.min(Math.max(tenth, looks.soonest), looks.latest);
}

/**
 * One round over the workloads that run as Deployments: each takes the next step of those that the cluster shows to be due.
 * When all are done, the plan is applied; where it was interrupted, the deployment ends.
 */
export async function adoptDeployments(services: Services, stored: Stored, save: Save): Promise<Advanced> {
  const { record } = stored;
  try {
    return await round(services, stored, save);
  } catch (error) {
    // Nobody waits for a right that is missing with two sets of pods: what has not been taken over goes back.
    if (failureKind(error) !== 'for-good' || record.ending !== undefined) throw error;
    return { record: givenUp(record, sentenceOf(error), services.clock.now()), nextLook: 0 };
  }
}

async function round(services: Services, { record, stopwatch }: Stored, save: Save): Promise<Advanced> {
  const workloads = record.plan.objects.filter(({ treatment }) => treatment === 'progressive');
  const seen = await Promise.all(
    workloads.map(({ object }) => seeAdoption(services, { record, stopwatch }, { planned: object })),
  );
  const steps = seen.map((one) => ({ ...one, step: nextAdoptionStep(one.view) }));
  const now = services.clock.now();
  const failed = steps.flatMap(({ step }) => (step.kind === 'giveUp' ? [step.sentence] : []));
  if (failed.length > 0) return { record: givenUp(record, failed.join(' '), now), nextLook: 0 };
  const told = await carryOut(services, record, steps);
  const noted = told.reduce((next, sentence) => withEvent(next, sentence, services.clock.now()), record);
  if (steps.every(({ step }) => step.kind === 'done'))
    return finish(services, { record: noted, stopwatch, steps }, save);
  const waits = steps.flatMap(({ step }) => (step.kind === 'wait' ? [step.sentence] : []));
  if (waits.length === 0) return { record: noted, nextLook: 0 };
  const sentence = [...(record.ending === undefined ? [] : [record.ending.because]), ...waits].join(' ');
  const next = inPhase(noted, { phase: 'adopting', sentence, now: services.clock.now() });
  return { record: next, nextLook: told.length > 0 ? 0 : untilNextLook(stopwatch) };
}

function givenUp(record: DeploymentRecord, sentence: string, now: Date): DeploymentRecord {
  return aborting(record, { outcome: 'failed', sentence, now });
}

type Due = SeenAdoption & { readonly step: AdoptionStep };

/** The sentences of what was done. */
async function carryOut(
  services: Services,
  { account }: DeploymentRecord,
  steps: readonly Due[],
): Promise<readonly string[]> {
  const told: string[] = [];
  for (const due of steps) {
    const sentence = await carryOutStep(services, account, due);
    if (sentence !== undefined) told.push(sentence);
  }
  return told;
}

/** Every write is for the objects just read: who was overtaken by somebody else's looks again. */
async function carryOutStep(
  { controlPlane }: Services,
  account: string,
  { step, planned, live }: Due,
): Promise<string | undefined> {
  const rollout = referenceOf(planned);
  const name = objectName(rollout);
  switch (step.kind) {
    case 'begin': {
      if (live.deployment === undefined) return undefined;
      await controlPlane.apply(account, besideRollout(planned, live.deployment));
      const { reference, wanted } = step.deployment;
      const beside = refersToDeployment(planned) ? `${name}, which refers to it,` : name;
      return `${objectName(reference)} runs already: ${beside} is made beside it, with its version and ${wanted} pods.`;
    }
    case 'grow':
      await controlPlane.patch(account, rollout, scale(step.state, step.replicas));
      return `${name} is scaled to ${step.replicas} pods, as many as the Deployment wants by now.`;
    case 'aim':
      await controlPlane.patch(account, referenceOf(step.autoscaler), aim(step.autoscaler, step.at));
      return `${objectName(referenceOf(step.autoscaler))} aims at the ${step.at} now.`;
    case 'standDown': {
      const { reference } = step.deployment;
      await controlPlane.patch(account, reference, standDown(step.deployment, planned.metadata.name));
      return `${name} has as many pods ready: ${objectName(reference)} is scaled to 0, and kept.`;
    }
    case 'takeAway':
      if (live.rollout !== undefined) await controlPlane.delete(account, live.rollout);
      return `${name} is taken away again.`;
    case 'wait':
    case 'giveUp':
    case 'done':
      return undefined;
  }
}

interface Finished extends Pick<Stored, 'record' | 'stopwatch'> {
  readonly steps: readonly Due[];
}

async function finish(services: Services, { record, stopwatch, steps }: Finished, save: Save): Promise<Advanced> {
  const sentences = steps.flatMap(({ step }) => (step.kind === 'done' && step.sentence !== '' ? [step.sentence] : []));
  const now = services.clock.now();
  if (record.ending === undefined) {
    const noted = sentences.reduce((next, sentence) => withEvent(next, sentence, now), record);
    return applyAdopted(services, { record: noted, stopwatch }, save);
  }
  const { outcome, because } = record.ending;
  const sentence = [because, ...sentences, 'Nothing else was applied.'].join(' ');
  const settled = await settledEndings(services, record, {
    actions: ['abort', 'cancel', 'stopWatching'],
    result: 'What was being taken over is at one of its two ends.',
  });
  return { record: ended(record, { outcome, sentence, now }), nextLook: 0, settled };
}
