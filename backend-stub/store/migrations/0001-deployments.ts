import { sql, type Kysely } from 'kysely';

/**
 * The first tables. The words in the checks are those of `contract/` when this was written; a new word needs a new
 * migration. Foreign keys wait for the commit, so that a transaction can take the attempt first: whoever has it, goes on.
 * `json`, not `jsonb`: nobody asks the database what is inside, and jsonb refuses `\u0000`, which a ConfigMap may hold.
 */
const statements = [
  `create table deployments (
    id text primary key,
    execution_id text not null,
    stage_id text not null,
    attempt text not null,
    application text not null,
    requester text not null,
    account text not null,
    phase text not null check (phase in ('accepted', 'applying', 'binding', 'progressing', 'waiting', 'stalled',
      'blocked', 'aborting', 'ended')),
    outcome text check (outcome in ('succeeded', 'aborted', 'superseded', 'rolled-back', 'deleted', 'blocked', 'refused',
      'failed', 'canceled')),
    status text not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
    progress text not null,
    summary text not null,
    plan json not null,
    details json not null,
    phase_since timestamptz not null,
    created_at timestamptz not null,
    ended_at timestamptz,
    changed_at timestamptz not null default clock_timestamp(),
    lease_owner text,
    lease_until timestamptz,
    constraint ended_has_outcome check ((phase = 'ended') = (outcome is not null)),
    constraint ended_has_time check ((ended_at is not null) = (outcome is not null)),
    constraint ended_is_told check (outcome is null or status <> 'RUNNING'),
    constraint ended_has_no_lease check (outcome is null or lease_owner is null),
    constraint lease_is_whole check ((lease_owner is null) = (lease_until is null))
  ) with (fillfactor = 70)`,
  `create index deployments_by_change on deployments (changed_at)`,
  `create index deployments_by_application on deployments (lower(application), created_at desc)`,
  `create index deployments_open on deployments (created_at) where outcome is null`,
  `create index deployments_open_by_stage on deployments (execution_id, stage_id) where outcome is null`,
  `create function keep_outcome() returns trigger language plpgsql as $$
  begin
    if old.outcome is not null and new.outcome is distinct from old.outcome then
      raise exception 'the outcome of deployment % is % and stays so', old.id, old.outcome using errcode = 'GN001';
    end if;
    return new;
  end $$`,
  `create trigger deployments_keep_outcome before update on deployments for each row execute function keep_outcome()`,

  `create table attempts (
    execution_id text not null,
    stage_id text not null,
    attempt text not null,
    deployment_id text not null references deployments deferrable initially deferred,
    primary key (execution_id, stage_id, attempt)
  )`,
  `create table workload_locks (
    account text not null,
    namespace text not null,
    kind text not null,
    name text not null,
    deployment_id text not null references deployments deferrable initially deferred,
    primary key (account, namespace, kind, name)
  )`,
  `create index workload_locks_by_deployment on workload_locks (deployment_id)`,

  `create table decisions (
    id text primary key,
    deployment_id text not null references deployments,
    action text not null check (action in ('approve', 'promoteFully', 'abort', 'retry', 'cancel', 'stopWatching')),
    made_by text not null,
    made_at timestamptz not null,
    seen json not null,
    comment text,
    state text not null check (state in ('accepted', 'done', 'failed')),
    result text,
    ordinal bigint generated always as identity,
    constraint settled_has_result check ((state = 'accepted') = (result is null))
  )`,
  `create index decisions_by_deployment on decisions (deployment_id, ordinal)`,
  `create index decisions_undecided on decisions (deployment_id) where state = 'accepted'`,
  `create function keep_decision() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'UPDATE' then
      raise exception 'decisions are never deleted' using errcode = 'GN002';
    end if;
    if old.state <> 'accepted'
      or (new.id, new.deployment_id, new.action, new.made_by, new.made_at, new.seen::text, new.comment, new.ordinal)
        is distinct from
        (old.id, old.deployment_id, old.action, old.made_by, old.made_at, old.seen::text, old.comment, old.ordinal) then
      raise exception 'decision % may only be settled, and once', old.id using errcode = 'GN002';
    end if;
    return new;
  end $$`,
  `create trigger decisions_keep before update or delete on decisions for each row execute function keep_decision()`,
  `create trigger decisions_keep_all before truncate on decisions for each statement execute function keep_decision()`,

  `create table polls (
    deployment_id text primary key references deployments,
    polled_at timestamptz not null
  )`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
