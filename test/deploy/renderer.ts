import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { isRecord } from '../../backend-stub/deployment/kubernetes-object.ts';
import { root } from '../architecture/tracked-files.ts';
import { withLock } from '../cluster/lock.ts';

const source = join(root, 'test/deploy/render');
// The flags of test/cluster/build.ts: what both need of Kubernetes is compiled once.
const goEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOTOOLCHAIN: 'local' };

export type RenderedObject = Readonly<Record<string, unknown>>;

/** `kustomize FOLDER`, or `helm CHART NAMESPACE [VALUES]`: the objects that would be applied. */
export async function render(...words: readonly string[]): Promise<readonly RenderedObject[]> {
  const { stdout } = await promisify(execFile)(await program(), [...words], { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  return parseAllDocuments(stdout)
    .map((document): unknown => document.toJS())
    .filter(isRecord);
}

/** Built when missing: a minute and a half from nothing. */
async function program(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gennaker');
  const file = join(cache, `render-${await sourceHash()}`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  await withLock(`${file}.lock`, async () => {
    if (!existsSync(file)) await build(cache, file);
  });
  return file;
}

async function build(cache: string, file: string): Promise<void> {
  const unfinished = await mkdtemp(join(cache, 'render.unfinished-'));
  try {
    const output = join(unfinished, 'render');
    const words = ['build', '-ldflags', '-s -w', '-o', output, '.'];
    await promisify(execFile)('go', words, { cwd: source, env: { ...process.env, ...goEnvironment } });
    await rename(output, file);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(goEnvironment));
  for (const name of ['main.go', 'go.mod', 'go.sum']) hash.update(await readFile(join(source, name)));
  return hash.digest('hex').slice(0, 16);
}
