import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** Whether the real cluster can be built here. In CI nothing may be left out, and elsewhere it is said what is. */
export function requireGo(what: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  if (spawnSync('go', ['version']).status === 0) return true;
  const sentence = `${what}: it needs Go, and there is no "go" on the PATH`;
  if (environment['CI'] === 'true') throw new Error(`${sentence}. In CI nothing may be left out: install Go.`);
  const file = environment['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${sentence}\n`);
  return false;
}
