import type { Config } from './config.ts';
import { resealPostgres } from './store/postgres.ts';
import type { Resealed } from './store/reseal.ts';

/** What is printed, and the code to end with: 0 when everything is sealed under the first key. */
export interface ResealOutcome {
  readonly code: 0 | 1;
  readonly output: string;
}

/** Beside replicas that run. Throws `StoreUnavailable`. */
export async function resealCommand({
  postgres,
  sealingKeys,
}: Pick<Config, 'postgres' | 'sealingKeys'>): Promise<ResealOutcome> {
  if (sealingKeys.length === 0)
    return { code: 1, output: 'There is no sealing key to seal under: name one in sealingKeyFiles.' };
  return outcomeOf(await resealPostgres({ connectionString: postgres.url, sealingKeys }));
}

function outcomeOf({ fingerprints, resealed, left, damaged }: Resealed): ResealOutcome {
  const [first = '', ...others] = fingerprints;
  const lines = [`${deployments(resealed)} sealed anew under the first key, ${first}.`];
  for (const [key, number] of left)
    lines.push(
      `${deployments(number)} left under the key with fingerprint ${key}, which is not among these (${fingerprints.join(', ')}).`,
    );
  if (damaged.length > 0)
    lines.push(`${deployments(damaged.length)} left, since what is sealed there was changed: ${damaged.join(', ')}.`);
  const isDone = left.size === 0 && damaged.length === 0;
  if (isDone && others.length > 0)
    lines.push(`Nothing needs ${others.join(', ')} any more: leave out its file, and restart.`);
  return { code: isDone ? 0 : 1, output: lines.join('\n') };
}

function deployments(number: number): string {
  return number === 1 ? '1 deployment is' : `${number} deployments are`;
}
