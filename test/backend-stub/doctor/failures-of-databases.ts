import { read } from '../../architecture/tracked-files.ts';
import type { Databases } from './databases.ts';

/** One way in which a database is wrong, and what has to be said of it. */
export interface DatabaseFailure {
  readonly failure: string;
  /** Gives the address that the service has. */
  readonly address: (databases: Databases) => string | Promise<string>;
  readonly said: RegExp;
  readonly change: RegExp;
}

/** The tables of the first version, as `pg_dump` wrote them; the lines for `psql` are left out. */
export const oldest = read('test/fixtures/upgrade/store.sql').replaceAll(/^\\.*$/gm, '');

export const refusals: readonly DatabaseFailure[] = [
  {
    failure: 'nobody listens at its port',
    address: ({ server }) => `postgres://gennaker:undisclosed@127.0.0.1:1/gennaker?application_name=${server.port}`,
    said: /does not let the service in: .*connect ECONNREFUSED 127\.0\.0\.1:1\./,
    change: /urlFile: host and port; or what keeps the service from them/,
  },
  {
    failure: 'no name server knows its host',
    address: () => 'postgres://gennaker:undisclosed@postgres.invalid/gennaker',
    said: /ENOTFOUND|EAI_AGAIN/,
    change: /urlFile: (a host that a name server knows|host and port)/,
  },
  {
    failure: 'the password is another one',
    address: (databases) => databases.url('postgres').replace('the-p%40ssword', 'the-other-p%40ssword'),
    said: /password authentication failed for user "gennaker"/,
    change: /urlFile: user and password .*\(@ is %40\)/,
  },
  {
    failure: 'the user is none',
    address: (databases) => databases.url('postgres').replace('gennaker:', 'gennacker:'),
    said: /password authentication failed for user "gennacker"/,
    change: /urlFile: user and password/,
  },
  {
    failure: 'the database is none',
    address: (databases) => databases.url('gennaker'),
    said: /database "gennaker" does not exist/,
    change: /the name of the database, .*create database … owner …/,
  },
  {
    failure: 'pg_hba.conf keeps the user out',
    address: (databases) => databases.empty('closed'),
    said: /pg_hba\.conf rejects connection/,
    change: /^pg_hba\.conf of the server: a line that lets this user into this database/,
  },
  {
    failure: 'the server asks for TLS, and the address does not',
    address: async (databases) => {
      await databases.encrypts(true);
      return databases.empty('encrypted');
    },
    said: /no encryption/,
    change: /\?sslmode=verify-full behind the name of the database/,
  },
  {
    failure: 'the address asks for TLS, and the server has none',
    address: async (databases) => {
      await databases.encrypts(false);
      return databases.url('postgres', '?sslmode=verify-full');
    },
    said: /does not support SSL/,
    change: /^The server: ssl = on and a certificate; or .*urlFile: without sslmode/,
  },
  {
    failure: 'the certificate is of an authority that nobody named',
    address: async (databases) => {
      await databases.encrypts(true);
      return databases.url('postgres', '?sslmode=verify-full');
    },
    said: /certificate/,
    change: /&sslrootcert= with a file that holds the authority/,
  },
  {
    failure: 'the file of the authority is not there',
    address: (databases) => databases.url('postgres', '?sslmode=verify-full&sslrootcert=/nothing/postgres-ca'),
    said: /no such file or directory, open '\/nothing\/postgres-ca'/,
    change: /sslrootcert, a file that is there/,
  },
  {
    failure: 'the certificate is of another name',
    address: (databases) =>
      databases.url('postgres', `?sslmode=verify-full&sslrootcert=${databases.authority()}`, 'localhost'),
    said: /does not match certificate's altnames/,
    change: /the host by a name that stands in the certificate/,
  },
  {
    failure: 'its user may not connect',
    address: async (databases) => {
      await databases.asAdministrator('create database unconnected');
      await databases.asAdministrator('revoke connect on database unconnected from public');
      return databases.url('unconnected');
    },
    said: /permission denied for database/,
    change: /grant connect on database … to/,
  },
  {
    failure: 'it has no connection left',
    address: async (databases) => {
      const address = await databases.empty('crowded');
      await databases.asAdministrator('alter role gennaker connection limit 0');
      return address;
    },
    said: /too many connections for role "gennaker"/,
    change: /postgres\.poolSize, times the replicas: fewer/,
  },
];

export const defects: readonly DatabaseFailure[] = [
  {
    failure: 'it is a standby, or was made read-only',
    address: async (databases) => {
      const address = await databases.current('standby');
      await databases.asAdministrator('alter database standby set default_transaction_read_only = on');
      return address;
    },
    said: /It takes no writes/,
    change: /the host of the primary/,
  },
  {
    failure: 'its tables are of a later version',
    address: async (databases) => {
      const address = await databases.current('later');
      await databases.asAdministrator("insert into kysely_migration values ('9999-later', '2030-01-01')", 'later');
      return address;
    },
    said: /of a later version, whose 9999-later this one does not know/,
    change: /that later version again; or the backup from before it/,
  },
  {
    failure: 'nobody made its user the owner',
    address: async (databases) => {
      await databases.asAdministrator('create database unowned');
      return databases.url('unowned');
    },
    said: /may make no tables/,
    change: /alter database … owner to .*grant create on schema/,
  },
  {
    failure: 'a backup was restored by its administrator',
    address: async (databases) => {
      const address = await databases.empty('restored');
      await databases.asAdministrator(oldest, 'restored');
      return address;
    },
    said: /may not read and write attempts, decisions, deployments, kysely_migration and \d+ more/,
    change: /alter table … owner to the user of the service, for attempts, decisions/,
  },
  {
    failure: 'one of its tables belongs to somebody else, who lets it in',
    address: async (databases) => {
      const address = await databases.current('lent');
      const given = 'alter table nonces owner to other; grant all on nonces to gennaker';
      await databases.asAdministrator(given, 'lent');
      return address;
    },
    said: /Another user owns nonces: no upgrade can change them/,
    change: /alter table … owner to the user of the service, for nonces/,
  },
];
