import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { withLock } from '../../cluster/lock.ts';

const page = fileURLToPath(new URL('page/', import.meta.url));
const lockFile = fileURLToPath(new URL('../../../package-lock.json', import.meta.url));

const bundle = {
  entryPoints: { deck: join(page, 'main.js') },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  // Deck loads the visualizer of its router on demand.
  splitting: true,
  mainFields: ['module', 'browser', 'main'],
  define: { global: 'globalThis' },
  alias: { 'root/version.json': join(page, 'version.json'), '@spinnaker/kayenta': join(page, 'no-kayenta.js') },
  loader: {
    '.woff': 'file',
    '.woff2': 'file',
    '.ttf': 'file',
    '.otf': 'file',
    '.eot': 'empty',
    '.svg': 'file',
    '.png': 'file',
    '.gif': 'file',
  },
  legalComments: 'none',
  // Deck's style sheets hold ":not()" and "*display".
  logOverride: { 'css-syntax-error': 'silent' },
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * The folder with `deck.js`, `deck.css` and what they load: npm's Deck, bundled when it is missing (seconds). It is kept
 * outside the checkout by the hash of what goes into it. Throws esbuild's `BuildFailure`.
 */
export async function buildDeck(onBuild: () => void = () => undefined): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gennaker');
  const folder = join(cache, `deck-${await sourceHash()}`);
  if (await exists(folder)) return folder;
  await mkdir(cache, { recursive: true });
  await withLock(`${folder}.lock`, async () => {
    if (await exists(folder)) return;
    onBuild();
    await buildInto(folder);
  });
  return folder;
}

/** Into a folder of its own, which is then renamed: nobody sees half a build. */
async function buildInto(folder: string): Promise<void> {
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  // Only who builds waits for the builder.
  const { build } = await import('esbuild');
  try {
    await build({ ...bundle, outdir: unfinished });
    await chmod(unfinished, 0o755);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The lock says which packages there are, to the last digit. */
async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify({ ...bundle, entryPoints: '', alias: '' }));
  hash.update(await readFile(lockFile));
  for (const name of (await readdir(page)).sort()) hash.update(`${name}\n`).update(await readFile(join(page, name)));
  return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
