import { sql, type Kysely } from 'kysely';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import { LeaseLost } from './errors.ts';
import type { Tables } from './tables.ts';

/** The latest stays, of whoever holds the lease: until something is applied, a plan may be made again. */
export async function keepPlan(
  database: Kysely<Tables>,
  { replica, id, plan }: { readonly replica: string; readonly id: string; readonly plan: KeptPlan },
): Promise<void> {
  const kept = await database
    .insertInto('kept_plans')
    .columns(['deployment_id', 'plan'])
    .expression((builder) =>
      builder
        .selectFrom('deployments')
        .select(['id', sql<string>`${JSON.stringify(plan)}::json`.as('plan')])
        .where('id', '=', id)
        .where('lease_owner', '=', replica)
        .where('lease_until', '>', sql<Date>`now()`),
    )
    .onConflict((conflict) => conflict.column('deployment_id').doUpdateSet({ plan: sql`excluded.plan` }))
    .returning('deployment_id')
    .executeTakeFirst();
  if (kept === undefined) throw new LeaseLost(replica, id);
}

export async function keptPlan(database: Kysely<Tables>, id: string): Promise<KeptPlan | undefined> {
  const row = await database.selectFrom('kept_plans').select('plan').where('deployment_id', '=', id).executeTakeFirst();
  return row?.plan;
}
