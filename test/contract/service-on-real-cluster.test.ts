import { jest } from '@jest/globals';
import { sharedCluster } from '../cluster/cluster.ts';
import { serviceContract } from './service/service.contract.ts';

jest.setTimeout(90_000);

describe('the stage on a real API server with the real controller', () => {
  serviceContract(sharedCluster);
});
