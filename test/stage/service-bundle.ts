import { execFileSync } from 'node:child_process';
import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onceARun } from '../once-a-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let built: string | undefined;

/** What `npm run build` makes, made once a run in a folder of its own that has no packages: the very file that an operator starts. */
export function serviceBundle(): string {
  built ??= join(onceARun('service', build), 'dist', 'service', 'gennaker.js');
  return built;
}

function build(folder: string): void {
  for (const name of ['backend-stub', 'node_modules', 'package.json'])
    symlinkSync(join(root, name), join(folder, name));
  execFileSync(process.execPath, [join(root, 'scripts', 'build-service.mjs')], { cwd: folder, stdio: 'pipe' });
  unlinkSync(join(folder, 'node_modules'));
}
