import { serviceVersion } from '../../backend-stub/contract/service.ts';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { stringify } from 'yaml';
import { openPostgresStore } from '../../backend-stub/store/postgres.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { requirePrograms } from '../postgres/programs.ts';
import { startRecordedOrca } from '../spinnaker/recorded-orca.ts';
import type { RecordedOrca } from '../spinnaker/recorded-orca.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { GennakerProcess, fieldsOf } from './gennaker-process.ts';
import { call } from './http/caller.ts';

const files = new ConfigurationFiles();
afterAll(() => files.remove());
const patience = 60_000;
const bearer = 'the-bearer-of-orca';

const orcasHeaders = {
  Authorization: `Bearer ${bearer}`,
  'X-Spin-Execution-Id': '01M821ZGT52VQJ3FQ4DKXPRC9K',
  'X-Spin-Stage-Id': '01M821ZGWQMZSNVD0XAM7JD5MY',
  'X-Spin-Attempt': '1795365520651',
  'X-Spin-Application': 'shop',
  'X-Spin-Run-As': 'alice@example.com',
};

interface Settings {
  readonly databaseUrl: string;
  readonly orcaUrl?: string;
  readonly ports?: readonly [orca: number, people: number];
  readonly more?: Readonly<Record<string, unknown>>;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** `serve` with a configuration as an operator writes it, on free ports. */
function serve({ databaseUrl, orcaUrl = 'http://127.0.0.1:1', ports: [orca, people] = [0, 0], more }: Settings) {
  const text = stringify({
    listeners: { orca: { host: '127.0.0.1', port: orca }, people: { host: '127.0.0.1', port: people } },
    publicUrl: 'http://gennaker.gennaker.svc:8081',
    orca: { url: orcaUrl, readAs: 'gennaker-reader@example.com', bearerFiles: [files.write('bearer', bearer)] },
    access: 'open',
    postgres: { urlFile: files.write('url', databaseUrl) },
    accounts: [{ name: 'prod', kubeconfig: files.path('no-such-kubeconfig') }],
    ...more,
  });
  return new GennakerProcess(['serve', '--config', files.write('gennaker.yaml', text)]);
}

describe('gennaker on the command line', () => {
  it(
    'says what is missing and how it is used when it is called otherwise, and ends with 2',
    async () => {
      const wrong: readonly (readonly [why: string, ...words: string[]])[] = [
        ['It needs a command.'],
        ['serv is none of its commands.', 'serv'],
        ['It needs --config with a file, and nothing else.', 'serve', '--config'],
        ['It needs --config with a file, and nothing else.', 'serve', '--config', 'a', 'b'],
        ['It needs --config, --account, --namespace and --name, each with its value.', 'give-back', '--config', 'a'],
      ];
      const called = wrong.map(async ([why, ...words]) => {
        const gennaker = new GennakerProcess(words);
        expect([await gennaker.exit(), gennaker.errors[0], gennaker.output]).toEqual([2, why, []]);
        expect(gennaker.errors.join('\n')).toContain('gennaker serve --config FILE');
      });
      await Promise.all(called);
    },
    patience,
  );

  it(
    'says its version, and to whoever asks any of its commands for help how it is used, and ends with 0',
    async () => {
      const [version, help] = [new GennakerProcess(['--version']), new GennakerProcess(['doctor', '--help'])];
      expect([await version.exit(), version.output]).toEqual([0, [serviceVersion]]);
      expect([await help.exit(), help.errors]).toEqual([0, []]);
      expect(help.output.join('\n')).toContain('gennaker doctor --config FILE');
    },
    patience,
  );

  it(
    'prints every problem of a configuration, without a stack, and ends with 1',
    async () => {
      const gennaker = new GennakerProcess(['serve', '--config', files.write('bad.yaml', 'logLevel: loud\n')]);
      expect(await gennaker.exit()).toBe(1);
      const text = gennaker.errors.join('\n');
      for (const key of ['publicUrl', 'orca', 'access', 'postgres', 'accounts', 'logLevel'])
        expect(text).toContain(`\n  - ${key}`);
      expect(text).not.toMatch(/^ +at /m);
    },
    patience,
  );

  it(
    'says in one sentence that the database does not answer, ends with 1 and does not wait for it',
    async () => {
      const gennaker = serve({ databaseUrl: 'postgres://gennaker:the-password@127.0.0.1:1/gennaker' });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors).toEqual(['The database does not answer: connect ECONNREFUSED 127.0.0.1:1']);
      expect(gennaker.output).toEqual([]);
    },
    patience,
  );
});

const programs = requirePrograms();
const describeWithPostgres = programs === undefined ? describe.skip : describe;

describeWithPostgres('gennaker serve', () => {
  let postgres: PostgresCluster;
  let databaseUrl: string;
  let orca: RecordedOrca;
  const running: GennakerProcess[] = [];
  const begin = async (settings: Partial<Settings> = {}) => {
    const gennaker = serve({ databaseUrl, orcaUrl: orca.url, ...settings });
    running.push(gennaker);
    const { orcaUrl, peopleUrl } = await gennaker.logged('gennaker serves');
    return { gennaker, orcaUrl: String(orcaUrl), peopleUrl: String(peopleUrl) };
  };

  beforeAll(async () => {
    postgres = await PostgresCluster.start(programs ?? '');
    databaseUrl = await postgres.createDatabase();
    orca = await startRecordedOrca({});
  }, patience);
  afterEach(() => Promise.all(running.splice(0).map((gennaker) => gennaker.end())));
  afterAll(() => Promise.all([postgres.remove(), orca.close()]), patience);

  it(
    'takes calls, answers what is under way when it is told to end, ends with 0, and has logged no secret',
    async () => {
      const { gennaker, orcaUrl, peopleUrl } = await begin();
      expect((await call(`${orcaUrl}/health/ready`)).status).toBe(200);
      const accounts = await call(`${peopleUrl}/v1/accounts`, { headers: { 'X-SPINNAKER-USER': 'alice@example.com' } });
      expect(accounts.body).toEqual({
        service: { version: serviceVersion },
        access: 'open',
        accounts: [{ name: 'prod', authorized: true }],
      });
      orca.service.hold();
      const asked = orca.service.asked.length;
      const answer = call(`${orcaUrl}/v1/deployments`, { method: 'POST', headers: orcasHeaders, body: {} });
      while (orca.service.asked.length === asked) await pause(5);
      gennaker.terminate();
      await gennaker.logged('shutting down');
      orca.service.release();
      expect([(await answer).status, await gennaker.exit(), gennaker.errors]).toEqual([404, 0, []]);
      const events = gennaker.output.map((line) => fieldsOf(line)['msg']);
      expect(events).toContain('access is open: everybody may start and decide everything');
      for (const secret of [bearer, databaseUrl]) expect(gennaker.output.join()).not.toContain(secret);
    },
    patience,
  );

  it(
    'logs the addresses at which it was told to listen, and no loopback in the place of all of them',
    async () => {
      const all = { host: '0.0.0.0', port: 0 };
      const { orcaUrl, peopleUrl } = await begin({
        more: { listeners: { orca: all, people: { ...all, host: '::1' } } },
      });
      expect(orcaUrl).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
      expect(peopleUrl).toMatch(/^http:\/\/\[::1\]:\d+$/);
    },
    patience,
  );

  it(
    'says which port is taken, and ends with 1',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const port = portOf(other);
      const gennaker = serve({ databaseUrl, ports: [0, port] });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors).toEqual([
        `listeners.people can't have 127.0.0.1:${port}: another program has that port.`,
      ]);
      other.close();
    },
    patience,
  );

  it(
    'tells ports that are taken, a database that is away and a key that can not be read all at once',
    async () => {
      const [first, second] = [createServer().listen(0, '127.0.0.1'), createServer().listen(0, '127.0.0.1')];
      await Promise.all([once(first, 'listening'), once(second, 'listening')]);
      const [orcaPort, peoplePort] = [portOf(first), portOf(second)];
      const gennaker = serve({
        databaseUrl: 'postgres://gennaker:the-password@127.0.0.1:1/gennaker',
        ports: [orcaPort, peoplePort],
        more: { sealingKeys: [{ env: 'GENNAKER_NO_SUCH_KEY' }] },
      });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors[0]).toBe('Gennaker can not start:');
      const told = gennaker.errors.slice(1).join('\n');
      expect(gennaker.errors).toHaveLength(5);
      expect(told).toContain('GENNAKER_NO_SUCH_KEY');
      expect(told).toContain('The database does not answer: connect ECONNREFUSED 127.0.0.1:1');
      expect(told).toContain(`listeners.orca can't have 127.0.0.1:${orcaPort}: another program has that port.`);
      expect(told).toContain(`listeners.people can't have 127.0.0.1:${peoplePort}: another program has that port.`);
      expect(told).not.toContain('the-password');
      first.close();
      second.close();
    },
    patience,
  );

  it(
    'does not start on the database of a later version, says so, and has changed nothing in it',
    async () => {
      const url = await postgres.createDatabase();
      await (await openPostgresStore({ connectionString: url })).close();
      const client = new pg.Client(url);
      await client.connect();
      await client.query("insert into kysely_migration (name, timestamp) values ('9999-later', '2027-01-01')");
      await client.end();
      // pg_dump begins and ends with a word that is new each time.
      const dump = (): string => postgres.dump(url).replaceAll(/^\\.*$/gm, '');
      const before = dump();
      expect(before).toContain('9999-later');
      const gennaker = serve({ databaseUrl: url });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors).toEqual([
        `The database is of a later version than ${serviceVersion}, which does not know its 9999-later. Nothing was changed: start that version again, or restore the backup from before it.`,
      ]);
      expect(dump()).toBe(before);
    },
    patience,
  );

  it.each<readonly [string, (url: string) => string, string]>([
    ['a database that is not there', (url) => `${url}_elsewhere`, 'database "test_1_elsewhere" does not exist'],
    ['a user that is not there', (url) => url.replace('postgres@', 'nobody@'), 'role "nobody" does not exist'],
    ['a host that is not there', (url) => url.replace('127.0.0.1', 'db.invalid'), 'db.invalid'],
  ])(
    'says in one sentence what is wrong with an address of %s, and nothing of the rest of it',
    async (_case, wrong, why) => {
      const gennaker = serve({ databaseUrl: wrong(databaseUrl).replace('@', ':the-password@') });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors).toEqual([expect.stringMatching(/^The database does not answer: /)]);
      expect(gennaker.errors.join()).toContain(why);
      expect(gennaker.errors.join()).not.toContain('the-password');
    },
    patience,
  );

  it(
    'says of a user who may make no tables who has to own the database, and ends with 1',
    async () => {
      const url = await postgres.createDatabase();
      await postgres.execute(
        url,
        `create role guest login; grant all on database ${new URL(url).pathname.slice(1)} to guest`,
      );
      const gennaker = serve({ databaseUrl: url.replace('postgres@', 'guest@') });
      expect(await gennaker.exit()).toBe(1);
      expect(gennaker.errors).toEqual([
        'The database lets its user make no tables (permission denied for schema public): make this user the owner of the database, and of what is in it.',
      ]);
    },
    patience,
  );

  it(
    'takes calls while its database is away and says so, and ends in order without it',
    async () => {
      const { gennaker, orcaUrl } = await begin();
      await postgres.kill();
      const { status, body } = await call(`${orcaUrl}/health/ready`);
      expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('The database does not answer')]);
      gennaker.terminate();
      expect(await gennaker.exit()).toBe(0);
    },
    patience,
  );
});
