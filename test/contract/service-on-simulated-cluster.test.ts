import { startSimulatedCluster, type SimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { serviceContract } from './service/service.contract.ts';

describe('the stage on the simulated cluster', () => {
  const unknown: string[] = [];
  let cluster: SimulatedCluster | undefined;
  afterAll(() => cluster?.stop());
  afterEach(() => expect(unknown.splice(0)).toEqual([]));

  serviceContract(async () => {
    cluster = await startSimulatedCluster({ readyAfter: 20, onNotSimulated: (sentence) => unknown.push(sentence) });
    return cluster;
  });
});
