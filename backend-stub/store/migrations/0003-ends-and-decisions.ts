import { sql, type Kysely } from 'kysely';

/**
 * What belongs to an end and to a decision, done by the database within the statement that writes it: five statements
 * became one. In a trigger each statement sees what was committed until then, also while the first one waited for its row: a
 * decision that came a moment before an end is settled by it.
 */
const statements = [
  `create function let_go() returns trigger language plpgsql as $$
  begin
    update decisions set state = 'failed', result = 'The deployment ended first: ' || new.summary
      where deployment_id = new.id and state = 'accepted';
    delete from workload_locks where deployment_id = new.id;
    return null;
  end $$`,
  `create trigger deployments_let_go after update on deployments for each row
    when (old.outcome is null and new.outcome is not null) execute function let_go()`,

  // How many decisions to do the same had been made when its maker looked.
  `alter table decisions add column alike integer`,
  `create function take_decision() returns trigger language plpgsql as $$
  begin
    perform 1 from deployments where id = new.deployment_id and outcome is null for update;
    if not found then
      raise exception 'deployment % is not open', new.deployment_id using errcode = 'GN004';
    end if;
    if new.alike <> (select count(*) from decisions where deployment_id = new.deployment_id and action = new.action) then
      raise exception 'deployment % was decided upon since', new.deployment_id using errcode = 'GN005';
    end if;
    -- After the wait for others who decide, so that the order is the one in which they are kept.
    new.ordinal := nextval(pg_get_serial_sequence('decisions', 'ordinal'));
    return new;
  end $$`,
  `create trigger decisions_take before insert on decisions for each row execute function take_decision()`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
