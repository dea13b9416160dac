import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import type { Tables } from './tables.ts';

/**
 * To be run beside a save of its deployment, `saved`, which answers no row when it was not saved. The latest stays: until
 * something is applied, a plan may be made again.
 */
export function keepingOf(plan: KeptPlan | undefined): RawBuilder<{ id: string }> {
  const plans = sql.join(plan === undefined ? [] : [sql`${JSON.stringify(plan)}::json`]);
  return sql<{ id: string }>`(
    insert into kept_plans (deployment_id, plan) select id, kept from saved, unnest(array[${plans}]::json[]) as kept
    on conflict (deployment_id) do update set plan = excluded.plan
    returning deployment_id)`;
}

export async function keptPlan(database: Kysely<Tables>, id: string): Promise<KeptPlan | undefined> {
  const row = await database.selectFrom('kept_plans').select('plan').where('deployment_id', '=', id).executeTakeFirst();
  return row?.plan;
}
