import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { deployment } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { deployed, endOf, run, untilDeployment, waitingForApproval } from './pipeline.ts';
import type { StageParts, Waiting } from './pipeline.ts';
import { grantAll, grantOne, revoke } from './rights.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('deploying and approving, as rights that an operator gives apart', () => {
  let cluster: Cluster;
  let world: World;
  /** Where only deploying is granted, and two where it is taken away in the middle. */
  let onlyDeploy: string;
  let frozen: string;
  let frozenForAbort: string;

  beforeAll(async () => {
    cluster = await sharedCluster();
    const namespaces = await Promise.all(
      ['only-deploy', 'frozen', 'frozen'].map((name) => cluster.createNamespace(name)),
    );
    [onlyDeploy = '', frozen = '', frozenForAbort = ''] = namespaces;
    world = await createWorld({ cluster, moreNamespaces: namespaces });
  });
  afterAll(() => world.close());

  const into = (namespaceOverride: string, image = 'web:1', name = 'web'): StageParts => ({
    manifest: deployment(name, { image }),
    deployment: { targets: [{ account: 'test-cluster', namespaceOverride }] },
  });
  const waitingIn = async (namespace: string): Promise<Waiting> => {
    await deployed(world, into(namespace));
    return waitingForApproval(world, into(namespace, 'web:2'));
  };
  const lacks = (words: string, namespace: string): string =>
    `Account test-cluster lacks the right to ${words} (API group argoproj.io) in namespace ${namespace}; an administrator of that cluster can grant it to the service's user with a Role.`;

  it.concurrent(
    'deploying alone applies and follows, and a decision is refused by name until approving is granted too',
    async () => {
      await grantOne(cluster, 'gennaker-deploy', onlyDeploy);
      const { id, ...running } = await waitingIn(onlyDeploy);
      const refused = await world.as(alice).decide(id, 'approve');
      expect([refused.status, refused.body.state, refused.body.result]).toEqual([
        200,
        'failed',
        lacks('patch rollouts/status', onlyDeploy),
      ]);
      await grantOne(cluster, 'gennaker-approve', onlyDeploy);
      expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    },
  );

  it.concurrent('approving alone lets go on what is under way, and nothing new is applied', async () => {
    await grantAll(cluster, frozen);
    const { id, ...running } = await waitingIn(frozen);
    await revoke(cluster, 'gennaker-deploy', frozen);
    const { status, summary } = await endOf(world, run(world, into(frozen, 'web:1', 'other')));
    expect([status, summary]).toEqual(['TERMINAL', expect.stringMatching(/lacks the right to .*Nothing was applied/)]);
    expect(await new Outside({ cluster, namespace: frozen }).existing(['Rollout', 'other'])).toEqual([]);
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });

  it.concurrent(
    'approving alone takes the pods of an abort back, and the template follows when deploying is granted again',
    async () => {
      await grantAll(cluster, frozenForAbort);
      const outside = new Outside({ cluster, namespace: frozenForAbort });
      const { id, ...running } = await waitingIn(frozenForAbort);
      await revoke(cluster, 'gennaker-deploy', frozenForAbort);
      const asked = world.as(alice).decide(id, 'abort');
      const held = await untilDeployment(world, id, ({ summary }) => summary.includes('lacks the right'));
      expect([held.phase, held.summary]).toEqual([
        'aborting',
        `${lacks('patch rollouts', frozenForAbort)} It is tried again.`,
      ]);
      await asked;
      await outside.untilRollout('web', (one) => at(one, 'status', 'updatedReplicas') === undefined);
      await grantOne(cluster, 'gennaker-deploy', frozenForAbort);
      expect((await endOf(world, running)).summary).toContain('is back on its stable version');
      await outside.untilRollout('web', isHealthy);
    },
  );
});
