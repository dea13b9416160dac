import { sql, type Kysely } from 'kysely';
import { SealedDataDamaged } from './errors.ts';
import type { SealedPlan, Sealing } from './sealing.ts';
import type { Tables } from './tables.ts';

/** What came of sealing anew; numbers are of deployments, ended ones included. */
export interface Resealed {
  /** Of the keys, the one that seals first. */
  readonly fingerprints: readonly string[];
  readonly resealed: number;
  /** By the fingerprint of a key that was not given: what is still sealed under it. */
  readonly left: ReadonlyMap<string, number>;
  /** Ids of those whose data does not open although the key is there. */
  readonly damaged: readonly string[];
}

/** A plan may have 2 MiB of manifests. */
const batch = 20;

/**
 * Row by row, so that it can be stopped and run again, and beside replicas, or another one like it: a row is replaced only as
 * long as it is the one that was read. What is sealed means the same after it, so that whoever has read it before is not misled.
 */
export async function reseal(database: Kysely<Tables>, sealing: Sealing): Promise<Resealed> {
  const { fingerprints } = sealing;
  const left = new Map<string, number>();
  const damaged: string[] = [];
  let resealed = 0;
  let rows = await sealedOtherwise(database, fingerprints[0], '');
  while (rows.length > 0) {
    for (const row of rows) {
      const anew = sealedAnew(sealing, row);
      if (anew === undefined) damaged.push(row.id);
      else if (await isReplaced(database, row, anew)) resealed += 1;
      for (const key of foreignKeys(row.plan, fingerprints)) left.set(key, (left.get(key) ?? 0) + 1);
    }
    rows = await sealedOtherwise(database, fingerprints[0], rows.at(-1)?.id ?? '');
  }
  return { fingerprints, resealed, left, damaged };
}

interface SealedRow {
  readonly id: string;
  readonly plan: SealedPlan;
  /** The same, exactly as it lies there. */
  readonly text: string;
}

/**
 * By the text, since the database can't look into JSON that holds `\u0000`, which a ConfigMap may. What stands in a string has its
 * quotes escaped; an object of a manifest with such keys is looked at in vain.
 */
async function sealedOtherwise(
  database: Kysely<Tables>,
  first: string | undefined,
  after: string,
): Promise<readonly SealedRow[]> {
  const pattern = `"sealed":\\{"key":"(?!${first ?? 'none'}")`;
  return database
    .selectFrom('deployments')
    .select(['id', 'plan', sql<string>`plan::text`.as('text')])
    .where('id', '>', after)
    .where(sql<boolean>`plan::text ~ ${pattern}`)
    .orderBy('id')
    .limit(batch)
    .execute();
}

/** Undefined when something does not open that should. */
function sealedAnew(sealing: Sealing, { id, plan }: SealedRow): SealedPlan | undefined {
  try {
    return sealing.sealAnew(plan, id);
  } catch (error) {
    if (error instanceof SealedDataDamaged) return undefined;
    throw error;
  }
}

function foreignKeys({ objects }: SealedPlan, known: readonly string[]): readonly string[] {
  const keys = objects.flatMap(({ sealed }) => (sealed === undefined ? [] : [sealed.key]));
  return [...new Set(keys)].filter((key) => !known.includes(key));
}

/** False also when there was nothing that could be sealed anew, or somebody else did so first. */
async function isReplaced(database: Kysely<Tables>, { id, text }: SealedRow, anew: SealedPlan): Promise<boolean> {
  const plan = JSON.stringify(anew);
  if (plan === text) return false;
  const { rows } = await sql`update deployments set plan = ${plan}::json where id = ${id} and plan::text = ${text}
    returning id`.execute(database);
  return rows.length > 0;
}
