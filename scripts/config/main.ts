import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManifestInvalid, readManifest } from '../package/manifest.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { render } from './render.ts';
import type { Rendered } from './render.ts';

/** The code to exit with: 0, or 2 when it was called otherwise. */
function main(words: readonly string[]): number {
  const manifest = readManifest();
  const asked = readOptions(words, manifest);
  if (asked.kind === 'help') {
    console.log(usage);
    return 0;
  }
  if (asked.kind === 'misused') {
    for (const problem of asked.problems) console.error(`${problem}.`);
    console.error(`\n${usage}`);
    return 2;
  }
  tell(render(manifest, asked.options), asked.options);
  return 0;
}

/** Notes go to standard error, so that the rest can be piped. */
function tell({ files, notes }: Rendered, { into }: Options): void {
  if (into !== undefined) mkdirSync(into, { recursive: true });
  for (const { name, text } of files) {
    if (into === undefined) console.log(`${name.endsWith('.js') ? '//' : '#'} ---- ${name}\n${text}`);
    else writeFileSync(join(into, name), text);
  }
  for (const note of notes) console.error(note);
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof ManifestInvalid ? error.message : error);
  process.exitCode = 1;
}
