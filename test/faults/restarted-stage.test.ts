import { CuttableProxy } from '../contract/cuttable-proxy.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { deployment } from '../stage/manifests.ts';
import { Outside } from '../stage/outside.ts';
import { alice } from '../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  stageOf,
  startedByStage,
  until,
  untilDeployment,
  waitsForApproval,
  weight,
} from '../stage/pipeline.ts';
import type { Running } from '../stage/pipeline.ts';
import type { Replicas } from '../stage/replicas.ts';
import { seed } from '../stage/seeded.ts';
import type { Effect } from '../stage/wire.ts';
import { by, Stand } from './stand.ts';

const programs = requirePrograms();
const patience = 600_000;
const steps = [weight(50), approval];

/** Where the first attempt stands when its stage is given up. What holds it there is that the cluster can't be reached. */
const phases = ['accepted', 'applying', 'binding', 'waiting', 'aborting'] as const;
type Phase = (typeof phases)[number];

(programs === undefined ? describe.skip : describe)(`Restart stage (GENNAKER_SEED=${seed})`, () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await Stand.start(programs ?? '');
  }, patience);
  afterAll(() => stand.close(), patience);

  interface Scene {
    readonly world: Replicas;
    readonly proxy: CuttableProxy;
    readonly manifest: (tag: number) => string;
  }

  const way = async (): Promise<Pick<Scene, 'world' | 'proxy'>> => {
    const proxy = await CuttableProxy.to(Number(new URL(stand.cluster.url).port));
    stand.onClose(() => proxy.close());
    const { world } = await stand.lane({ clusterUrl: by(proxy.port, stand.cluster.url) });
    return { world, proxy };
  };
  const scene = async ({ world, proxy }: Pick<Scene, 'world' | 'proxy'>, name: string): Promise<Scene> => {
    const manifest = (tag: number): string => deployment(name, { replicas: 2, image: `${name}:${tag}` });
    await deployed(world, { manifest: manifest(1) });
    return { world, proxy, manifest };
  };
  /** Nothing reaches the cluster from the moment on at which the phase begins. */
  const hold = ({ world, proxy }: Scene, phase: Phase): void => {
    const cut = (fits: (effect: Effect) => boolean): void => {
      for (const wire of world.wires) wire.onNext(fits, () => proxy.refuse());
    };
    if (phase === 'accepted') proxy.refuse();
    if (phase === 'applying') cut(({ what }) => what.includes('update "deployments"') && what.includes(' applying '));
    if (phase === 'binding') cut(({ what }) => what.includes('update "deployments"') && what.includes(' binding '));
    if (phase === 'aborting') cut(({ what }) => what.includes('"abort":true'));
  };
  /** Orca's timeout ends the stage, and what it did goes on. */
  const giveUp = async ({ world }: Scene, { executionId, stageId }: Running): Promise<string> => {
    world.orca.patchStage(executionId, stageId, { stageTimeoutMs: 1 });
    const ended = await world.orca.finished(executionId);
    return String(stageOf(ended).startTime);
  };
  const attemptOf = ({ world }: Scene, { executionId }: Running): string => {
    const execution = world.orca.execution(executionId);
    return String(execution === undefined ? '' : stageOf(execution).startTime);
  };
  const restart = ({ world }: Scene, { executionId, stageId }: Running, changed?: string): void => {
    const stage = changed === undefined ? {} : progressiveStage({ manifest: changed, steps });
    const { deployment: other } = stage;
    world.orca.patchStage(executionId, stageId, {
      stageTimeoutMs: 86_400_000,
      ...(other === undefined ? {} : { deployment: other }),
    });
    world.orca.restartStage(executionId, stageId);
  };
  const begin = async (all: Scene, phase: Phase): Promise<Running & { readonly id: string }> => {
    const { world, manifest } = all;
    if (phase !== 'aborting') hold(all, phase);
    const running = run(world, { manifest: manifest(2), steps });
    const id = await deploymentOf(world, running);
    if (phase === 'waiting' || phase === 'aborting') await untilDeployment(world, id, waitsForApproval);
    if (phase === 'aborting') {
      hold(all, phase);
      await world.as(alice).decide(id, 'abort');
    }
    await untilDeployment(world, id, (report) => report.phase === phase);
    return { ...running, id };
  };
  const approve = async ({ world }: Scene, id: string): Promise<void> => {
    await untilDeployment(world, id, waitsForApproval);
    expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
  };

  const adopted = async (all: Scene, phase: Phase): Promise<readonly unknown[]> => {
    const { world, proxy } = all;
    const { id, ...running } = await begin(all, phase);
    const first = await giveUp(all, running);
    restart(all, running);
    await until('the next attempt has taken it up', async () => {
      const { attempt } = startedByStage(await world.as(alice).deployment(id));
      return attempt === attemptOf(all, running) && attempt !== first ? attempt : undefined;
    });
    proxy.carryAgain();
    if (phase !== 'aborting') await approve(all, id);
    const { status } = await endOf(world, running);
    return [phase, status, (await world.as(alice).deployment(id)).outcome];
  };

  it.concurrent.each([[phases.slice(0, 2)], [phases.slice(2)]])(
    'takes the deployment up while it is %j, and it ends as it would have',
    async (some) => {
      const reached = await way();
      const ends: (readonly unknown[])[] = [];
      for (const phase of some) ends.push(await adopted(await scene(reached, `adopted-${phase}`), phase));
      expect(ends).toEqual(
        some.map((phase) =>
          phase === 'aborting' ? [phase, 'TERMINAL', 'aborted'] : [phase, 'SUCCEEDED', 'succeeded'],
        ),
      );
    },
    patience,
  );

  const replaced = async (all: Scene, phase: Phase, name: string): Promise<readonly unknown[]> => {
    const { world, proxy, manifest } = all;
    const { id, ...running } = await begin(all, phase);
    await giveUp(all, running);
    restart(all, running, manifest(3));
    await untilDeployment(world, id, ({ outcome }) => outcome === 'superseded');
    proxy.carryAgain();
    const next = await until('another deployment', async () => {
      const found = await deploymentOf(world, running);
      return found === id ? undefined : found;
    });
    await approve(all, next);
    const { status } = await endOf(world, running);
    const rollout = JSON.stringify(await new Outside(world).rollout(name));
    return [phase, status, rollout.includes(`${name}:3`)];
  };

  it.concurrent.each([[phases.slice(0, 2)], [phases.slice(2)]])(
    'with another manifest replaces the deployment while it is %j',
    async (some) => {
      const reached = await way();
      const ends: (readonly unknown[])[] = [];
      for (const phase of some) {
        const name = `replaced-${phase}`;
        ends.push(await replaced(await scene(reached, name), phase, name));
      }
      expect(ends).toEqual(some.map((phase) => [phase, 'SUCCEEDED', true]));
    },
    patience,
  );

  it.concurrent(
    'after it has ended: another deployment of the same, which finds nothing to roll out',
    async () => {
      const all = await scene(await way(), 'ended');
      const { world, manifest } = all;
      const running = run(world, { manifest: manifest(2), steps });
      const id = await deploymentOf(world, running);
      await approve(all, id);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      restart(all, running);
      const next = await until('another deployment', async () => {
        const found = await deploymentOf(world, running);
        return found === id ? undefined : found;
      });
      const ended = await untilDeployment(world, next, ({ outcome }) => outcome !== undefined);
      expect([ended.outcome, ended.summary]).toEqual(['succeeded', expect.stringContaining('nothing to roll out')]);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    },
    patience,
  );
});
