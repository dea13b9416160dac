import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { giveBackOnce } from '../../backend-stub/compose.ts';
import { startCluster } from '../cluster/cluster.ts';
import { drawn } from './curve-drawing.ts';
import type { Mark } from './curve-drawing.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { deployed, untilDeployment, until, waitingForApproval } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { runDeployment } from './running-deployment.ts';
import { account, createWorld } from './world.ts';

/**
 * `tsx test/stage/draw-adoption.ts`: draws docs/adoption.svg from a run on the real cluster. A Deployment with an autoscaler is
 * taken over, a bad version is aborted, a good one rolled forward, and the workload given back.
 */
const target = new URL('../../docs/adoption.svg', import.meta.url);
const name = 'web';
const wanted = 4;

const cluster = await startCluster({ readyAfter: '1s' });
const world = await createWorld({ cluster });
const outside = new Outside(world);
await runDeployment(outside, name, { replicas: wanted, autoscaler: true, readyAfter: '1s' });
const pods = new ReadyPods(world, name);
await pods.ready(wanted);
const marks: Mark[] = [];
const note = (label: string): void => void marks.push({ at: pods.now, label });
const version = (tag: string): string =>
  deployment(name, { replicas: wanted, image: `registry.example.com/web:${tag}` });

await pause(1000);
note('pipeline starts: the Rollout is made beside');
const standsDown = until('the Deployment stands down', async () =>
  numberAt(await outside.read('Deployment', name), 'spec', 'replicas') === 0 ? true : undefined,
).then(() => note('all ready: Deployment to 0'));
const { id } = await waitingForApproval(world, { manifest: version('2') });
await standsDown;
note('canary at 25 % waits');
await pause(1500);
note('aborted');
await world.as(alice).decide(id, 'abort');
await untilDeployment(world, id, ({ outcome }) => outcome === 'aborted');
await outside.untilRollout(name, isHealthy);
await pause(1500);
note('next version, to 100 %');
await deployed(world, { manifest: version('3'), steps: [] });
await pause(1500);
note('given back');
const accounts = [
  { name: account, credentials: { source: 'kubeconfig', path: cluster.kubeconfig('driver') } as const },
];
await giveBackOnce({ accounts }, { account, namespace: world.namespace, name, tell: () => undefined });
await pause(2000);
const [last] = pods.curve.slice(-1);
if (last !== undefined) pods.curve.push({ ...last, at: pods.now });
await pods.stop();

const title = `${wanted} pods taken over from a Deployment, aborted, rolled forward and given back`;
writeFileSync(target, drawn({ title, curve: pods.curve, marks, wanted }));
process.stdout.write(`docs/adoption.svg: ${JSON.stringify(pods.extremes(wanted))}\n`);
await world.close();
await cluster.stop();
process.exit(0);
