import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { PreparedNames } from '../../../backend-stub/store/prepared-names.ts';
import { PostgresCluster } from '../../postgres/cluster.ts';
import { requirePrograms } from '../../postgres/programs.ts';
import { aDecision, aDeployment, rollout } from './a-deployment.ts';

describe('the name under which a statement is prepared', () => {
  const select = 'select "id" from "deployments" where "id" = $1';

  it('is its own, and the same each time', () => {
    const names = new PreparedNames();
    const name = names.of(select, ['a']);
    expect(name).toMatch(/^gennaker-\d+$/);
    expect(names.of(`${select} limit 1`, ['a'])).not.toBe(name);
    expect(names.of(select, ['b'])).toBe(name);
  });

  it.each([
    'select * from "approver_calls" where "deployment_id" = $1',
    'select "id", * from "decisions" where "id" = $1',
    'update "decisions" set "state" = $1 returning *',
    'select "decisions".* from "decisions" where "id" = $1',
  ])('is given to none that would answer other columns after an upgrade: %s', (sql) => {
    expect(new PreparedNames().of(sql, ['a'])).toBeUndefined();
  });

  it('is given to what multiplies, and to nothing without parameters', () => {
    const names = new PreparedNames();
    expect(names.of(`update t set lease_until = now() + $1 * interval '1 millisecond'`, [1])).toBeDefined();
    expect(names.of('begin', [])).toBeUndefined();
  });

  it('is given to two hundred, so that texts of ever other lengths do not fill the server', () => {
    const names = new PreparedNames();
    const given = Array.from({ length: 300 }, (_nothing, index) => names.of(`${select} limit ${index}`, ['a']));
    expect(given.filter((name) => name !== undefined)).toHaveLength(200);
    expect(names.of(`${select} limit 0`, ['a'])).toBe(given[0]);
  });
});

const programs = requirePrograms();

(programs === undefined ? describe.skip : describe)('statements on a real PostgreSQL', () => {
  let cluster: PostgresCluster;
  const record = aDeployment();

  beforeAll(async () => {
    cluster = await PostgresCluster.start(programs ?? '');
  }, 60_000);
  afterAll(() => cluster.remove(), 60_000);

  /** Forwards to the server, and tells what was sent to it. */
  async function listening(onSent: (text: string) => void): Promise<Server> {
    const proxy = createServer((socket) => {
      const server = connect(cluster.port, '127.0.0.1');
      for (const one of [socket, server]) one.on('error', () => one.destroy());
      socket.on('data', (bytes) => onSent(bytes.toString('latin1')));
      socket.pipe(server).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    return proxy;
  }

  it('are sent once for each connection, and then only what they are about', async () => {
    let sent = '';
    const proxy = await listening((text) => (sent += text));
    const address = proxy.address();
    const url = new URL(await cluster.createDatabase());
    url.port = typeof address === 'object' ? String(address?.port) : '';
    const store = await openPostgresStore({ connectionString: url.href, poolSize: 1 });
    sent = '';
    for (const id of ['a', 'b', 'c']) await store.status(id);
    await store.close();
    proxy.close();
    expect(sent.split('from "deployments" where "id" = $1')).toHaveLength(2);
  });

  it('go on beside a later version that has added a column to every table', async () => {
    const connectionString = await cluster.createDatabase();
    const store = await openPostgresStore({ connectionString, poolSize: 1 });
    await store.create(record, [rollout('web')]);
    await store.claim('one', 600_000, 10);
    const ask = async (): Promise<void> => {
      const { id } = record;
      await store.noteCalls([{ deploymentId: id, stepIndex: 1, round: 1, recipient: 0 }]);
      await store.addDecision(aDecision(id));
      await store.save('one', record);
      for (const asked of [store.calls(id), store.read(id), store.status(id), store.decisions(id), store.undecided()])
        await asked;
      await Promise.all([store.audit.heads(), store.audit.page({ application: 'shop' }), store.keptPlan(id)]);
    };
    await ask();
    const client = new pg.Client(connectionString);
    await client.connect();
    const tables = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables.rows) await client.query(`alter table "${name}" add column later text`);
    await client.end();
    await expect(ask()).resolves.toBeUndefined();
    await store.close();
  });
});
