import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { AuditLedger } from '../audit/ledger.ts';
import { defined } from '../contract/defined.ts';
import type { Store } from '../ports.ts';
import { SqlAudit } from './audit.ts';
import type { TenantOf } from './audit.ts';
import { reseal, type Resealed } from './reseal.ts';
import { Sealing } from './sealing.ts';
import { LentConnection } from './lent-connection.ts';
import { migrate } from './migrate.ts';
import { PreparedNames } from './prepared-names.ts';
import { SqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';
import { unavailable } from './unavailable.ts';

export interface PostgresOptions {
  /** Either a URL, or what `pg` takes (host, TLS, a function for the password). */
  readonly connectionString?: string;
  readonly config?: pg.PoolConfig;
  /** Connections of this replica; 10 by default. */
  readonly poolSize?: number;
  /** 32 bytes each: the first seals, all open. Without one, deployments that hold Secret data are refused. */
  readonly sealingKeys?: readonly Uint8Array[];
  /** Whose chain of the audit tells of an account; without it everything is the tenant `default`. */
  readonly tenantOf?: TenantOf;
}

const connectMilliseconds = 5_000;
const statementMilliseconds = 15_000;

/** Opens the store of one replica and brings its tables up to date. Throws `StoreUnavailable`. */
export async function openPostgresStore(options: PostgresOptions): Promise<Store> {
  // Apart, since a migration may take longer than a statement is given, and waits for the one of another replica.
  const once = lending(poolOf({ ...options, poolSize: 1 }, {}));
  try {
    await migrate(databaseOn(once));
  } finally {
    await once.end();
  }
  const pool = lending(poolOf(options, timeLimits));
  const { sealingKeys = [], tenantOf } = options;
  return new SqlStore(databaseOn(pool), { sealingKeys, tenantOf, end: () => pool.end() });
}

/** For who only reads what was written down: no table is made or brought up to date. */
export function openAuditLedger(connectionString: string): {
  readonly ledger: AuditLedger;
  readonly close: () => Promise<void>;
} {
  const pool = lending(poolOf({ connectionString, poolSize: 2 }, timeLimits));
  return { ledger: new SqlAudit(databaseOn(pool), () => 'default'), close: () => pool.end() };
}

/** Seals anew what lies under other keys than the first; replicas may run meanwhile. Throws `StoreUnavailable`. */
export async function resealPostgres(options: PostgresOptions): Promise<Resealed> {
  const pool = lending(poolOf({ ...options, poolSize: 1 }, timeLimits));
  try {
    return await reseal(databaseOn(pool), new Sealing(options.sealingKeys ?? []));
  } finally {
    await pool.end();
  }
}

/** The server ends what it can; `query_timeout` is for a server that is not there any more. */
const timeLimits: pg.PoolConfig = {
  statement_timeout: statementMilliseconds,
  query_timeout: statementMilliseconds + connectMilliseconds,
  idle_in_transaction_session_timeout: statementMilliseconds,
};

function databaseOn(pool: PostgresPool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

function poolOf({ connectionString, config, poolSize }: PostgresOptions, limits: pg.PoolConfig): pg.Pool {
  return new pg.Pool({
    application_name: 'gennaker',
    keepAlive: true,
    connectionTimeoutMillis: connectMilliseconds,
    max: poolSize ?? 10,
    ...limits,
    ...config,
    ...(connectionString === undefined ? {} : { connectionString }),
  });
}

function lending(pool: pg.Pool): PostgresPool {
  // A connection that dies while nobody uses it is replaced at the next call, which also says when that fails.
  pool.on('error', forgotten);
  const names = new PreparedNames();
  return {
    async connect() {
      const client = await pool.connect().catch((cause: unknown) => {
        throw unavailable(cause);
      });
      // A lent connection reports its death to whoever runs a statement; without a listener it would end the process.
      client.on('error', forgotten);
      return new LentConnection({
        run: async (sql, parameters) => {
          const name = names.of(sql, parameters);
          const statement = { text: sql, values: parameters, ...defined({ name }) };
          const { rows, rowCount } = await client.query<Record<string, unknown>>(statement);
          return { rows, changed: rowCount ?? 0 };
        },
        giveBack: (broken) => {
          client.off('error', forgotten);
          client.release(broken);
        },
      });
    },
    end: () => pool.end(),
  };
}

function forgotten(): void {}
