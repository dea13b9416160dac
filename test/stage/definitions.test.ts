import { setTimeout as pause } from 'node:timers/promises';
import { at, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { CustomKinds, definition, definitionsRole, freshGroup, grantKind, widget } from './custom-kinds.ts';
import { Databases } from './databases.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, application } from './people.ts';
import { deployed, deploymentOf, endOf, progressiveStage, run, untilDeployment } from './pipeline.ts';
import type { Running, StageEnd } from './pipeline.ts';
import { createWorld, roles } from './world.ts';
import type { World } from './world.ts';

/** With the summary, so that a failure tells why. */
const howItEnded = async (world: World, running: Running): Promise<string> => {
  const { status, summary } = await endOf(world, running);
  return `${status}: ${summary}`;
};

const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/gennaker-custom-resource-definitions-driver';

describe('definitions and their objects in one manifest', () => {
  let cluster: Cluster;
  let databases: Databases;
  let world: World;
  let hasty: World;
  let outside: Outside;
  let kinds: CustomKinds;

  beforeAll(async () => {
    [cluster, databases] = await Promise.all([sharedCluster(), Databases.start()]);
    await cluster.grant('driver', definitionsRole);
    const open = async (established = defaultGraces.established): Promise<World> =>
      createWorld({
        cluster,
        openStore: (await databases.create()).open,
        namespaces: 'all',
        tuning: { graces: { ...defaultGraces, established } },
      });
    [world, hasty] = [await open(), await open(1)];
    outside = new Outside(world);
    kinds = new CustomKinds(cluster);
  });
  afterAll(async () => {
    await cluster.api().ok({ method: 'DELETE', path: binding });
    await Promise.all([world.close(), hasty.close()]);
    await databases.close();
  });

  const freshKind = async (of = world): Promise<{ group: string }> => {
    const kind = { group: freshGroup() };
    await grantKind(cluster, kind, of.namespace);
    return kind;
  };
  const failed = async (manifest: string, of = world): Promise<StageEnd> => {
    const end = await endOf(of, run(of, { manifest }));
    expect(end.status).toBe('TERMINAL');
    return end;
  };

  it.concurrent('are applied in their order, and the definition is awaited in between', async () => {
    const kind = await freshKind();
    const manifest = documents(widget('left', kind, '{ size: 1 }'), deployment('web'), definition(kind));
    const running = run(world, { manifest });
    const id = await deploymentOf(world, running);
    expect(await howItEnded(world, running)).toMatch(/^SUCCEEDED/);
    const left = await kinds.read(kind, world.namespace, 'left');
    expect(textAt(left, 'metadata', 'annotations', 'gennaker.dev/deployment-id')).toBe(id);
    expect(at(await kinds.definition(kind), 'metadata', 'annotations')).toMatchObject({
      'gennaker.dev/deployment-id': id,
      'moniker.spinnaker.io/cluster': `customResourceDefinition widgets.${kind.group}`,
    });
    const events = (await world.as(alice).deployment(id)).events.map(({ sentence }) => sentence);
    expect(events.slice(2, 4)).toEqual([
      `Applied CustomResourceDefinition widgets.${kind.group}.`,
      'The definitions are applied; waiting until the API server has established them.',
    ]);
    expect(events).toContain(
      `Applied CustomResourceDefinition widgets.${kind.group}, Widget left in ${world.namespace}, Rollout web in ${world.namespace}.`,
    );
  });

  it.concurrent('may both change: a field that the definition gains can be used in the same deployment', async () => {
    const kind = await freshKind();
    const version = (fields: readonly string[], spec: string): string =>
      documents(definition({ ...kind, fields }), widget('grown', kind, spec), deployment('grown'));
    await deployed(world, { manifest: version(['size'], '{ size: 1 }') });
    await deployed(world, { manifest: version(['size', 'depth'], '{ size: 2, depth: 3 }') });
    expect(at(await kinds.read(kind, world.namespace, 'grown'), 'spec')).toEqual({ size: 2, depth: 3 });
  });

  it.concurrent(
    'can be shared by deployments at the same time, which do not apply the definition over and over',
    async () => {
      const gadgets = { group: freshGroup(), plural: 'gadgets' };
      await grantKind(cluster, gadgets, world.namespace);
      await kinds.define({ group: gadgets.group });
      const manifest = (name: string): string =>
        documents(definition(gadgets), widget(name, gadgets, '{ size: 1 }'), deployment(name, { replicas: 1 }));
      const names = ['one', 'two'];
      const running = names.map((name) => run(world, { manifest: manifest(name) }));
      for (const one of running)
        await untilDeployment(world, await deploymentOf(world, one), ({ summary }) =>
          summary.includes('already in use'),
        );
      const before = await kinds.definition(gadgets);
      await pause(1000);
      expect(await kinds.definition(gadgets)).toEqual(before);
      await kinds.remove({ group: gadgets.group });
      for (const one of running) expect(await howItEnded(world, one)).toMatch(/^SUCCEEDED/);
      for (const name of names) expect(await kinds.read(gadgets, world.namespace, name)).toBeDefined();
    },
  );

  it.concurrent('are refused with nothing applied, when the API server refuses the definition', async () => {
    const kind = await freshKind();
    const wrong = definition(kind).replace('type: integer', 'type: whole');
    const { summary } = await failed(documents(wrong, widget('none', kind, '{ size: 1 }'), deployment('none')));
    expect(summary).toContain(`Nothing was applied. Cluster test-cluster does not accept CustomResourceDefinition`);
    expect(summary).toContain('"whole"');
    expect(await kinds.definition(kind)).toBeUndefined();
  });

  it.concurrent('end with the definition applied, when it lets an object not pass', async () => {
    const kind = await freshKind();
    const bad = widget('bad', kind, '{ size: large }');
    const { summary } = await failed(documents(definition(kind), bad, service('bad'), deployment('bad')));
    expect(summary).toMatch(/^Cluster test-cluster does not accept Widget bad in \S+: .*/);
    expect(summary).toContain(
      ` Applied and left as it is: CustomResourceDefinition widgets.${kind.group}. ` +
        `Not applied: Service bad in ${world.namespace}, Widget bad in ${world.namespace}, Rollout bad in ${world.namespace}.`,
    );
    expect(await outside.existing(['Service', 'bad'], ['Rollout', 'bad'])).toEqual([]);
  });

  it.concurrent('end when the definition is not established in time, in the words of the API server', async () => {
    const gadgets = { group: freshGroup(), plural: 'gadgets' };
    await grantKind(cluster, gadgets, hasty.namespace);
    await kinds.define({ group: gadgets.group });
    const manifest = documents(definition(gadgets), widget('late', gadgets, '{ size: 1 }'), deployment('late'));
    const { summary } = await failed(manifest, hasty);
    const name = `CustomResourceDefinition gadgets.${gadgets.group}`;
    expect(summary).toMatch(
      new RegExp(`^${name} is not established: NamesAccepted: "Widget\\w*" is already in use \\(\\w*KindConflict\\)`),
    );
    expect(summary).toContain(` Applied and left as it is: ${name}. Not applied: Widget late in ${hasty.namespace}`);
  });

  it.concurrent('go on where they were, when the service is started anew and the names become free', async () => {
    const resumed = await createWorld({ cluster, openStore: (await databases.create()).open, namespaces: 'all' });
    const gadgets = { group: freshGroup(), plural: 'gadgets' };
    await grantKind(cluster, gadgets, resumed.namespace);
    await kinds.define({ group: gadgets.group });
    const manifest = documents(definition(gadgets), widget('late', gadgets, '{ size: 1 }'), deployment('late'));
    const running = run(resumed, { manifest });
    const id = await deploymentOf(resumed, running);
    await untilDeployment(resumed, id, ({ summary }) => summary.includes('is already in use'));
    await resumed.restart();
    expect((await resumed.as(alice).deployment(id)).phase).toBe('applying');
    const before = await kinds.definition(gadgets);
    await kinds.remove({ group: gadgets.group });
    // Orca may have been refused a connection meanwhile, and then ends the stage: the deployment is asked, not Orca.
    const { outcome, summary } = await untilDeployment(resumed, id, ({ phase }) => phase === 'ended');
    expect([outcome, summary]).toEqual(['succeeded', expect.any(String)]);
    const applies = (live: unknown): readonly unknown[] =>
      listAt(live, 'metadata', 'managedFields').filter((entry) => textAt(entry, 'manager') === 'gennaker');
    expect(applies(await kinds.definition(gadgets))).toEqual(applies(before));
    const gadget = await kinds.read(gadgets, resumed.namespace, 'late');
    expect(textAt(gadget, 'metadata', 'annotations', 'gennaker.dev/deployment-id')).toBe(id);
    await resumed.close();
  });

  it.concurrent('are told about by a cancel that comes while the definition is awaited', async () => {
    const gadgets = { group: freshGroup(), plural: 'gadgets' };
    await grantKind(cluster, gadgets, world.namespace);
    await kinds.define({ group: gadgets.group });
    const manifest = documents(
      definition(gadgets),
      widget('stopped', gadgets, '{ size: 1 }'),
      service('stopped'),
      deployment('stopped'),
    );
    const canceled = async (onCancel: 'keep' | 'abort'): Promise<string> => {
      const running = run(world, { manifest, deployment: { onCancel } });
      const id = await deploymentOf(world, running);
      await untilDeployment(world, id, ({ summary }) => summary.includes('is already in use'));
      world.orca.cancel(running.executionId, alice);
      return (await untilDeployment(world, id, ({ outcome }) => outcome === 'canceled')).summary;
    };
    const name = `CustomResourceDefinition gadgets.${gadgets.group}`;
    expect(await canceled('keep')).toContain(`No rollout had begun. Applied and left as it is: ${name}.`);
    expect(await canceled('abort')).toMatch(new RegExp(`Left as this deployment applied it: ${name}\\.$`));
  });

  it.concurrent('need a right to the kinds that are defined, which is missed after the definition', async () => {
    const kind = { group: freshGroup() };
    const { summary } = await failed(
      documents(definition(kind), widget('alien', kind, '{ size: 1 }'), deployment('alien')),
    );
    expect(summary).toBe(
      `Account test-cluster lacks the right to get widgets (API group ${kind.group}) in namespace ${world.namespace}; ` +
        "an administrator of that cluster can grant it to the service's user with a Role. " +
        `Applied and left as it is: CustomResourceDefinition widgets.${kind.group}. ` +
        `Not applied: Widget alien in ${world.namespace}, Rollout alien in ${world.namespace}.`,
    );
  });

  it.concurrent('are planned for the form without a cluster that knows the kind', async () => {
    const kind = { group: freshGroup() };
    const manifest = documents(definition(kind), widget('form', kind, '{ size: 1 }'), deployment('form'));
    const { deployment: asked } = progressiveStage({ manifest });
    const { status, body } = await world.as(alice).post<unknown>('/v1/plan', { application, deployment: asked });
    expect([status, listAt(body, 'problems')]).toEqual([200, []]);
    expect(listAt(body, 'objects').map((object) => [textAt(object, 'kind'), textAt(object, 'treatment')])).toEqual([
      ['CustomResourceDefinition', 'applied'],
      ['Widget', 'applied'],
      ['Rollout', 'progressive'],
    ]);
    expect(await kinds.definition(kind)).toBeUndefined();
  });
});

describe('a definition without the right to apply it', () => {
  it('is missed before anything is applied, and the sentence says which right that is', async () => {
    const cluster = await sharedCluster();
    const world = await createWorld({ cluster, namespaces: 'all', clusterUser: 'outsider' });
    await cluster.grant('outsider', roles, world.namespace);
    const kind = { group: freshGroup() };
    const manifest = documents(definition(kind), widget('right', kind, '{ size: 1 }'), deployment('right'));
    expect((await endOf(world, run(world, { manifest }))).summary).toBe(
      'Account test-cluster lacks the right to get customresourcedefinitions (API group apiextensions.k8s.io) in the whole cluster; ' +
        "an administrator of that cluster can grant it to the service's user with a ClusterRole bound by a ClusterRoleBinding. Nothing was applied.",
    );
    await world.close();
  });
});
