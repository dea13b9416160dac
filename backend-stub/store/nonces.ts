import { sql, type Kysely } from 'kysely';
import { nonceSeconds } from '../access/stage-decision.ts';
import type { NonceTerms } from '../access/stage-decision.ts';
import { storable } from './rows.ts';
import type { Tables } from './tables.ts';

const soon = sql<Date>`clock_timestamp() + ${nonceSeconds} * interval '1 second'`;
/** One that is not known is refused as one that is too old, so there is no need to keep them. */
const longOver = sql<Date>`clock_timestamp() - interval '1 hour'`;

/** Takes what is long over away with it. */
export async function keepNonce(
  database: Kysely<Tables>,
  { nonce, deploymentId, action, by, stamp }: NonceTerms,
): Promise<void> {
  await database
    .with('gone', (each) => each.deleteFrom('nonces').where('expires_at', '<', longOver))
    .insertInto('nonces')
    .values({
      ...{ nonce, action, deployment_id: deploymentId, made_by: storable(by) },
      stamp: stamp === undefined ? null : JSON.stringify(stamp),
      expires_at: soon,
    })
    .execute();
}

/** Of two who see it at once, one gets it: the row is locked, and read again by whoever waited for it. */
export async function burnNonce(
  database: Kysely<Tables>,
  nonce: string,
): Promise<(NonceTerms & { readonly expired: boolean }) | undefined> {
  const row = await database
    .updateTable('nonces')
    .set({ burnt_at: sql<Date>`clock_timestamp()` })
    .where('nonce', '=', nonce)
    .where('burnt_at', 'is', null)
    .returning(['nonce', 'deployment_id', 'action', 'made_by', 'stamp'])
    .returning(sql<boolean>`expires_at <= clock_timestamp()`.as('expired'))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { deployment_id: deploymentId, action, made_by: by, stamp, expired } = row;
  return { nonce, deploymentId, action, by, expired, ...(stamp === null ? {} : { stamp }) };
}
