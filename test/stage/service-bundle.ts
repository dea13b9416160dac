import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
let built: string | undefined;

/** What `npm run build` makes, made once a run in a folder of its own: the very file that an operator starts. */
export function serviceBundle(): string {
  if (built !== undefined) return built;
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['backend-stub', 'node_modules', 'package.json'])
    symlinkSync(join(root, name), join(folder, name));
  execFileSync(process.execPath, [join(root, 'scripts', 'build-service.mjs')], { cwd: folder, stdio: 'pipe' });
  built = join(folder, 'dist', 'service', 'gennaker.js');
  return built;
}
