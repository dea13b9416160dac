import { join } from 'node:path';
import { listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { writeKubeconfig } from '../cluster/credentials.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice } from './people.ts';
import { deploymentOf, endOf, run, until, untilDeployment } from './pipeline.ts';
import { grantAll } from './rights.ts';
import { Wire } from './wire.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';
import { scratchFolder } from '../scratch-folder.ts';

/** A RoleBinding counts in requests of the dry run too, so only one that goes in between is missed in the middle. */
describe('a right that is taken away in the middle of applying', () => {
  const wire = new Wire();
  let cluster: Cluster;
  let world: World;

  beforeAll(async () => {
    cluster = await sharedCluster();
    const kubeconfig = join(scratchFolder('kubeconfig'), 'kubeconfig');
    writeKubeconfig(kubeconfig, { url: await wire.toCluster(cluster), user: 'driver' });
    world = await createWorld({ cluster, kubeconfig });
  });
  afterAll(async () => {
    await world.close();
    wire.close();
  });

  async function takeAllRights(): Promise<void> {
    const bindings = `/apis/rbac.authorization.k8s.io/v1/namespaces/${world.namespace}/rolebindings`;
    for (const binding of listAt(await cluster.api().get(bindings), 'items'))
      await cluster.api().ok({ method: 'DELETE', path: `${bindings}/${textAt(binding, 'metadata', 'name')}` });
    await until('the right is gone', async () => {
      const path = `/api/v1/namespaces/${world.namespace}/services/web`;
      return (await cluster.api('driver').send({ method: 'GET', path })).status === 403 ? true : undefined;
    });
  }

  it('ends the deployment with what was applied and what was not, and Restart stage does it all once it is given back', async () => {
    const { namespace } = world;
    const settings = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: {} });
    const manifest = documents(`${settings}\n`, service('web'), deployment('web'));
    wire.beforeNext((call) => /^PATCH \S+\/services\/(?!\S*dryRun=)/.test(call), takeAllRights);
    const running = run(world, { manifest });
    const { status, summary } = await endOf(world, running);
    expect([status, summary]).toEqual([
      'TERMINAL',
      expect.stringMatching(
        new RegExp(
          `^Account test-cluster lacks the right to \\w+ services in namespace ${namespace}; an administrator of that cluster can grant it to the service's user with a Role\\. ` +
            `Applied and left as it is: ConfigMap settings-\\w+ in ${namespace}\\. ` +
            `Not applied: Service web in ${namespace}, Rollout web in ${namespace}\\.$`,
        ),
      ),
    ]);
    const outside = new Outside(world);
    expect(await outside.existing(['Service', 'web'], ['Rollout', 'web'])).toEqual([]);
    const first = await deploymentOf(world, running);
    expect((await world.as(alice).deployment(first)).outcome).toBe('failed');
    await grantAll(cluster, namespace);
    world.orca.restartStage(running.executionId, running.stageId, alice);
    const next = await until('the next attempt', async () => {
      const id = await deploymentOf(world, running);
      return id === first ? undefined : id;
    });
    await untilDeployment(world, next, ({ outcome }) => outcome === 'succeeded');
    expect(await outside.existing(['Service', 'web'], ['Rollout', 'web'])).toEqual(['Service web', 'Rollout web']);
  });
});
