import { setTimeout as pass } from 'node:timers/promises';
import type { CheckName, Finding } from '../contract/doctor.ts';
import { unknown } from './finding.ts';

/** One look at one thing, and what was found there. */
export interface Check {
  readonly name: CheckName;
  readonly about?: string;
  readonly look: () => Promise<readonly Finding[]>;
}

/** All at once, in their own order. One that is late or breaks could not be told, and holds no other up. */
export async function examine(
  checks: readonly Check[],
  { milliseconds }: { readonly milliseconds: number },
): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => withinTime(check, milliseconds)));
  return found.flat();
}

async function withinTime({ name, look, ...about }: Check, milliseconds: number): Promise<readonly Finding[]> {
  const ended = new AbortController();
  const late = pass(milliseconds, undefined, { signal: ended.signal }).then(
    () => [unknown(name, `No answer came within ${milliseconds / 1000} s.`, about)],
    () => [],
  );
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    // Its message may hold what must not be shown.
    const kind = error instanceof Error ? error.name : 'an unknown error';
    return [unknown(name, `The check itself failed (${kind}): please report it.`, about)];
  } finally {
    ended.abort();
  }
}
