import { sql, type Kysely } from 'kysely';

/** Who was called about which approval. The key is what makes a call happen once, whichever replica looks. */
const statements = [
  `create table approver_calls (
    deployment_id text not null references deployments,
    step_index integer not null,
    round integer not null,
    recipient integer not null,
    state text not null check (state in ('due', 'sending', 'sent', 'failed')),
    attempts integer not null default 0,
    reason text,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (deployment_id, step_index, round, recipient),
    constraint failed_has_reason check (state <> 'failed' or reason is not null)
  )`,
  `create function keep_approver_call() returns trigger language plpgsql as $$
  begin
    if old.state in ('sent', 'failed') then
      raise exception 'the call about step % of deployment % is settled', old.step_index, old.deployment_id
        using errcode = 'GN003';
    end if;
    return new;
  end $$`,
  `create trigger approver_calls_keep before update on approver_calls
    for each row execute function keep_approver_call()`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
