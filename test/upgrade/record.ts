import { mkdirSync, writeFileSync } from 'node:fs';
import { listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { findPrograms } from '../postgres/programs.ts';
import { kinds } from '../simulated-cluster/api/kinds.ts';
import { startSimulatedCluster } from '../simulated-cluster/simulated-cluster.ts';
import { deployment, documents, service } from '../stage/manifests.ts';
import { alice } from '../stage/people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  run,
  untilDeployment,
  waitingForApproval,
  weight,
} from '../stage/pipeline.ts';
import { createWorld } from '../stage/world.ts';

// Writes `../fixtures/upgrade/` from a checkout of an older version, with what it has under these names: see the README there.

const [, , folder = 'recorded'] = process.argv;

const configuration = (name: string, greeting: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  greeting: ${greeting}\n`;
const secret = (name: string): string =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\ntype: Opaque\nstringData:\n  password: swordfish\n`;
const configured = (name: string): string =>
  deployment(name, {
    more: `          envFrom:\n            - configMapRef:\n                name: ${name}\n            - secretRef:\n                name: ${name}\n`,
  });
const next = (manifest: string, tag = '2'): string => manifest.replaceAll('web:1', `web:${tag}`);
const steps = [weight(25), approval, weight(50), { pause: { duration: 1, unit: 'seconds' } }] as const;

/** With the key by the name that it had, and by the one that it has. */
const storeOptions = (sealingKey: Uint8Array): Parameters<typeof openPostgresStore>[0] => {
  const options = { connectionString: databaseUrl, sealingKey, sealingKeys: [sealingKey] };
  return options;
};

const programs = findPrograms();
if (programs === undefined) throw new Error('PostgreSQL is not installed.');
const postgres = await PostgresCluster.start(programs);
const databaseUrl = await postgres.createDatabase();
const cluster = await startSimulatedCluster({ readyAfter: 20 });
const world = await createWorld({
  cluster,
  openStore: (sealingKey) => openPostgresStore(storeOptions(sealingKey)),
});

const first = (name: string, greeting: string): string =>
  documents(configuration(name, greeting), secret(name), service(name), configured(name));

// One that waits for somebody, with data of a Secret; one that is to be aborted by a cancel; one that is stuck; one that has ended.
await deployed(world, { manifest: first('shop', 'hello'), steps: [] });
const shop = await waitingForApproval(world, { manifest: next(first('shop', 'welcome')), steps });
await deployed(world, { manifest: deployment('cart'), steps: [] });
const cart = await waitingForApproval(world, {
  manifest: next(deployment('cart')),
  steps,
  deployment: { onCancel: 'abort' },
});
await deployed(world, { manifest: deployment('search'), steps: [] });
const stuck = run(world, {
  manifest: next(deployment('search'), 'image-pull').replaceAll(
    'progressDeadlineSeconds: 5',
    'progressDeadlineSeconds: 1',
  ),
  steps,
});
const search = { ...stuck, id: await deploymentOf(world, stuck) };
await untilDeployment(world, search.id, ({ phase }) => phase === 'stalled');
await deployed(world, { manifest: documents(service('ads'), deployment('ads')), steps: [] });
const ads = await waitingForApproval(world, { manifest: next(documents(service('ads'), deployment('ads'))), steps });
await world.as(alice).decide(ads.id, 'abort', 'error rate is up');
await untilDeployment(world, ads.id, ({ phase }) => phase === 'ended');

await world.orca.kill();
const executions = world.orca.executions();
await world.service.drain();

// Pods before their owners, or a controller would make others.
const order = [
  kinds.namespace,
  kinds.configMap,
  kinds.secret,
  kinds.service,
  kinds.pod,
  kinds.replicaSet,
  kinds.rollout,
];
const objects: unknown[] = [];
for (const { group, version, kind, plural, namespaced } of order) {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespaced ? `/namespaces/${world.namespace}` : '';
  const selected = namespaced ? '' : `?fieldSelector=metadata.name=${world.namespace}`;
  const list = await cluster.api().get(`${root}${scope}/${plural}${selected}`);
  // Items of a list say neither.
  const apiVersion = group === '' ? version : `${group}/${version}`;
  for (const item of listAt(list, 'items')) if (typeof item === 'object') objects.push({ ...item, apiVersion, kind });
}

const about = {
  recordedAt: new Date().toISOString(),
  namespace: world.namespace,
  sealingKey: world.sealingKey.toString('base64'),
  deployments: Object.fromEntries(
    Object.entries({ shop, cart, search, ads }).map(([name, { id, executionId, stageId }]) => [
      name,
      { id, executionId, stageId },
    ]),
  ),
};
mkdirSync(folder, { recursive: true });
const write = (name: string, value: unknown): void =>
  writeFileSync(`${folder}/${name}`, typeof value === 'string' ? value : `${JSON.stringify(value, undefined, 1)}\n`);
write('store.sql', postgres.dump(databaseUrl));
write('objects.json', objects);
write('executions.json', executions);
write('about.json', about);
await postgres.remove();
await cluster.stop();
process.exit();
