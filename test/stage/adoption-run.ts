import { setTimeout as pause } from 'node:timers/promises';
import type { WorkloadForm } from '../../backend-stub/contract/deployment.ts';
import { at, numberAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { nothing } from './disturbance.ts';
import type { Disturbance } from './disturbance.ts';
import { deployment } from './manifests.ts';
import { lasts } from './moments.ts';
import { Outside, imageOf } from './outside.ts';
import { alice } from './people.ts';
import { deploymentOf, run, until } from './pipeline.ts';
import type { Running } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import type { Moment } from './ready-pods.ts';
import type { Replicas } from './replicas.ts';
import { runDeployment } from './running-deployment.ts';
import type { Effect } from './wire.ts';

/** What a run leaves, without what is new in each. */
export interface Left {
  readonly outcome: string | undefined;
  /** Pods that each wants, and what the autoscaler aims at; absent: it does not exist. */
  readonly deployment: number | undefined;
  readonly rollout: number | undefined;
  readonly autoscaler: unknown;
  /** What the Deployment says that its pods run. */
  readonly image: string | undefined;
  /** Of the pods behind the Service, from when all were ready to the end. */
  readonly leastReady: number;
  readonly mostPods: number;
}

export interface Played {
  readonly name: string;
  readonly disturbed: boolean;
  readonly left: Left;
  readonly milliseconds: number;
  readonly effects: readonly Effect[];
  readonly curve: readonly Moment[];
}

export interface AdoptionRun {
  readonly name: string;
  readonly autoscaler: boolean;
  /** A Rollout in its place where it is left out. */
  readonly workload?: WorkloadForm;
  /** Milliseconds after the Rollout stands beside the Deployment; absent: nobody cancels. */
  readonly cancelAfter?: number;
}

/** Somebody has run four pods as a Deployment, and the pipeline brings its next version without steps. */
export async function playAdoption(
  world: Replicas,
  { name, autoscaler, workload = 'rollout', cancelAfter }: AdoptionRun,
  disturbance: Disturbance = nothing,
): Promise<Played> {
  const outside = new Outside(world);
  await runDeployment(outside, name, { autoscaler, readyAfter: '1s' });
  const pods = new ReadyPods(world, name);
  await pods.ready(4);
  for (const { recorded } of world.wires) recorded.length = 0;
  const began = Date.now();
  disturbance.begin();
  const manifest = deployment(name, { image: 'registry.example.com/web:2' });
  const running = run(world, { manifest, steps: [], deployment: { workload } });
  const id = await deploymentOf(world, running);
  await disturbance.reached('started', running);
  if (cancelAfter !== undefined) await cancel(world, { outside, name, after: cancelAfter }, running);
  await world.orca.finished(running.executionId);
  const outcome = await untilEnded(world, id);
  const disturbed = await disturbance.over();
  const milliseconds = Date.now() - began;
  await atRest(outside, name);
  await pods.stop();
  const effects = world.wires.flatMap(({ recorded }) => recorded).filter(lasts);
  const left = { outcome, ...(await leftBy(outside, name)), ...pods.extremes(4) };
  await Promise.all((['Rollout', 'Deployment'] as const).map((kind) => outside.removeIfThere(kind, name)));
  return { name: `${name}: ${disturbance.name}`, disturbed, left, milliseconds, effects, curve: pods.curve };
}

async function cancel(
  { orca }: Replicas,
  { outside, name, after }: { outside: Outside; name: string; after: number },
  { executionId }: Running,
): Promise<void> {
  await until(`a Rollout beside ${name}`, async () => ((await outside.rollout(name)) === undefined ? undefined : true));
  await pause(after);
  orca.cancel(executionId, alice);
}

function untilEnded(world: Replicas, id: string): Promise<string | undefined> {
  return until(
    `deployment ${id} ends`,
    async () => {
      const report = await world
        .as(alice)
        .deployment(id)
        .catch(() => undefined);
      return report?.phase === 'ended' ? report.outcome : undefined;
    },
    120,
    250,
  );
}

/** Whoever has the pods has all of them ready, and the other has none. */
async function atRest(outside: Outside, name: string): Promise<void> {
  await until(`${name} is at rest`, async () => {
    const all = await Promise.all((['Rollout', 'Deployment'] as const).map((kind) => outside.read(kind, name)));
    const resting = all.every((one) => {
      const wanted = one === undefined ? 0 : numberAt(one, 'spec', 'replicas');
      return (numberAt(one, 'status', 'availableReplicas') ?? 0) === wanted;
    });
    return resting ? true : undefined;
  });
}

async function leftBy(
  outside: Outside,
  name: string,
): Promise<Pick<Left, 'deployment' | 'rollout' | 'autoscaler' | 'image'>> {
  const [plain, rollout, autoscaler] = await Promise.all(
    (['Deployment', 'Rollout', 'HorizontalPodAutoscaler'] as const).map((kind) => outside.read(kind, name)),
  );
  return {
    deployment: numberAt(plain, 'spec', 'replicas'),
    rollout: numberAt(rollout, 'spec', 'replicas'),
    autoscaler: at(autoscaler, 'spec', 'scaleTargetRef', 'kind'),
    image: imageOf(plain),
  };
}
