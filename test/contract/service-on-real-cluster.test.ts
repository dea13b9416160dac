import { sharedCluster } from '../cluster/cluster.ts';
import { serviceContract } from './service/service.contract.ts';

describe('the stage on a real API server with the real controller', () => {
  serviceContract(sharedCluster);
});
