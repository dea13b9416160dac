import { setTimeout as pause } from 'node:timers/promises';
import { numberAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deployment } from '../../stage/manifests.ts';
import { Outside } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import { progressiveStage } from '../../stage/pipeline.ts';
import { podTemplate, runDeployment } from '../../stage/running-deployment.ts';
import { freshName } from '../bench-manifests.ts';
import { gennaker } from '../bundle.ts';
import { succeeded } from '../ended.ts';
import { prepareGround } from '../ground.ts';
import type { Ground } from '../ground.ts';
import { ServiceProcess } from '../service-process.ts';

const replicas = 4;
/** From its node to ready, in every rollout. */
const readyAfter = '1s';
const warmUps = 1;
const repetitions = 7;
const often = 20;

/** Milliseconds of one repetition. */
export interface AdoptionPair {
  /** From the POST until the stage has succeeded: taken over, and the next version everywhere. */
  readonly adoption: number;
  /** Of it, until the Deployment wants no pods. */
  readonly takenOver: number;
  /** The same Deployment gets a next version, and then another one, by Kubernetes alone. */
  readonly rollouts: number;
}

export async function measureAdoption(say: (line: string) => void): Promise<readonly AdoptionPair[]> {
  const ground = await prepareGround();
  const databaseUrl = await ground.postgres.createDatabase();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl });
  try {
    const pairs: AdoptionPair[] = [];
    for (let repetition = -warmUps; repetition < repetitions; repetition += 1) {
      say(`adoption and two rollouts, ${repetition < 0 ? 'to warm up' : `${repetition + 1} of ${repetitions}`}`);
      const before = repetition % 2 === 0 ? await twoRollouts(ground) : undefined;
      const adopted = await adoption(ground, service);
      const pair = { ...adopted, rollouts: before ?? (await twoRollouts(ground)) };
      if (repetition >= 0) pairs.push(pair);
    }
    return pairs;
  } finally {
    await service.stop();
    await ground.close();
  }
}

async function adoption(ground: Ground, service: ServiceProcess): Promise<Omit<AdoptionPair, 'rollouts'>> {
  const outside = new Outside(ground);
  const name = freshName();
  await runDeployment(outside, name, { replicas, readyAfter });
  const manifest = deployment(name, { image: 'registry.example.com/web:2', replicas }).replace(
    /( +)labels:\n( +)app: (\S+)\n( +)spec/,
    `$1labels:\n$2app: $3\n$1annotations: { sim.k8slite/ready-after: ${readyAfter} }\n$4spec`,
  );
  const call = ground.pipelines.run(alice, progressiveStage({ manifest, steps: [] }));
  const started = performance.now();
  const stoodDown = until(outside, name, (live) => numberAt(live, 'spec', 'replicas') === 0);
  await succeeded(service, ground, call);
  const ended = performance.now();
  const takenOver = (await stoodDown) - started;
  await Promise.all((['Rollout', 'Deployment'] as const).map((kind) => outside.remove(kind, name)));
  return { adoption: ended - started, takenOver };
}

async function twoRollouts(ground: Ground): Promise<number> {
  const outside = new Outside(ground);
  const name = freshName();
  await runDeployment(outside, name, { replicas, readyAfter });
  const started = performance.now();
  for (const version of [2, 3]) {
    const template = podTemplate(name, { image: `registry.example.com/web:${version}`, readyAfter });
    await outside.patch('Deployment', name, { spec: { template } });
    await until(outside, name, isRolledOut);
  }
  const milliseconds = performance.now() - started;
  await outside.remove('Deployment', name);
  return milliseconds;
}

const counts = ['replicas', 'updatedReplicas', 'availableReplicas'] as const;

/** As `kubectl rollout status` says it. */
function isRolledOut(live: unknown): boolean {
  const isObserved = numberAt(live, 'status', 'observedGeneration') === numberAt(live, 'metadata', 'generation');
  return isObserved && counts.every((count) => numberAt(live, 'status', count) === replicas);
}

/** The moment, of `performance.now()`. */
async function until(outside: Outside, name: string, is: (live: unknown) => boolean): Promise<number> {
  for (;;) {
    if (is(await outside.read('Deployment', name))) return performance.now();
    await pause(often);
  }
}
