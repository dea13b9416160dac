import pg from 'pg';
import { textAt } from '../deployment/kubernetes-object.ts';
import type { DatabaseRefusal, DatabaseSeen } from '../doctor/database.ts';
import type { Look } from '../doctor/look.ts';
import { migrationNames } from './migrate.ts';
import { tableNames } from './tables.ts';
import { reasonOf } from './unavailable.ts';

/** Shorter than a check may take, so that a server that does not answer is told as such. */
const milliseconds = 4_000;

/** On a connection of its own, made as the service makes its own, and closed again. Changes nothing. */
export async function lookAtDatabase(url: string): Promise<Look<DatabaseSeen | DatabaseRefusal>> {
  try {
    return { kind: 'seen', seen: await seenBy(url) };
  } catch (cause) {
    return { kind: 'seen', seen: { code: textAt(cause, 'code'), why: reasonOf(cause).replace(/\.$/, '') } };
  }
}

async function seenBy(url: string): Promise<DatabaseSeen> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'gennaker doctor',
    connectionTimeoutMillis: milliseconds,
    query_timeout: milliseconds,
  });
  // A connection that dies tells whoever runs a statement; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows: servers } = await client.query<Server>(aboutServer);
    const { rows: tables } = await client.query<OurTable>(aboutTables, [[...tableNames, ...migrationTables]]);
    const [server] = servers;
    if (server === undefined) throw new TypeError('The server answered without a row.');
    return {
      version: server.version,
      isReadOnly: server.read_only,
      traffic: trafficOf(server, url),
      migrations: await migrationsIn(client, tables),
      mayCreate: server.may_create,
      closed: tables.filter(({ usable }) => !usable).map(({ name }) => name),
      foreign: tables.filter(({ owned }) => !owned).map(({ name }) => name),
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Server {
  readonly version: number;
  readonly read_only: boolean;
  readonly encrypted: boolean;
  readonly local: boolean;
  readonly may_create: boolean;
}

const aboutServer = `
  select current_setting('server_version_num')::int as version,
    current_setting('transaction_read_only') = 'on' as read_only,
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
    coalesce(inet_client_addr() <<= inet '127.0.0.0/8' or inet_client_addr() = inet '::1', true) as local,
    coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create`;

interface OurTable {
  readonly name: string;
  readonly owned: boolean;
  readonly readable: boolean;
  readonly usable: boolean;
}

/** Several rights in one word of `has_table_privilege` are any of them. */
const aboutTables = `
  select relname as name, pg_has_role(relowner, 'usage') as owned, has_table_privilege(oid, 'select') as readable,
    has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
      and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete') as usable
  from pg_class
  where relnamespace = to_regnamespace(quote_ident(current_schema())) and relkind in ('r', 'p') and relname = any($1)
  order by relname`;

/** Of Kysely's Migrator, made by its first run. */
const migrationTables = ['kysely_migration', 'kysely_migration_lock'];

function trafficOf({ encrypted, local }: Server, url: string): DatabaseSeen['traffic'] {
  if (!encrypted) return local ? 'on this machine' : 'in clear';
  return new URL(url).searchParams.get('sslmode') === 'no-verify' ? 'of an unverified server' : 'encrypted';
}

async function migrationsIn(client: pg.Client, tables: readonly OurTable[]): Promise<DatabaseSeen['migrations']> {
  const kept = tables.find(({ name }) => name === 'kysely_migration');
  if (kept === undefined) return { isEmpty: true, missing: migrationNames, unknown: [] };
  if (!kept.readable) return undefined;
  const { rows } = await client.query<{ readonly name: string }>('select name from kysely_migration order by name');
  const run = rows.map(({ name }) => name);
  return {
    isEmpty: run.length === 0,
    missing: migrationNames.filter((name) => !run.includes(name)),
    unknown: run.filter((name) => !migrationNames.includes(name)),
  };
}
