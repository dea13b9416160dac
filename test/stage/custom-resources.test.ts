import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { CustomKinds, definition, freshGroup, grantKind, widget } from './custom-kinds.ts';
import { deployment, documents } from './manifests.ts';
import { deployed, endOf, run } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('custom resources for an account that is kept to namespaces', () => {
  let cluster: Cluster;
  let world: World;
  let kinds: CustomKinds;

  beforeAll(async () => {
    cluster = await sharedCluster();
    world = await createWorld({ cluster });
    kinds = new CustomKinds(cluster);
  });
  afterAll(() => world.close());

  it.concurrent('are not defined: that is refused at once, with who can change it', async () => {
    const kind = { group: freshGroup() };
    const { refusal } = await endOf(world, run(world, { manifest: documents(definition(kind), deployment('kept')) }));
    expect(refusal).toContain(
      `A CustomResourceDefinition is there for the whole cluster, and account test-cluster is kept to namespaces: ${world.namespace}. ` +
        "Apply it by a Deploy (Manifest) stage before this one; or an operator can lift the limit in the service's configuration.",
    );
    expect(await kinds.definition(kind)).toBeUndefined();
  });

  it.concurrent('are applied before the Rollout, where the cluster serves their kind', async () => {
    const kind = { group: freshGroup() };
    await kinds.define(kind);
    await grantKind(cluster, kind, world.namespace);
    await deployed(world, { manifest: documents(widget('side', kind, '{ size: 1 }'), deployment('side')) });
    expect(at(await kinds.read(kind, world.namespace, 'side'), 'spec')).toEqual({ size: 1 });
    const wrong = documents(widget('side', kind, '{ size: large }'), deployment('side'));
    expect((await endOf(world, run(world, { manifest: wrong }))).summary).toContain(
      'Nothing was applied. Cluster test-cluster does not accept Widget side',
    );
  });

  it.concurrent('need a right of their own', async () => {
    const kind = { group: freshGroup() };
    await kinds.define(kind);
    const manifest = documents(widget('alien', kind, '{ size: 1 }'), deployment('alien'));
    expect((await endOf(world, run(world, { manifest }))).summary).toBe(
      `Account test-cluster lacks the right to get widgets (API group ${kind.group}) in namespace ${world.namespace}; ` +
        "an administrator of that cluster can grant it to the service's user with a Role. Nothing was applied.",
    );
  });

  it.concurrent('are refused by name, when their kind belongs to the whole cluster', async () => {
    const kind = { group: freshGroup() };
    await kinds.define({ ...kind, scope: 'Cluster' });
    await grantKind(cluster, kind, world.namespace);
    const manifest = documents(widget('wide', kind, '{ size: 1 }'), deployment('wide'));
    expect((await endOf(world, run(world, { manifest }))).summary).toBe(
      'Cluster test-cluster does not accept Widget wide: a Widget belongs to the whole cluster and to no namespace; ' +
        'an operator applies it outside of deployments. Nothing was applied.',
    );
  });

  it.concurrent('are refused by name, when nobody has defined their kind', async () => {
    const kind = { group: freshGroup() };
    const manifest = documents(widget('lost', kind, '{ size: 1 }'), deployment('lost'));
    expect((await endOf(world, run(world, { manifest }))).summary).toBe(
      `Cluster test-cluster knows no Widget (${kind.group}/v1). Install what defines it, or take it out of the manifest. Nothing was applied.`,
    );
  });
});
