import { sql, type Kysely } from 'kysely';

/** That somebody decided as an admin came later than the triggers that keep a decision as it was made: now they keep that too. */
const statements = [
  `create or replace function keep_decision() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'UPDATE' then
      raise exception 'decisions are never deleted' using errcode = 'GN002';
    end if;
    if old.state <> 'accepted'
      or (new.id, new.deployment_id, new.action, new.made_by, new.as_admin, new.made_at, new.seen::text, new.comment, new.ordinal)
        is distinct from
        (old.id, old.deployment_id, old.action, old.made_by, old.as_admin, old.made_at, old.seen::text, old.comment, old.ordinal) then
      raise exception 'decision % may only be settled, and once', old.id using errcode = 'GN002';
    end if;
    return new;
  end $$`,
  `create or replace function keep_give_back() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'UPDATE' then
      raise exception 'what was asked is never deleted' using errcode = 'GN006';
    end if;
    if old.state <> 'accepted'
      or (new.id, new.deployment_id, new.made_by, new.as_admin, new.made_at, new.ordinal)
        is distinct from (old.id, old.deployment_id, old.made_by, old.as_admin, old.made_at, old.ordinal) then
      raise exception 'give-back % may only be settled, and once', old.id using errcode = 'GN006';
    end if;
    return new;
  end $$`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
