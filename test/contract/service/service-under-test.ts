import type { DeploymentReport } from '../../../backend-stub/contract/report.ts';
import { alice } from '../../stage/people.ts';
import { Outside } from '../../stage/outside.ts';
import { createWorld } from '../../stage/world.ts';
import type { World } from '../../stage/world.ts';
import type { TestCluster } from '../../cluster/test-cluster.ts';

/** A service of its own on the cluster, with the roles of deploy/, and somebody who acts past it. */
export class ServiceUnderTest {
  readonly world: World;
  readonly outside: Outside;

  private constructor(world: World) {
    this.world = world;
    this.outside = new Outside(world);
  }

  static async on(cluster: TestCluster): Promise<ServiceUnderTest> {
    return new ServiceUnderTest(await createWorld({ cluster }));
  }

  report(id: string): Promise<DeploymentReport> {
    return this.world.as(alice).deployment(id);
  }

  async events(id: string): Promise<readonly string[]> {
    return (await this.report(id)).events.map(({ sentence }) => sentence);
  }
}

export type Service = () => ServiceUnderTest;
