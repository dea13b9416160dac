import { jest } from '@jest/globals';
import { startSimulatedCluster, type SimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { controlPlaneContract } from './control-plane.contract.ts';

jest.setTimeout(60_000);

describe('Argo Rollouts on the simulated cluster', () => {
  let cluster: SimulatedCluster | undefined;
  afterAll(() => cluster?.stop());

  controlPlaneContract(async () => {
    const started = await startSimulatedCluster({ readyAfter: 10 });
    cluster = started;
    return {
      kubeconfig: (user) => started.kubeconfig(user),
      port: started.port,
      createNamespace: () => started.createNamespace('contract'),
      send: (call) => started.api().ok(call),
      apiserver: { stop: () => started.stopApiserver(), start: () => started.startApiserver() },
    };
  });
});
