import type { TestCluster } from '../../cluster/test-cluster.ts';
import { firstDeploymentContract } from './first-deployment.ts';
import { ownersContract } from './owners.ts';
import { movedContract } from './moved.ts';
import { planContract } from './plan.ts';
import { replicasContract } from './replicas.ts';
import { sameTemplateContract } from './same-template.ts';
import { ServiceUnderTest } from './service-under-test.ts';
import { somebodyElseContract } from './somebody-else.ts';
import { stallContract } from './stalls.ts';

/** What the service and a cluster together must do, from the pipeline to the pods. */
export function serviceContract(start: () => Promise<TestCluster>): void {
  let running: ServiceUnderTest | undefined;
  const service = (): ServiceUnderTest => {
    if (running === undefined) throw new Error('the service did not start');
    return running;
  };
  beforeAll(async () => {
    running = await ServiceUnderTest.on(await start());
  }, 20 * 60_000);
  afterAll(() => running?.world.close());

  describe('a first deployment that fails', () => firstDeploymentContract(service));
  describe('a template that was there before', () => sameTemplateContract(service));
  describe('somebody who acts past the service', () => somebodyElseContract(service));
  describe('a plan', () => planContract(service));
  describe('a plan and its apply', () => movedContract(service));
  describe('fields of a Rollout', () => ownersContract(service));
  describe('the pods that are wanted', () => replicasContract(service));
  describe('pods that do not become ready in time', () => stallContract(service));
}
