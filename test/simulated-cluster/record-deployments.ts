import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { deployment, documents, service } from '../stage/manifests.ts';
import { Outside } from '../stage/outside.ts';
import { alice, reader } from '../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  run,
  stageOf,
  until,
  untilDeployment,
  waitingForApproval,
  weight,
} from '../stage/pipeline.ts';
import type { Running, StageParts } from '../stage/pipeline.ts';
import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import type { JsonObject } from '../orca/json.ts';
import { createWorld } from '../stage/world.ts';
import type { World } from '../stage/world.ts';
import { startSimulatedCluster } from './simulated-cluster.ts';

// Writes `../fixtures/deployments/`: what people get of a deployment in each situation, and the stage as Orca keeps it then.
// `npx tsx test/simulated-cluster/record-deployments.ts`; about a minute.

const folder = new URL('../fixtures/deployments/', import.meta.url);
mkdirSync(new URL('stages/', folder), { recursive: true });

const podsKeptFor = 3000;
const graces = { ...defaultGraces, blocked: 8 };
const quickCluster = await startSimulatedCluster({ readyAfter: 20 });
const slowCluster = await startSimulatedCluster({ readyAfter: 600_000 });
const world = await createWorld({ cluster: quickCluster, tuning: { graces } });
const slow = await createWorld({ cluster: slowCluster });
const outside = new Outside(world);

const roles = (...requiresRoles: string[]): JsonObject => ({ pause: { untilApproved: true, requiresRoles } });
const hour: JsonObject = { pause: { duration: 1, unit: 'hours' } };
const steps = [weight(25), roles('release'), weight(50), { pause: { duration: 5, unit: 'minutes' } }] as const;
const next = (manifest: string, tag = '2'): string => manifest.replaceAll('web:1', `web:${tag}`);
const impatient = (manifest: string): string =>
  manifest.replaceAll('progressDeadlineSeconds: 5', 'progressDeadlineSeconds: 1');

interface Recorded {
  readonly situation: string;
  readonly id: string;
  readonly running: Running;
  readonly user?: string;
  readonly where?: World;
}

async function record({ situation, id, running, user = alice, where = world }: Recorded): Promise<void> {
  // So long the service may answer with pods that it saw before.
  await pause(podsKeptFor);
  const { body } = await where.as(user).get<object>(`/v1/deployments/${id}`);
  write(situation, body);
  recordStage(situation, where, running);
}

function recordStage(situation: string, { orca }: World, { executionId }: Running): void {
  const execution = orca.execution(executionId);
  if (execution !== undefined) write(`stages/${situation}`, stageOf(execution));
}

function write(name: string, value: object): void {
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(value, undefined, 2)}\n`);
}

/** A first version, then the second one on its way until it is as asked for. */
async function secondVersion(
  name: string,
  is: (report: DeploymentReport) => boolean,
  parts: Partial<StageParts> & { readonly tag?: string } = {},
): Promise<{ readonly id: string; readonly running: Running }> {
  const { manifest = documents(service(name), deployment(name)), tag = '2', ...rest } = parts;
  await deployed(world, { manifest, ...rest, steps: [] });
  const running = run(world, { manifest: next(manifest, tag), steps, ...rest });
  const id = await deploymentOf(world, running);
  await untilDeployment(world, id, is);
  return { id, running };
}

/** Orca asks every second or so: what it keeps is one answer behind. */
async function untilOrcaKnows(running: Running, word: string): Promise<void> {
  await until(`Orca knows of "${word}"`, () => {
    const execution = world.orca.execution(running.executionId);
    return execution !== undefined && JSON.stringify(stageOf(execution).context['webhook']).includes(word)
      ? true
      : undefined;
  });
}

const isWaiting = ({ phase, rollouts }: DeploymentReport): boolean =>
  phase === 'waiting' && rollouts.every(({ situation }) => situation === 'waiting');
const isEnded = ({ phase }: DeploymentReport): boolean => phase === 'ended';

const waiting = await secondVersion('shop', isWaiting);
await untilOrcaKnows(waiting.running, 'for approval');
await record({ situation: 'waiting-for-approval', ...waiting, user: 'releaser@example.com' });
await record({ situation: 'waiting-for-approval-of-others', ...waiting });
await record({ situation: 'waiting-seen-by-a-reader', ...waiting, user: reader });
await world.as('releaser@example.com').decide(waiting.id, 'approve', 'error rate is flat');
await untilDeployment(world, waiting.id, (report) => isWaiting(report) && report.rollouts[0]?.stepIndex === 3);
await untilOrcaKnows(waiting.running, '5 minutes');
await record({ situation: 'timed-pause', ...waiting });
await world.as('releaser@example.com').decide(waiting.id, 'promoteFully');
await untilDeployment(world, waiting.id, isEnded);
await untilOrcaKnows(waiting.running, 'SUCCEEDED');
await record({ situation: 'succeeded', ...waiting });

const stalled = await secondVersion('checkout', ({ phase }) => phase === 'stalled', {
  manifest: impatient(documents(service('checkout'), deployment('checkout'))),
  tag: 'image-pull',
});
await untilOrcaKnows(stalled.running, 'no progress');
await record({ situation: 'stalled', ...stalled });
await world.as(alice).decide(stalled.id, 'abort', 'bad image');
await untilDeployment(world, stalled.id, isEnded);
await untilOrcaKnows(stalled.running, 'FAILED');
await record({ situation: 'aborted', ...stalled });

const superseded = await secondVersion('cart', isWaiting);
await outside.setImage('cart', 'registry.example.com/web:3');
await untilDeployment(world, superseded.id, isEnded);
await record({ situation: 'superseded', ...superseded });

const rolledBack = await secondVersion('search', isWaiting);
await outside.setImage('search', 'registry.example.com/web:1');
await untilDeployment(world, rolledBack.id, isEnded);
await record({ situation: 'rolled-back', ...rolledBack });

const deleted = await secondVersion('ads', isWaiting);
await outside.remove('Rollout', 'ads');
await untilDeployment(world, deleted.id, isEnded);
await record({ situation: 'deleted', ...deleted });

const abortedOutside = await secondVersion('email', isWaiting);
await outside.abort('email');
await untilDeployment(world, abortedOutside.id, ({ rollouts }) => rollouts[0]?.situation === 'aborted');
await record({ situation: 'aborted-outside', ...abortedOutside });

const canceled = await secondVersion('payment', isWaiting);
world.orca.cancel(canceled.running.executionId, alice);
await untilDeployment(world, canceled.id, isEnded);
await record({ situation: 'canceled', ...canceled });

const blocked = await secondVersion('rating', isWaiting);
await outside.patch('Rollout', 'rating', { spec: { progressDeadlineSeconds: 5, minReadySeconds: 10 } });
await untilDeployment(world, blocked.id, ({ phase }) => phase === 'blocked');
await record({ situation: 'blocked', ...blocked });
await untilDeployment(world, blocked.id, isEnded);
await record({ situation: 'blocked-to-the-end', ...blocked });

const refused = run(world, { manifest: deployment('currency').replace('replicas: 4', 'replicas: many') });
await world.orca.finished(refused.executionId);
recordStage('refused', world, refused);

const three = documents(
  service('frontend'),
  deployment('frontend', { replicas: 8 }),
  deployment('backend'),
  impatient(deployment('worker', { replicas: 2 })),
);
await deployed(world, { manifest: three, steps: [] });
const several = await waitingForApproval(world, {
  manifest: next(three),
  steps: [weight(25), approval, weight(50), hour],
});
await record({ situation: 'three-rollouts-waiting', id: several.id, running: several });
await world.as(alice).decide(several.id, 'abort', 'making room');
await untilDeployment(world, several.id, isEnded);
const oneBehind = next(three).replace(/(name: worker[\s\S]*?)web:2/, '$1web:never-ready');
const behind = run(world, { manifest: oneBehind, steps: [weight(25), approval, weight(50), hour] });
const behindId = await deploymentOf(world, behind);
await untilDeployment(
  world,
  behindId,
  ({ phase, rollouts }) => phase === 'stalled' && rollouts[0]?.situation === 'waiting',
);
await record({ situation: 'three-rollouts-one-stalled', id: behindId, running: behind });

const many = documents(...Array.from({ length: 10 }, (_, index) => deployment(`service-${index}`, { replicas: 10 })));
await deployed(world, { manifest: many, steps: [] });
const ten = await waitingForApproval(world, { manifest: next(many), steps: [weight(50), approval] });
await record({ situation: 'ten-rollouts-with-100-pods', id: ten.id, running: ten });

const firstRun = run(slow, { manifest: documents(service('first'), deployment('first')), steps });
const first = await deploymentOf(slow, firstRun);
await untilDeployment(slow, first, ({ phase }) => phase === 'progressing');
await record({ situation: 'first-deployment', id: first, running: firstRun, where: slow });
await untilDeployment(slow, first, ({ phase }) => phase === 'stalled');
await record({ situation: 'first-deployment-stalled', id: first, running: firstRun, where: slow });

await Promise.all([world.close(), slow.close()]);
await Promise.all([quickCluster.stop(), slowCluster.stop()]);
