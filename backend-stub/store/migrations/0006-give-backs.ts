import { sql, type Kysely } from 'kysely';

/** Who asked to give the workloads of an ended deployment back to Deployments. Each is carried out by one replica. */
const statements = [
  `create table give_backs (
    id text primary key,
    deployment_id text not null references deployments deferrable initially deferred,
    made_by text not null,
    made_at timestamptz not null,
    state text not null check (state in ('accepted', 'done', 'failed')),
    sentence text not null,
    ordinal bigint generated always as identity,
    lease_owner text,
    lease_until timestamptz,
    constraint settled_has_no_lease check (state = 'accepted' or lease_owner is null),
    constraint lease_is_whole check ((lease_owner is null) = (lease_until is null))
  )`,
  `create index give_backs_by_deployment on give_backs (deployment_id, ordinal)`,
  `create unique index give_backs_under_way on give_backs (deployment_id) where state = 'accepted'`,
  `create function keep_give_back() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'UPDATE' then
      raise exception 'what was asked is never deleted' using errcode = 'GN006';
    end if;
    if old.state <> 'accepted'
      or (new.id, new.deployment_id, new.made_by, new.made_at, new.ordinal)
        is distinct from (old.id, old.deployment_id, old.made_by, old.made_at, old.ordinal) then
      raise exception 'give-back % may only be settled, and once', old.id using errcode = 'GN006';
    end if;
    return new;
  end $$`,
  `create trigger give_backs_keep before update or delete on give_backs for each row execute function keep_give_back()`,
  `create trigger give_backs_keep_all before truncate on give_backs for each statement execute function keep_give_back()`,
  `create function free_workloads() returns trigger language plpgsql as $$
  begin
    delete from workload_locks where deployment_id = new.deployment_id;
    return null;
  end $$`,
  `create trigger give_backs_free after update on give_backs for each row
    when (old.state = 'accepted' and new.state <> 'accepted') execute function free_workloads()`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
