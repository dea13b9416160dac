import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BuiltPlugin {
  readonly file: string;
  remove(): void;
}

/** The plugin as it stands, built as for a release into a folder of its own; rejects with what rollup says. */
export async function buildPlugin(): Promise<BuiltPlugin> {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-plugin-'));
  const file = join(folder, 'index.js');
  const rollup = join(root, 'node_modules/rollup/dist/bin/rollup');
  await promisify(execFile)(process.execPath, [rollup, '-c', '--silent', '-o', file], { cwd: root });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
