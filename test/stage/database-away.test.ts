import { setTimeout as pause } from 'node:timers/promises';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { deployment } from './manifests.ts';
import { deployed, deploymentOf, endOf, run, until, weight } from './pipeline.ts';
import { statusOf } from './replica.ts';
import { startReplicas } from './replicas.ts';
import type { Replicas } from './replicas.ts';

const programs = requirePrograms();
const patience = 120_000;

(programs === undefined ? describe.skip : describe)('while the database is away', () => {
  let postgres: PostgresCluster;
  let world: Replicas;

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    const databaseUrl = await postgres.createDatabase();
    world = await startReplicas({ cluster: await sharedCluster(), databaseUrl, count: 2, leaseSeconds: 15 });
  }, patience);
  afterAll(async () => {
    await world.close();
    await postgres.remove();
  }, patience);

  const version = (tag: number): string => deployment('web', { replicas: 2, image: `web:${tag}` });
  const isRolledOut = async (): Promise<boolean> => {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${world.namespace}/rollouts/web`;
    const rollout = await world.cluster.api().get(path);
    const [stable, current] = [textAt(rollout, 'status', 'stableRS'), textAt(rollout, 'status', 'currentPodHash')];
    return stable === current && textAt(rollout, 'status', 'phase') === 'Healthy';
  };

  it(
    'polls are answered, the rollout goes on, and its outcome is known afterwards',
    async () => {
      await deployed(world, { manifest: version(1) });
      const steps = [weight(50), { pause: { duration: 4, unit: 'seconds' } }];
      const running = run(world, { manifest: version(2), steps });
      const id = await deploymentOf(world, running);
      const poll = async (orcaUrl: string): Promise<readonly [number, string]> => {
        const headers = { authorization: `Bearer ${world.token}` };
        const response = await fetch(`${orcaUrl}/v1/deployments/${id}/status`, { headers });
        return [response.status, await response.text()];
      };
      for (const { orcaUrl } of world.replicas)
        await until('both know that it waits', async () =>
          (await poll(orcaUrl))[1].includes('waits at step 2') ? true : undefined,
        );
      await postgres.kill();
      const answers = new Set<number>();
      while (!(await isRolledOut())) {
        for (const { orcaUrl } of world.replicas) answers.add((await poll(orcaUrl))[0]);
        await pause(50);
      }
      expect([...answers]).toEqual([200]);
      // What the Service asks before it leads Orca's polls here: without any ready replica they would be refused.
      expect(await Promise.all(world.replicas.map(({ orcaUrl }) => statusOf(`${orcaUrl}/health/ready`)))).toEqual([
        200, 200,
      ]);
      await postgres.start();
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    },
    patience,
  );
});
