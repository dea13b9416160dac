import { closeAll, type ClusterUnderTest } from './cluster-under-test.ts';
import { decidingContract } from './deciding.ts';
import { refusalContract } from './refusals.ts';
import { watchingContract } from './watching.ts';
import { reconnectingContract } from './reconnecting.ts';
import { writingContract } from './writing.ts';

/** What the adapter and a cluster together must do. Holds on the real API server and controller, and on the simulated one. */
export function controlPlaneContract(start: () => Promise<ClusterUnderTest>): void {
  let running: ClusterUnderTest | undefined;
  const cluster = (): ClusterUnderTest => {
    if (running === undefined) throw new Error('the cluster did not start');
    return running;
  };
  beforeAll(async () => {
    running = await start();
  }, 20 * 60_000);
  afterEach(closeAll);

  describe('reading and applying', () => writingContract(cluster));
  describe('what a cluster refuses', () => refusalContract(cluster));
  describe('deciding about a rollout', () => decidingContract(cluster));
  describe('watching rollouts', () => watchingContract(cluster));
  describe('watching over a bad network', () => reconnectingContract(cluster));
}
