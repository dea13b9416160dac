import { sql, type Insertable, type Kysely, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import { canonicalEntry } from '../audit/canonical.ts';
import type { ChainedRow } from '../audit/chain.ts';
import type { SignedSegment, Statement } from '../audit/segments.ts';
import type { AuditEntry, AuditPage, AuditQuery, AuditRecord } from '../contract/audit.ts';
import type { AuditHead, AuditLedger, AuditStretch } from '../audit/ledger.ts';
import type { AuditDueTable, Tables } from './tables.ts';

/** To be inserted with what it tells of; the database gives it its place in the chain when the transaction commits. */
export function due(entry: AuditEntry): Insertable<AuditDueTable> {
  return { entry: canonicalEntry(entry) };
}

/** To be run beside a save of its deployment, `saved`, which answers no row when it was not saved. */
export function notingOf(noted: readonly AuditEntry[]): RawBuilder<{ id: string }> {
  const entries = sql.join(noted.map((entry) => sql`${canonicalEntry(entry)}::json`));
  return sql<{ id: string }>`(
    insert into audit_due (entry) select entry from saved, unnest(array[${entries}]::json[]) as noted(entry)
    returning id)`;
}

/** Whose chain tells of an account; of none, where a call named none. */
export type TenantOf = (account: string | undefined) => string;

const defaultLimit = 100;

/** All that is read of the chains, and the few things that are written to them by themselves. */
export class SqlAudit implements AuditLedger {
  readonly #database: Kysely<Tables>;
  readonly #tenantOf: TenantOf;

  constructor(database: Kysely<Tables>, tenantOf: TenantOf) {
    this.#database = database;
    this.#tenantOf = tenantOf;
  }

  async write(entry: AuditEntry): Promise<void> {
    const tenant = this.#tenantOf(entry.account);
    await this.#database
      .insertInto('audit_due')
      .values({ ...due(entry), tenant })
      .execute();
  }

  async page(query: AuditQuery): Promise<AuditPage> {
    const limit = query.limit ?? defaultLimit;
    const rows = await filtered(this.#database, query)
      .select([
        'tenant',
        'sequence',
        'previous',
        'hash',
        isoOf('at').as('at'),
        sql<Omit<AuditRecord, 'previous' | 'hash'>>`canonical::json`.as('told'),
      ])
      .orderBy('audit_records.at', 'desc')
      .orderBy('tenant', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const records = shown.map(({ told, previous, hash }) => ({ ...told, previous, hash }));
    if (rows.length <= limit || last === undefined) return { records };
    return { records, next: cursorText(last) };
  }

  /**
   * Asked for by their numbers first: without statistics, as after a restore, PostgreSQL would sort all rows of a tenant for
   * each page. A page that is not full ends the chain, or has a gap in it.
   */
  async rows(stretch: AuditStretch): Promise<readonly ChainedRow[]> {
    const numbered = await this.#rows(stretch, stretch.after + stretch.most);
    return numbered.length === stretch.most ? numbered : this.#rows(stretch);
  }

  async #rows({ tenant, after, most, from, to }: AuditStretch, upTo?: number): Promise<readonly ChainedRow[]> {
    const rows = await this.#database
      .selectFrom('audit_records')
      .select(['sequence', 'kind', 'action', 'actor', 'application', 'account', 'deployment'])
      .select(['canonical', 'previous', 'hash', isoOf('at').as('iso')])
      .where('tenant', '=', tenant)
      .where('sequence', '>', String(after))
      .$if(upTo !== undefined, (some) => some.where('sequence', '<=', String(upTo)))
      .$if(from !== undefined, (some) => some.where('at', '>=', new Date(from ?? '')))
      .$if(to !== undefined, (some) => some.where('at', '<', new Date(to ?? '')))
      .orderBy('sequence')
      .limit(most)
      .execute();
    return rows.map((row) => ({
      ...{ tenant, sequence: Number(row.sequence), canonical: row.canonical, previous: row.previous, hash: row.hash },
      columns: {
        ...{ at: row.iso, kind: row.kind, action: row.action, actor: row.actor },
        application: row.application ?? undefined,
        account: row.account ?? undefined,
        deployment: row.deployment ?? undefined,
      },
    }));
  }

  async heads(): Promise<readonly AuditHead[]> {
    const rows = await this.#database.selectFrom('audit_heads').selectAll().orderBy('tenant').execute();
    return rows.map(({ tenant, sequence, hash, commands, decisions, outcomes, refusals }) => ({
      ...{ tenant, sequence: Number(sequence), hash },
      records: {
        ...{ command: Number(commands), decision: Number(decisions) },
        ...{ outcome: Number(outcomes), refusal: Number(refusals) },
      },
    }));
  }

  async tenants(): Promise<readonly string[]> {
    const { rows } = await sql<{ tenant: string }>`
      select tenant from audit_heads union select tenant from audit_records union select tenant from audit_segments
      order by tenant`.execute(this.#database);
    return rows.map(({ tenant }) => tenant);
  }

  segments(tenant: string): Promise<readonly SignedSegment[]> {
    return this.#database
      .selectFrom('audit_segments')
      .select(['statement', 'signature'])
      .where('tenant', '=', tenant)
      .orderBy('segment')
      .execute();
  }

  async seal({ tenant, segment, first, last }: Statement, { statement, signature }: SignedSegment): Promise<boolean> {
    const sealed = await this.#database
      .insertInto('audit_segments')
      .values({ tenant, segment, first, last, statement, signature })
      .onConflict((conflict) => conflict.columns(['tenant', 'segment']).doNothing())
      .returning('segment')
      .executeTakeFirst();
    return sealed !== undefined;
  }
}

/** As the canonical JSON has it; a driver's Date would cost a verifier half of its time. */
function isoOf(column: 'at'): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function filtered(
  database: Kysely<Tables>,
  { application, deployment, actor, kind, action, from, to, before }: AuditQuery,
): SelectQueryBuilder<Tables, 'audit_records', object> {
  let some = database.selectFrom('audit_records').where('application', '=', application.toLowerCase());
  if (deployment !== undefined) some = some.where('deployment', '=', deployment);
  if (actor !== undefined) some = some.where(sql<boolean>`position(${actor.toLowerCase()} in lower(actor)) > 0`);
  if (kind !== undefined) some = some.where('kind', '=', kind);
  if (action !== undefined) some = some.where('action', '=', action);
  if (from !== undefined) some = some.where('at', '>=', new Date(from));
  if (to !== undefined) some = some.where('at', '<', new Date(to));
  const cursor = before === undefined ? undefined : cursorOf(before);
  if (cursor === undefined) return some;
  return some.where(
    sql<boolean>`(at, tenant, sequence) < (${cursor.at}::timestamptz, ${cursor.tenant}::text, ${cursor.sequence}::bigint)`,
  );
}

interface Cursor {
  readonly at: string;
  readonly tenant: string;
  readonly sequence: string;
}

function cursorText({ at, tenant, sequence }: Cursor): string {
  return Buffer.from(`${at} ${sequence} ${tenant}`).toString('base64url');
}

/** What is no cursor of ours begins before the first record: an empty page, and no fault. */
function cursorOf(text: string): Cursor {
  const [, at, sequence, tenant] = /^(\S{24}) (\d{1,18}) (.*)$/s.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  const nowhere = { at: '-infinity', tenant: '', sequence: '0' };
  if (at === undefined || tenant === undefined || sequence === undefined) return nowhere;
  return Number.isNaN(Date.parse(at)) ? nowhere : { at, tenant, sequence };
}
