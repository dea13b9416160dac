import { jest } from '@jest/globals';
import { sharedCluster } from '../cluster/cluster.ts';
import { account, closeAll, open, referenceTo } from './cluster-under-test.ts';
import { withoutAuthority } from './kubeconfig.ts';
import { thrown } from './thrown.ts';
import { controlPlaneContract } from './control-plane.contract.ts';

jest.setTimeout(90_000);

it(
  'does not talk to an API server whose certificate it cannot check',
  async () => {
    const cluster = await sharedCluster();
    const { controlPlane } = open({ kubeconfig: withoutAuthority(cluster.kubeconfig('admin')) });
    const error = await thrown(controlPlane.read(account, referenceTo('default')));
    expect(error).toMatchObject({ name: 'ClusterUnreachable', reason: 'tls' });
    closeAll();
  },
  20 * 60_000,
);

describe('Argo Rollouts on a real API server with the real controller', () => {
  controlPlaneContract(async () => {
    const cluster = await sharedCluster();
    return {
      kubeconfig: (user) => cluster.kubeconfig(user),
      port: Number(new URL(cluster.url).port),
      createNamespace: () => cluster.createNamespace('contract'),
      send: (call) => cluster.api().ok(call),
      apiserver: { stop: () => cluster.stopApiserver(), start: () => cluster.startApiserver() },
    };
  });
});
