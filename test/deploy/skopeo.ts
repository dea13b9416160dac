import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** Whether `skopeo` is installed. In CI nothing may be left out, and elsewhere it is said what is. */
export function requireSkopeo(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (spawnSync('skopeo', ['--version'], { env: environment }).status === 0) return true;
  const why = 'what pages tell an operator to type: there is no skopeo';
  if (environment['CI'] === 'true') throw new Error(`In CI nothing may be left out: ${why}.`);
  const file = environment['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${why}\n`);
  return false;
}
