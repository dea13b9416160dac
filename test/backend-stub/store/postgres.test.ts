import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import type { Store } from '../../../backend-stub/ports.ts';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { aDecision, aDeployment, rollout } from './a-deployment.ts';

const unavailable = { name: 'StoreUnavailable', cause: expect.anything() };

/** A server that does to every connection what a test wants. */
async function listening(onConnection: (socket: Socket) => void): Promise<Server> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const urlOf = (server: Server): string => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `postgres://gennaker@127.0.0.1:${address.port satisfies AddressInfo['port']}/gennaker`;
};

describe('a database that can not be reached', () => {
  it('is StoreUnavailable when nothing listens', async () => {
    const server = await listening(() => undefined);
    const connectionString = urlOf(server);
    server.close();
    await expect(openPostgresStore({ connectionString })).rejects.toMatchObject({
      ...unavailable,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is StoreUnavailable when it hangs up', async () => {
    const server = await listening((socket) => socket.destroy());
    await expect(openPostgresStore({ connectionString: urlOf(server) })).rejects.toMatchObject(unavailable);
    server.close();
  });

  it('is StoreUnavailable when it never answers', async () => {
    const sockets: Socket[] = [];
    const server = await listening((socket) => sockets.push(socket));
    const options = { connectionString: urlOf(server), config: { connectionTimeoutMillis: 50 } };
    await expect(openPostgresStore(options)).rejects.toMatchObject(unavailable);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

const programs = requirePrograms();

(programs === undefined ? describe.skip : describe)('the store on a PostgreSQL that goes away', () => {
  let cluster: PostgresCluster;
  let connectionString: string;
  let store: Store;
  const record = aDeployment();
  const decision = aDecision(record.id);

  beforeAll(async () => {
    cluster = await PostgresCluster.start(programs ?? '');
    connectionString = await cluster.createDatabase();
    store = await openPostgresStore({ connectionString });
    await store.create(record, [rollout('web')]);
    await store.addDecision(decision);
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await cluster.remove();
  }, 60_000);

  async function connected(): Promise<pg.Client> {
    const client = new pg.Client(connectionString);
    await client.connect();
    return client;
  }

  async function aStatementWaits(client: pg.Client): Promise<void> {
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
    for (let found = 0; found === 0; found = (await client.query(waiting)).rowCount ?? 0);
  }

  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['create', () => store.create(aDeployment(), [])],
    ['read', () => store.read('a')],
    ['findByAttempt', () => store.findByAttempt(record.origin.stage)],
    ['findOpen', () => store.findOpen('a', 'b')],
    ['adopt', () => store.adopt('a', record.origin.stage)],
    ['byApplication', () => store.byApplication('shop', 1)],
    ['claim', () => store.claim('one', 1000, 1)],
    ['release', () => store.release('one')],
    ['save', () => store.save('one', record)],
    ['end', () => store.end({ ...record, outcome: 'failed', phase: 'ended', status: 'FAILED' })],
    ['addDecision', () => store.addDecision(aDecision(record.id))],
    ['decisions', () => store.decisions(record.id)],
    ['save with a settlement', () => store.save('one', record, [{ id: 'a', state: 'done', result: 'x' }])],
    ['undecided', () => store.undecided()],
    ['now', () => store.now()],
    ['statusSince', () => store.statusSince(new Date(0))],
    ['status', () => store.status('a')],
    ['recordPolls', () => store.recordPolls([{ id: 'a', ago: 0 }])],
    ['sinceLastPoll', () => store.sinceLastPoll('a')],
    ['unpolled', () => store.unpolled('one', 0)],
    ['health', () => store.health()],
  ];

  describe('while it is down', () => {
    beforeAll(() => cluster.kill());
    afterAll(() => cluster.start(), 60_000);

    it.each(calls)('%s is StoreUnavailable, with the reason', async (_, call) => {
      await expect(call()).rejects.toMatchObject(unavailable);
    });
  });

  it('goes on when it is back, and nothing that was answered is lost', async () => {
    expect(await store.read(record.id)).toEqual(record);
    expect(await store.decisions(record.id)).toEqual([decision]);
    expect(await store.create(aDeployment(), [rollout('web')])).toMatchObject({ kind: 'locked' });
  });

  it('survives that connections break in the middle of twenty transactions', async () => {
    const attempts = Array.from({ length: 20 }, () => aDeployment());
    const results = Promise.allSettled(attempts.map((attempt) => store.create(attempt, [])));
    await cluster.kill();
    await cluster.start();
    for (const [index, result] of (await results).entries()) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject(unavailable);
      else expect(await store.read(attempts[index]?.id ?? '')).toEqual(attempts[index]);
    }
    await expect(store.health()).resolves.toBeUndefined();
  }, 60_000);

  it('gives a connection up that a statement was lost on, instead of waiting behind it', async () => {
    const options = { connectionString, poolSize: 1, config: { query_timeout: 300 } };
    const impatient = await openPostgresStore(options);
    const blocker = await connected();
    await blocker.query(`begin; select id from deployments for update`);
    await expect(impatient.adopt(record.id, { ...record.origin.stage, attempt: '2' })).rejects.toMatchObject(
      unavailable,
    );
    await expect(impatient.health()).resolves.toBeUndefined();
    await blocker.end();
    await impatient.close();
  });

  it('accepts no decision while the deployment is being ended', async () => {
    const ending = aDeployment();
    await store.create(ending, []);
    const other = await connected();
    await other.query(`begin; update deployments set outcome = 'superseded', phase = 'ended', status = 'CANCELED',
      ended_at = now() where id = '${ending.id}'`);
    const adding = store.addDecision(aDecision(ending.id)).then(
      () => 'accepted',
      (error: unknown) => (error instanceof Error ? error.name : error),
    );
    await Promise.race([adding, aStatementWaits(other)]);
    await other.query('commit');
    await other.end();
    expect(await adding).toBe('DeploymentNotOpen');
  });

  it('says that the database is not there, too', async () => {
    await expect(openPostgresStore({ connectionString: cluster.url('nobody') })).rejects.toMatchObject(unavailable);
  });

  it('runs the migrations once when eight replicas start at once', async () => {
    const fresh = await cluster.createDatabase();
    const stores = await Promise.all(
      Array.from({ length: 8 }, () => openPostgresStore({ connectionString: fresh, poolSize: 2 })),
    );
    for (const [index, opened] of stores.entries()) expect(await opened.status(String(index))).toBeUndefined();
    await Promise.all(stores.map((opened) => opened.close()));
  }, 60_000);
});
