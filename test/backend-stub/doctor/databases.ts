import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { openPostgresStore } from '../../../backend-stub/store/postgres.ts';
import { owner, PostgresCluster } from '../../postgres/cluster.ts';
import { Authority } from '../certificates.ts';
import { ConfigurationFiles } from '../configuration-files.ts';

export const password = 'the-p@ssword';
const written = 'the-p%40ssword';

/** Everybody but its administrator shows a password; into `encrypted` nobody comes without TLS, and into `closed` nobody. */
const lines = [
  'host all postgres 127.0.0.1/32 trust',
  'hostssl encrypted all 127.0.0.1/32 scram-sha-256',
  'host encrypted,closed all 127.0.0.1/32 reject',
  'host all all 127.0.0.1/32 scram-sha-256',
];

/** A server as an administrator keeps one, with a database for each way in which it can be wrong. */
export class Databases {
  readonly files = new ConfigurationFiles();
  readonly #authority = new Authority('Databases');

  private constructor(readonly server: PostgresCluster) {}

  static async start(programs: string): Promise<Databases> {
    const databases = new Databases(await PostgresCluster.start(programs));
    await databases.asAdministrator(`create role gennaker login password '${password}'; create role other login`);
    const data = dirname(await databases.setting('hba_file'));
    writeFileSync(join(data, 'pg_hba.conf'), `${lines.join('\n')}\n`);
    databases.#certify(data);
    await databases.asAdministrator('select pg_reload_conf()');
    return databases;
  }

  /** As the service has it in its file. */
  url(database: string, query = '', host = '127.0.0.1'): string {
    return `postgres://gennaker:${written}@${host}:${this.server.port}/${database}${query}`;
  }

  /** A database of the service's user, with the tables of this version. */
  async current(name: string): Promise<string> {
    await this.empty(name);
    await (await openPostgresStore({ connectionString: this.url(name) })).close();
    return this.url(name);
  }

  async empty(name: string): Promise<string> {
    await this.asAdministrator(`create database ${name} owner gennaker`);
    return this.url(name);
  }

  async asAdministrator(statements: string, database = 'postgres'): Promise<void> {
    await this.server.execute(this.server.url(database), statements);
  }

  async encrypts(isOn: boolean): Promise<void> {
    await this.asAdministrator(`alter system set ssl = ${isOn ? 'on' : 'off'}`);
    await this.asAdministrator('select pg_reload_conf()');
  }

  /** PEM, in a file. */
  authority(): string {
    return this.files.write('authority.pem', this.#authority.certificate);
  }

  async setting(name: string): Promise<string> {
    const client = new pg.Client(this.server.url('postgres'));
    await client.connect();
    const { rows } = await client.query<{ readonly value: string }>('select current_setting($1) as value', [name]);
    await client.end();
    return rows[0]?.value ?? '';
  }

  async remove(): Promise<void> {
    await this.server.remove();
    this.#authority.remove();
    this.files.remove();
  }

  /** PostgreSQL takes a key that nobody but itself may read. */
  #certify(data: string): void {
    const { certificate, key } = this.#authority.sign('127.0.0.1');
    const user = owner();
    for (const [name, text] of [
      ['server.crt', certificate],
      ['server.key', key],
    ] as const) {
      const file = join(data, name);
      writeFileSync(file, text);
      chmodSync(file, 0o600);
      if ('uid' in user) chownSync(file, user.uid, user.gid);
    }
  }
}
