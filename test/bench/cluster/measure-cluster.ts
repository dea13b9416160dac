import pg from 'pg';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { roles } from '../../stage/world.ts';
import { gennaker, imageNode } from '../bundle.ts';
import { prepareGround } from '../ground.ts';
import type { Ground } from '../ground.ts';
import { memoryOf } from '../processes.ts';
import type { Memory } from '../processes.ts';
import { ServiceProcess } from '../service-process.ts';
import { runBareScript } from './bare-script.ts';
import { countersIn } from '../counters.ts';
import type { Counted } from '../counters.ts';
import { names } from './fleet.ts';
import { ForeignObjects } from './foreign-objects.ts';
import { measureWatches } from './open-watches.ts';
import type { WatchesMeasured } from './open-watches.ts';
import { OrcaPolls } from './orca-polls.ts';
import { difference, processorSeconds, sum } from './processor-seconds.ts';
import type { ProcessorSeconds } from './processor-seconds.ts';
import { RolloutFeed } from './rollout-feed.ts';
import type { Round } from './round.ts';
import { ServiceRound } from './service-round.ts';

const pairsMeasured = 3;

/** A round and what all parts used meanwhile. */
export interface Measured extends Round {
  readonly used: ProcessorSeconds;
}

export interface Pair {
  readonly bare: Measured;
  readonly service: Measured;
}

export interface ClusterMeasured {
  /** Without steps: nothing ran before. */
  readonly first: Pair;
  readonly pairs: readonly Pair[];
  readonly watches: WatchesMeasured;
  readonly memory: Memory;
  /** Of the service in the pairs. */
  readonly used: { readonly bare: ProcessorSeconds; readonly service: ProcessorSeconds };
  readonly calls: readonly Counted[];
  readonly transactions: number;
  readonly polls: number;
}

export async function measureCluster(say: (line: string) => void): Promise<ClusterMeasured> {
  const ground = await prepareGround();
  try {
    return await measureOn(ground, say);
  } finally {
    await ground.close();
  }
}

async function measureOn(ground: Ground, say: (line: string) => void): Promise<ClusterMeasured> {
  const { cluster } = ground;
  const [bareNamespace, elsewhere] = [await cluster.createNamespace('bare'), await cluster.createNamespace('foreign')];
  await cluster.grant('driver', roles, bareNamespace);
  say('foreign pods and Rollouts');
  const foreign = new ForeignObjects(cluster.api(), [ground.namespace, bareNamespace, elsewhere]);
  await foreign.make();
  const databaseUrl = await ground.postgres.createDatabase();
  const service = await ServiceProcess.start(ground, { command: gennaker, databaseUrl, node: imageNode() });
  const store = await openPostgresStore({ connectionString: databaseUrl, poolSize: 4 });
  const polls = new OrcaPolls(service.url, ground.token);
  const api = cluster.api('driver');
  const bareFeed = await RolloutFeed.start(api, bareNamespace);
  const feed = await RolloutFeed.start(api, ground.namespace);
  const options = { ground, service, polls, feed, store };
  const metered = async (drive: () => Promise<Round>): Promise<Measured> => {
    const before = processorSeconds(ground, service);
    const round = await drive();
    return { ...round, used: difference(processorSeconds(ground, service), before) };
  };
  const byScript = (version: number): Promise<Measured> =>
    metered(() => runBareScript({ api, namespace: bareNamespace, feed: bareFeed }, version));
  const byService = (version: number): Promise<Measured> =>
    metered(async () => {
      const round = new ServiceRound(options, version);
      round.approve();
      await round.send(names);
      return round.ended();
    });
  try {
    say('first version');
    const first = { bare: await byScript(1), service: await byService(1) };
    say('watches with 1, 100 and 300 deployments open');
    const watches = await measureWatches({ ...options, api: cluster.api(), foreign, feeds: [bareFeed, feed] }, 2);
    await byScript(2);
    const callsBefore = countersIn(await service.metrics(), 'gennaker_cluster_calls_total');
    const [transactionsBefore, pollsBefore] = [await transactionsOf(databaseUrl), polls.count];
    const pairs: Pair[] = [];
    for (let version = 3; version < 3 + pairsMeasured; version += 1) {
      say(`version ${version}, script and service`);
      const before = version % 2 === 0 ? undefined : await byScript(version);
      const through = await byService(version);
      pairs.push({ service: through, bare: before ?? (await byScript(version)) });
    }
    const calls = countersIn(await service.metrics(), 'gennaker_cluster_calls_total');
    return {
      ...{ first, pairs, watches, memory: memoryOf(service.pid) },
      used: { bare: sum(pairs.map(({ bare }) => bare.used)), service: sum(pairs.map((pair) => pair.service.used)) },
      calls: since(calls, callsBefore),
      transactions: (await transactionsOf(databaseUrl)) - transactionsBefore,
      polls: polls.count - pollsBefore,
    };
  } finally {
    for (const each of [bareFeed, feed]) each.stop();
    polls.close();
    await store.close();
    await service.stop();
  }
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
