import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths from the root, with `/`: what is committed and what is new, not what .gitignore leaves out. */
export const projectFiles: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(root, file)));

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Our own TypeScript that an operator or a browser runs. */
export const sourceFiles = projectFiles.filter((file) => /^(backend-stub|frontend)\/.*\.tsx?$/.test(file));
