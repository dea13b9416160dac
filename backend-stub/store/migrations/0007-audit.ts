import { sql, type Kysely } from 'kysely';

const tables = [
  // Whose deployment it is, as the configuration said when it began.
  `alter table deployments add column tenant text not null default 'default'`,

  `create table audit_records (
    tenant text not null,
    sequence bigint not null,
    at timestamptz not null,
    kind text not null check (kind in ('command', 'decision', 'outcome', 'refusal')),
    action text not null,
    actor text not null,
    application text,
    account text,
    deployment text,
    canonical text not null,
    previous text not null,
    hash text not null,
    primary key (tenant, sequence)
  )`,
  `create index audit_records_by_application on audit_records (application, at, tenant, sequence)`,
  `create index audit_records_by_deployment on audit_records (deployment, at, tenant, sequence)
    where deployment is not null`,

  `create table audit_heads (
    tenant text primary key,
    sequence bigint not null default 0,
    hash text not null default repeat('0', 64),
    commands bigint not null default 0,
    decisions bigint not null default 0,
    outcomes bigint not null default 0,
    refusals bigint not null default 0
  ) with (fillfactor = 50)`,

  `create table audit_segments (
    tenant text not null,
    segment bigint not null,
    first bigint not null,
    last bigint not null,
    statement text not null,
    signature text not null,
    primary key (tenant, segment)
  )`,

  // Empty outside of transactions, so nothing of it is worth a log.
  `create unlogged table audit_due (
    id bigint generated always as identity primary key,
    tenant text,
    entry json not null
  )`,
];

/**
 * A record gets its place when its transaction commits: the lock of the chain is taken after every other one, and held for
 * nothing but the commit, so nobody waits for a round trip with it in hand and it closes no circle of waits. The canonical
 * JSON is put together here, since sequence and time are known here only; what is inside the values came canonical, and
 * PostgreSQL escapes texts as RFC 8785 asks. What a record of a deployment leaves out is taken from the deployment.
 */
const chaining = [
  `create function chain_audit() returns trigger language plpgsql as $$
  declare
    head audit_heads;
    about deployments;
    known json;
    moment timestamptz;
    written text;
    link text;
  begin
    delete from audit_due where id = new.id;
    select * into about from deployments where id = new.entry->>'deployment';
    known := json_strip_nulls(json_build_object('account', about.account, 'application', about.application,
      'execution', about.execution_id, 'stage', about.stage_id));
    new.tenant := coalesce(about.tenant, new.tenant, 'default');
    select * into head from audit_heads where tenant = new.tenant for update;
    if not found then
      insert into audit_heads (tenant) values (new.tenant) on conflict do nothing;
      select * into head from audit_heads where tenant = new.tenant for update;
    end if;
    head.sequence := head.sequence + 1;
    moment := date_trunc('milliseconds', clock_timestamp());
    select '{' || string_agg(to_json(key)::text || ':' || value::text, ',' order by key collate "C") || '}' into written
    from (
      select key, value from json_each(new.entry)
      union all
      select key, value from json_each(known) where new.entry->key is null
      union all
      select key, value from json_each(json_build_object('sequence', head.sequence, 'tenant', new.tenant,
        'at', to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    ) fields;
    link := encode(sha256(convert_to(head.hash || written, 'UTF8')), 'hex');
    insert into audit_records
      select new.tenant, head.sequence, moment, told->>'kind', told->>'action', told->'actor'->>'name',
        lower(told->>'application'), told->>'account', told->>'deployment', written, head.hash, link
      from (select written::json as told) record;
    update audit_heads set sequence = head.sequence, hash = link,
      commands = commands + (new.entry->>'kind' = 'command')::int,
      decisions = decisions + (new.entry->>'kind' = 'decision')::int,
      outcomes = outcomes + (new.entry->>'kind' = 'outcome')::int,
      refusals = refusals + (new.entry->>'kind' = 'refusal')::int
      where tenant = new.tenant;
    return null;
  end $$`,
  `create constraint trigger audit_due_chain after insert on audit_due deferrable initially deferred
    for each row execute function chain_audit()`,
];

/** Outcomes are written by the database itself, whoever and whatever brings them about. */
const outcomes = [
  `create function write_outcome(deployment text, action text, result text, sentence text) returns void language sql as $$
    insert into audit_due (entry) values (json_build_object('action', action, 'actor',
      '{"name":"Gennaker","through":"service"}'::json, 'deployment', deployment, 'kind', 'outcome', 'result', result,
      'sentence', replace(sentence, '\${', '$' || chr(8203) || '{')))
  $$`,
  `create function write_deployment_outcome() returns trigger language plpgsql as $$
  begin
    perform write_outcome(new.id, 'deployment', new.outcome, new.summary);
    return null;
  end $$`,
  `create trigger deployments_write_outcome after update on deployments for each row
    when (old.outcome is null and new.outcome is not null) execute function write_deployment_outcome()`,
  `create function write_decision_outcome() returns trigger language plpgsql as $$
  begin
    perform write_outcome(new.deployment_id, new.action, new.state, new.result);
    return null;
  end $$`,
  `create trigger decisions_write_outcome after update on decisions for each row
    when (old.state = 'accepted' and new.state <> 'accepted') execute function write_decision_outcome()`,
  `create function write_give_back_outcome() returns trigger language plpgsql as $$
  begin
    perform write_outcome(new.deployment_id, 'giveBack', new.state, new.sentence);
    return null;
  end $$`,
  `create trigger give_backs_write_outcome after update on give_backs for each row
    when (old.state = 'accepted' and new.state <> 'accepted') execute function write_give_back_outcome()`,
];

const keeping = [
  `create function keep_audit() returns trigger language plpgsql as $$
  begin
    raise exception 'what was written down in % is neither changed nor deleted', tg_table_name using errcode = 'GN007';
  end $$`,
  ...['audit_records', 'audit_segments'].flatMap((table) => [
    `create trigger ${table}_keep before update or delete on ${table} for each row execute function keep_audit()`,
    `create trigger ${table}_keep_all before truncate on ${table} for each statement execute function keep_audit()`,
  ]),
  `create trigger audit_heads_keep before delete on audit_heads for each row execute function keep_audit()`,
  `create trigger audit_heads_keep_all before truncate on audit_heads for each statement execute function keep_audit()`,
  `create trigger audit_heads_go_on before update on audit_heads for each row
    when (new.tenant <> old.tenant or new.sequence <> old.sequence + 1) execute function keep_audit()`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...tables, ...chaining, ...outcomes, ...keeping]) await sql.raw(statement).execute(database);
}
