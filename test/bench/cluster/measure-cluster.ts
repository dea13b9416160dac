import pg from 'pg';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { bundlePrograms, inImage } from '../bundle.ts';
import { drivenNamespace, prepareGround } from '../ground.ts';
import type { Ground } from '../ground.ts';
import { memoryOf } from '../processes.ts';
import type { Memory } from '../processes.ts';
import { ServiceProcess } from '../service-process.ts';
import { BareRounds } from './bare-rounds.ts';
import { runBareScript } from './bare-script.ts';
import { countersIn } from '../counters.ts';
import type { Counted } from '../counters.ts';
import { ForeignObjects } from './foreign-objects.ts';
import { measureWatches } from './open-watches.ts';
import type { WatchesMeasured } from './open-watches.ts';
import { OrcaPolls } from './orca-polls.ts';
import { metered, sum } from './processor-seconds.ts';
import type { Measured, ProcessorSeconds } from './processor-seconds.ts';
import { RolloutFeed } from './rollout-feed.ts';
import { roundOf } from './service-round.ts';

const trioCount = 3;
/** Both services have run the versions before. */
const firstMeasured = 3;

export interface Pair {
  readonly bare: Measured;
  readonly service: Measured;
}

/** The same version by all three. */
export interface Trio extends Pair {
  readonly least: Measured;
}

export interface ClusterMeasured {
  /** Without steps: nothing ran before. */
  readonly first: Pair;
  readonly trios: readonly Trio[];
  readonly watches: WatchesMeasured;
  readonly memory: Memory;
  /** In the trios. */
  readonly used: Readonly<Record<keyof Trio, ProcessorSeconds>>;
  readonly calls: readonly Counted[];
  readonly transactions: number;
  readonly polls: number;
}

export async function measureCluster(say: (line: string) => void): Promise<ClusterMeasured> {
  const { bareService } = await bundlePrograms();
  const ground = await prepareGround();
  try {
    return await measureOn(ground, { say, bareService });
  } finally {
    await ground.close();
  }
}

interface Told {
  readonly say: (line: string) => void;
  /** The program. */
  readonly bareService: string;
}

async function measureOn(ground: Ground, { say, bareService }: Told): Promise<ClusterMeasured> {
  const { cluster } = ground;
  const [script, least] = [await drivenNamespace(cluster, 'bare'), await drivenNamespace(cluster, 'least')];
  say('foreign pods and Rollouts');
  const foreign = new ForeignObjects(cluster.api(), [
    ground.namespace,
    script,
    await cluster.createNamespace('foreign'),
  ]);
  await foreign.make();
  const databaseUrl = await ground.postgres.createDatabase();
  const service = await ServiceProcess.start(ground, { databaseUrl, command: inImage.command, node: inImage.node() });
  const store = await openPostgresStore({ connectionString: databaseUrl, poolSize: 4 });
  const polls = new OrcaPolls(service.url, ground.token);
  const api = cluster.api('driver');
  const scriptFeed = await RolloutFeed.start(api, script);
  const feed = await RolloutFeed.start(api, ground.namespace);
  const options = { ground, service, polls, feed, endOf: (id: string) => store.read(id) };
  const byScript = (version: number): Promise<Measured> =>
    metered(ground, service, () => runBareScript({ api, namespace: script, feed: scriptFeed }, version));
  const byService = (version: number): Promise<Measured> => metered(ground, service, () => roundOf(options, version));
  try {
    say('first version');
    const first = { bare: await byScript(1), service: await byService(1) };
    say('watches with 1, 100 and 300 deployments open');
    const watches = await measureWatches({ ...options, api: cluster.api(), foreign, feeds: [scriptFeed, feed] }, 2);
    await byScript(2);
    const bare = await BareRounds.start({
      ground,
      namespace: least,
      program: bareService,
      node: inImage.node(),
      versions,
    });
    say('versions 1 and 2 by the bare service');
    for (const version of [1, 2]) await bare.round(version);
    const before = await countedBy(service, { databaseUrl, polls });
    const trios = await inTurn({ bare: byScript, service: byService, least: (version) => bare.round(version) }, say);
    const after = await countedBy(service, { databaseUrl, polls });
    await bare.stop();
    return {
      ...{ first, trios, watches, memory: memoryOf(service.pid) },
      used: { bare: usedIn(trios, 'bare'), service: usedIn(trios, 'service'), least: usedIn(trios, 'least') },
      calls: since(after.calls, before.calls),
      transactions: after.transactions - before.transactions,
      polls: after.polls - before.polls,
    };
  } finally {
    for (const each of [scriptFeed, feed]) each.stop();
    polls.close();
    await store.close();
    await service.stop();
  }
}

const versions = Array.from({ length: firstMeasured + trioCount }, (_nothing, index) => index + 1);

/** In this order, and the next time the other way round. */
async function inTurn(
  by: Readonly<Record<keyof Trio, (version: number) => Promise<Measured>>>,
  say: (line: string) => void,
): Promise<readonly Trio[]> {
  const trios: Trio[] = [];
  for (let version = firstMeasured; version < firstMeasured + trioCount; version += 1) {
    say(`version ${version} by script, service and bare service`);
    const order = ['bare', 'service', 'least'] as const;
    const measured = new Map<keyof Trio, Measured>();
    for (const one of version % 2 === 0 ? order.toReversed() : order) measured.set(one, await by[one](version));
    const [bare, service, least] = order.map((one) => measured.get(one));
    if (bare !== undefined && service !== undefined && least !== undefined) trios.push({ bare, service, least });
  }
  return trios;
}

function usedIn(trios: readonly Trio[], by: keyof Trio): ProcessorSeconds {
  return sum(trios.map((trio) => trio[by].used));
}

interface CountedBy {
  readonly calls: readonly Counted[];
  readonly transactions: number;
  readonly polls: number;
}

async function countedBy(
  service: ServiceProcess,
  { databaseUrl, polls }: { readonly databaseUrl: string; readonly polls: OrcaPolls },
): Promise<CountedBy> {
  const calls = countersIn(await service.metrics(), 'gennaker_cluster_calls_total');
  return { calls, transactions: await transactionsOf(databaseUrl), polls: polls.count };
}

function since(after: readonly Counted[], before: readonly Counted[]): readonly Counted[] {
  const key = ({ labels }: Counted): string => JSON.stringify(labels);
  const earlier = new Map(before.map((counted) => [key(counted), counted.value]));
  return after.map((counted) => ({ ...counted, value: counted.value - (earlier.get(key(counted)) ?? 0) }));
}

async function transactionsOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      'select xact_commit + xact_rollback as count from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
