import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with `initdb` and `postgres`, the newest first; undefined when PostgreSQL is not installed. */
export function findPrograms(): string | undefined {
  const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const configured = asked.status === 0 ? [asked.stdout.trim()] : [];
  return [...configured, ...debianFolders()].find((folder) => existsSync(join(folder, 'initdb')));
}

/** As `findPrograms`, but in CI nothing may be left out, and elsewhere it is said. */
export function requirePrograms(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const programs = findPrograms();
  if (programs === undefined) reportMissing(environment);
  return programs;
}

export function reportMissing(environment: NodeJS.ProcessEnv): void {
  const sentence = 'PostgreSQL: initdb not found, store tests ran on PGlite only';
  if (environment['CI'] === 'true') throw new Error(`${sentence}. In CI nothing may be left out: install postgresql.`);
  const file = environment['GENNAKER_LEFT_OUT'];
  if (file !== undefined && file !== '') appendFileSync(file, `${sentence}\n`);
}

function debianFolders(): readonly string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).sort((left, right) => Number(right) - Number(left));
  return versions.map((version) => join(root, version, 'bin'));
}
