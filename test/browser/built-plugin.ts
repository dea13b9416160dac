import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onceARun } from '../once-a-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The file of the plugin as it stands, built as for a release, once a run; throws with what rollup says. */
export function builtPlugin(): string {
  const folder = onceARun('plugin', (into) => {
    const rollup = join(root, 'node_modules/rollup/dist/bin/rollup');
    execFileSync(process.execPath, [rollup, '-c', '--silent', '-o', join(into, 'index.js')], { cwd: root });
  });
  return join(folder, 'index.js');
}
