import { fileURLToPath } from 'node:url';
import { historyAnnotation } from '../../backend-stub/deployment/old-versions.ts';
import { at, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { Databases } from './databases.ts';
import type { Database } from './databases.ts';
import { LogLines } from './log-lines.ts';
import { deployment, documents } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice, application } from './people.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  stageOf,
  waitingForApproval,
  weight,
} from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const cleanUpRole = fileURLToPath(new URL('../../deploy/clean-up-role.yaml', import.meta.url));
const password = 'correct-horse-battery-staple';
const encoded = Buffer.from(password).toString('base64');

function configMap(name: string, greeting: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  greeting: ${greeting}\n`;
}

function secret(name: string, value: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\ntype: Opaque\nstringData:\n  password: ${value}\n`;
}

/** A Deployment whose container takes its environment from a ConfigMap and a Secret of its own name. */
function configured(name: string): string {
  const from = `          envFrom:\n            - configMapRef:\n                name: ${name}\n            - secretRef:\n                name: ${name}\n`;
  return deployment(name, { replicas: 2, more: from });
}

describe('ConfigMaps and Secrets', () => {
  const lines = new LogLines();
  let databases: Databases;
  let database: Database;
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    const [cluster, started] = await Promise.all([sharedCluster(), Databases.start()]);
    databases = started;
    database = await databases.create();
    world = await createWorld({ cluster, openStore: database.open, logLevel: 'trace', logTo: lines });
    outside = new Outside(world);
  });
  afterAll(async () => {
    await world.close();
    await databases.close();
  });

  const namesIn = async (rollout: string): Promise<readonly (string | undefined)[]> => {
    const [container] = listAt(await outside.rollout(rollout), 'spec', 'template', 'spec', 'containers');
    return listAt(container, 'envFrom').map(
      (source) => textAt(source, 'configMapRef', 'name') ?? textAt(source, 'secretRef', 'name'),
    );
  };

  it.concurrent('are named by their content, and new content is a new name and a new rollout', async () => {
    const manifest = (greeting: string): string =>
      documents(configMap('greeted', greeting), secret('greeted', 'same'), configured('greeted'));
    await deployed(world, { manifest: manifest('hello') });
    const first = await namesIn('greeted');
    expect(first).toEqual([expect.stringMatching(/^greeted-./), expect.stringMatching(/^greeted-./)]);
    const hash = textAt(await outside.rollout('greeted'), 'status', 'currentPodHash');

    const { executionId, report } = await waitingForApproval(world, { manifest: manifest('welcome') });
    const second = await namesIn('greeted');
    expect([second[0] === first[0], second[1] === first[1]]).toEqual([false, true]);
    expect(report.rollouts[0]?.podHash).not.toBe(hash);
    const maps = await outside.names('ConfigMap');
    expect(maps.filter((name) => name.startsWith('greeted'))).toEqual([...new Set([first[0], second[0]])].sort());
    expect(at(await outside.read('ConfigMap', first[0] ?? ''), 'data')).toEqual({ greeting: 'hello' });
    expect(at(await outside.read('ConfigMap', second[0] ?? ''), 'data')).toEqual({ greeting: 'welcome' });
    world.orca.cancel(executionId, alice);
    await world.orca.finished(executionId);
  });

  it.concurrent('of the same content are no new rollout', async () => {
    const manifest = documents(configMap('same', 'hello'), secret('same', 'same'), configured('same'));
    await deployed(world, { manifest });
    expect((await endOf(world, run(world, { manifest }))).summary).toContain('already ran this version');
  });

  it.concurrent('of an aborted deployment leave the pods with what they had', async () => {
    const manifest = (greeting: string): string =>
      documents(configMap('undone', greeting), secret('undone', 'same'), configured('undone'));
    await deployed(world, { manifest: manifest('hello') });
    const before = await namesIn('undone');
    const { id, ...running } = await waitingForApproval(world, { manifest: manifest('welcome') });
    expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
    expect((await endOf(world, running)).summary).toContain('is back on its stable version');
    expect(await namesIn('undone')).toEqual(before);
  });

  it.concurrent('have old versions removed where their author wants that, but none that is used', async () => {
    const annotation = `  annotations: { ${historyAnnotation}: "2" }\n`;
    const manifest = (greeting: string): string =>
      documents(configMap('cleaned', greeting).replace('\ndata:', `\n${annotation}data:`), configured('cleaned'));
    const versions = async (): Promise<readonly string[]> =>
      (await outside.names('ConfigMap')).filter((name) => name.startsWith('cleaned-'));
    const last = async (): Promise<string> => {
      const running = run(world, { manifest: manifest('again'), steps: [weight(50)] });
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      const { events } = await world.as(alice).deployment(await deploymentOf(world, running));
      return events.at(-1)?.sentence ?? '';
    };
    for (const greeting of ['one', 'two', 'three'])
      await deployed(world, { manifest: manifest(greeting), steps: [weight(50)] });
    expect(await versions()).toHaveLength(3);
    expect(await last()).toMatch(/^Old versions of ConfigMaps and Secrets were left: .* (list|delete) configmaps /);

    await world.cluster.grant('driver', cleanUpRole, world.namespace);
    await last();
    expect(await versions()).toHaveLength(4);
    // Their ReplicaSets are what a rollout may go back to.
    for (const name of (await outside.names('ReplicaSet')).filter((one) => one.startsWith('cleaned-')))
      if (at(await outside.read('ReplicaSet', name), 'spec', 'replicas') === 0)
        await outside.remove('ReplicaSet', name);
    expect(await last()).toMatch(
      /^Removed old versions: ConfigMap cleaned-\w+ in \S+, ConfigMap cleaned-\w+ in \S+\.$/,
    );
    expect(await versions()).toHaveLength(2);
  });

  it.concurrent(
    'keep the data of a Secret out of the report, the log, the database and what Orca stores of us',
    async () => {
      const manifest = documents(configMap('sealed', 'hello'), secret('sealed', password), configured('sealed'));
      const execution = world.orca.start({
        application,
        name: 'deploy shop',
        user: alice,
        stages: [progressiveStage({ manifest, steps: [weight(50)] })],
      });
      const running = { executionId: execution.id, stageId: stageOf(execution).id };
      const id = await deploymentOf(world, running);
      const { status } = await endOf(world, running);
      expect(status).toBe('SUCCEEDED');
      const [, name = ''] = await namesIn('sealed');
      expect(at(await outside.read('Secret', name), 'data')).toEqual({ password: encoded });

      const plan = await world.as(alice).post('/v1/plan', {
        application,
        deployment: progressiveStage({ manifest })['deployment'],
      });
      // The payload is the author's own text, which Orca copies.
      const {
        deployment: written,
        payload,
        ...stored
      } = stageOf(world.orca.execution(execution.id) ?? execution).context;
      expect(payload).toEqual(written);
      const places = {
        report: JSON.stringify(await world.as(alice).deployment(id)),
        list: JSON.stringify((await world.as(alice).get(`/v1/deployments?application=${application}`)).body),
        plan: JSON.stringify(plan.body),
        orca: JSON.stringify(stored),
        log: lines.text,
        database: await database.dump(),
      };
      for (const [place, text] of Object.entries(places)) {
        expect([place, text.length > 100]).toEqual([place, true]);
        expect([place, text.includes(password), text.includes(encoded)]).toEqual([place, false, false]);
      }
      expect(places.database).toContain('sealed');
    },
  );

  it.concurrent('that the API server refuses are not quoted', async () => {
    const broken = secret('quoted', password).replace('type: Opaque', 'type: kubernetes.io/tls');
    const running = run(world, { manifest: documents(broken, deployment('quoted')) });
    const { summary } = await endOf(world, running);
    expect(summary).toContain('does not accept Secret');
    expect(summary).not.toContain(password);
    expect(lines.text).not.toContain(password);
  });
});
