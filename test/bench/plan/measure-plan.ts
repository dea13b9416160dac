import { readFileSync } from 'node:fs';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { KubernetesApi } from '../../cluster/kubernetes-api.ts';
import { alice, application } from '../../stage/people.ts';
import { People } from '../../stage/people-client.ts';
import { canary, progressiveStage } from '../../stage/pipeline.ts';
import { manifestOf } from '../bench-manifests.ts';
import { gennaker } from '../bundle.ts';
import { ClientLibrary } from '../client-library.ts';
import { succeeded } from '../ended.ts';
import { prepareGround } from '../ground.ts';
import type { Ground } from '../ground.ts';
import { ServiceProcess } from '../service-process.ts';

const warmUps = 3;
const repetitions = 25;

/** Milliseconds of one repetition. */
export interface Planned {
  /** From the question of the form to its answer. */
  readonly service: number;
  /** A dry run of each of the same objects by the client library, one after the other, as `kubectl apply` does them. */
  readonly library: number;
  /** The same by a client that keeps its connection, as the library does not. */
  readonly kept: number;
}

export interface PlanShape {
  readonly name: string;
  readonly objects: number;
  readonly planned: readonly Planned[];
}

/** What people deploy, as its projects publish it. */
function manifests(): readonly (readonly [name: string, manifest: string])[] {
  const boutique = ['cartservice', 'frontend'].map((part) =>
    readFileSync(new URL(`../../fixtures/manifests/online-boutique/${part}.yaml`, import.meta.url), 'utf8'),
  );
  return [
    ['podinfo', manifestOf(['backend', 'frontend'], 'podinfo')],
    ['online boutique', boutique.join('---\n')],
  ];
}

export async function measurePlan(say: (line: string) => void): Promise<readonly PlanShape[]> {
  const ground = await prepareGround();
  const databaseUrl = await ground.postgres.createDatabase();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl });
  try {
    const shapes: PlanShape[] = [];
    for (const [name, manifest] of manifests()) {
      say(`plans of ${name}`);
      shapes.push(await measureShape({ ground, service }, `${name}, new`, manifest));
      const stage = progressiveStage({ manifest, steps: [] });
      await succeeded(service, ground, ground.pipelines.run(alice, stage));
      shapes.push(await measureShape({ ground, service }, `${name}, next version`, nextVersionOf(manifest)));
    }
    return shapes;
  } finally {
    await service.stop();
    await ground.close();
  }
}

function nextVersionOf(manifest: string): string {
  return manifest.replaceAll(/^( *image: [^:\s]+)(:\S+)?$/gm, '$1:next');
}

async function measureShape(
  { ground, service }: { readonly ground: Ground; readonly service: ServiceProcess },
  name: string,
  manifest: string,
): Promise<PlanShape> {
  const library = new ClientLibrary(ground);
  const objects = library.plan(manifest);
  const people = new People(service.peopleUrl, alice);
  const stage = progressiveStage({ manifest, steps: canary });
  const plan = async (): Promise<void> => {
    const { problems } = await people.plan(application, stage);
    if (problems.length > 0) throw new Error(`the plan of ${name} is refused: ${JSON.stringify(problems)}`);
  };
  const oneByOne = async (): Promise<void> => {
    for (const object of objects) await library.dryRun(object);
  };
  const api = ground.cluster.api('driver');
  const kept = async (): Promise<void> => {
    for (const object of objects) await dryRun(api, object);
  };
  const planned: Planned[] = [];
  for (let repetition = -warmUps; repetition < repetitions; repetition += 1) {
    const one = await inTurn(repetition, { service: plan, library: oneByOne, kept });
    if (repetition >= 0) planned.push(one);
  }
  return { name, objects: objects.length, planned };
}

/** Of kinds whose plural is their name and an s, as all of these are. */
function dryRun(api: KubernetesApi, object: KubernetesObject): Promise<unknown> {
  const { apiVersion = 'v1', kind = '', metadata } = object;
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const path = `${group}/namespaces/${metadata?.namespace}/${kind.toLowerCase()}s/${metadata?.name}`;
  return api.ok({
    method: 'PATCH',
    path: `${path}?dryRun=All&fieldManager=bench&force=true`,
    body: object,
    contentType: 'application/apply-patch+yaml',
  });
}

/** Each repetition begins with another one: what one leaves behind is the next one's to pay. */
async function inTurn(
  repetition: number,
  { service, library, kept }: Readonly<Record<keyof Planned, () => Promise<void>>>,
): Promise<Planned> {
  const measured = { service: 0, library: 0, kept: 0 };
  const order = [
    ['service', service],
    ['library', library],
    ['kept', kept],
  ] as const;
  for (let index = 0; index < order.length; index += 1) {
    const turn = order[(index + repetition + warmUps) % order.length];
    if (turn === undefined) continue;
    const [name, act] = turn;
    const started = performance.now();
    await act();
    measured[name] = performance.now() - started;
  }
  return measured;
}
