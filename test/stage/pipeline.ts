import { setTimeout as pause } from 'node:timers/promises';
import { encodeLiteral } from '../../backend-stub/contract/expressions.ts';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import type { OrcaExecution, OrcaStage } from '../orca/execution.ts';
import type { Json, JsonObject } from '../orca/json.ts';
import { deployment } from './manifests.ts';
import { alice, application } from './people.ts';
import { account } from './world.ts';
import type { World } from './world.ts';

export const approval: JsonObject = { pause: { untilApproved: true } };
export const weight = (percent: number): JsonObject => ({ setWeight: { weight: percent } });
export const canary: readonly JsonObject[] = [
  weight(25),
  approval,
  weight(50),
  { pause: { duration: 1, unit: 'seconds' } },
];

export interface StageParts {
  readonly manifest: string;
  readonly steps?: readonly JsonObject[];
  /** Laid over the `deployment` key. */
  readonly deployment?: JsonObject;
  /** Laid over the stage itself. */
  readonly stage?: JsonObject;
  /** Stages beside ours. */
  readonly beside?: readonly JsonObject[];
}

/** A branch that fails, by a stage of a kind that no Orca knows: the execution then ends without a word to our stage. */
export const failingBranch: readonly JsonObject[] = [
  { type: 'wait', name: 'Wait', refId: 'wait', waitTime: 3 },
  { type: 'noSuchStage', name: 'Fail', refId: 'fail', requisiteStageRefIds: ['wait'] },
];

/** The stage as the form would write it into pipeline JSON. */
export function progressiveStage({
  manifest,
  steps = canary,
  deployment: more = {},
  stage = {},
}: StageParts): JsonObject {
  return {
    name: 'Deploy progressively',
    type: 'kubernetesProgressive',
    alias: 'preconfiguredWebhook',
    stageTimeoutMs: 86_400_000,
    deployment: {
      targets: [{ account }],
      manifest: { source: 'text', text: encodeLiteral(manifest), expressions: 'literal' },
      strategy: { canary: { steps: [...steps] as Json[] } },
      ...more,
    },
    ...stage,
  };
}

/** All that a pipeline needs of a world: Orca, and people who look and decide. */
export type Reached = Pick<World, 'orca' | 'as'>;

export interface Running {
  readonly executionId: string;
  readonly stageId: string;
}

export function run(world: Reached, parts: StageParts, user = alice): Running {
  const stages = [progressiveStage(parts), ...(parts.beside ?? [])];
  const execution = world.orca.start({ application, name: 'deploy shop', user, stages });
  return { executionId: execution.id, stageId: stageOf(execution).id };
}

export function stageOf(execution: OrcaExecution): OrcaStage {
  const [stage] = execution.stages;
  if (stage === undefined) throw new Error(`execution ${execution.id} has no stage`);
  return stage;
}

/** How a stage ended in Orca, with what the service last said. */
export interface StageEnd {
  readonly status: string;
  readonly summary: string;
  /** The sentence of the first answer where that was a refusal. */
  readonly refusal: string;
}

export async function endOf(world: Reached, { executionId }: Running): Promise<StageEnd> {
  const { status, stages } = await world.orca.finished(executionId);
  const context = stages[0]?.context;
  return {
    status,
    summary: textAt(context, 'webhook', 'monitor', 'body', 'summary') ?? '',
    refusal: textAt(context, 'webhook', 'body', 'message') ?? '',
  };
}

/** Deploys and expects that it went well: the ground on which the next version is rolled out. */
export async function deployed(world: Reached, parts: StageParts): Promise<void> {
  const { status, summary, refusal } = await endOf(world, run(world, parts));
  if (status !== 'SUCCEEDED') throw new Error(`${status}: ${summary}${refusal}`);
}

/** Orca asks again after 10 s, and a service that was killed takes its time to start on a busy machine. */
const createSeconds = 90;

/** The id that the service gave out, as Orca keeps it; waits for the create task. */
export async function deploymentOf(world: Reached, { executionId }: Running): Promise<string> {
  const find = (): string | undefined => {
    const execution = world.orca.execution(executionId);
    const webhook = execution === undefined ? undefined : stageOf(execution).context['webhook'];
    const url =
      typeof webhook === 'object' && webhook !== null && 'statusEndpoint' in webhook
        ? webhook['statusEndpoint']
        : undefined;
    if (execution?.status !== 'RUNNING' && url === undefined)
      throw new Error(`the stage ended without a deployment: ${JSON.stringify(webhook)}`);
    return typeof url === 'string' ? /deployments\/([^/]+)\/status/.exec(url)?.[1] : undefined;
  };
  return until(`execution ${executionId} has a deployment`, find, createSeconds);
}

/** A next version under way and waiting for its approval. */
export interface Waiting extends Running {
  readonly id: string;
  readonly report: DeploymentReport;
}

export async function waitingForApproval(world: Reached, parts: StageParts, user = alice): Promise<Waiting> {
  const running = run(world, parts, user);
  const id = await deploymentOf(world, running);
  return { ...running, id, report: await untilDeployment(world, id, waitsForApproval) };
}

/** The second version of a Deployment, waiting at its first approval. */
export async function secondVersion(
  world: Reached,
  name: string,
  parts: Omit<StageParts, 'manifest'> = {},
): Promise<Waiting> {
  const manifest = deployment(name);
  await deployed(world, { manifest });
  return waitingForApproval(world, { manifest: manifest.replace('web:1', 'web:2'), ...parts });
}

/** Looks until there is an answer; says at the end what was waited for, and what was seen last. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined> | Found | undefined,
  seconds = 30,
  pauseMilliseconds = 50,
): Promise<Found> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await pause(pauseMilliseconds);
  }
}

export async function untilDeployment(
  world: Reached,
  id: string,
  is: (deployment: DeploymentReport) => boolean,
): Promise<DeploymentReport> {
  let last = '';
  const look = async (): Promise<DeploymentReport | undefined> => {
    const deployment = await world.as(alice).deployment(id);
    last = `${deployment.phase} ${deployment.outcome ?? ''}: ${deployment.summary}`;
    return is(deployment) ? deployment : undefined;
  };
  // Three control planes on two cores may each need a while, and a deployment that stands still is no quicker told by less.
  return until(`deployment ${id}`, look, 90).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : ''}; last seen: ${last}`);
  });
}

type StartedByStage = Extract<DeploymentReport, { readonly startedBy: 'stage' }>;

export function startedByStage(deployment: DeploymentReport): StartedByStage {
  if (deployment.startedBy !== 'stage') throw new Error(`deployment ${deployment.id} was started by no stage`);
  return deployment;
}

export const waitsForApproval = ({ phase, rollouts }: DeploymentReport): boolean =>
  phase === 'waiting' && rollouts.every(({ situation }) => situation === 'waiting' || situation === 'succeeded');
