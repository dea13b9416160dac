import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { Manifest } from './manifest.ts';

/** What stands in a repository of plugins: the index and the zip that it names. */
export interface PluginRelease {
  readonly zipName: string;
  readonly zip: Uint8Array;
  /** `plugins.json`: Gate looks for it under this very name. */
  readonly index: string;
}

/**
 * The zip of a plugin holds a zip for each service that it extends, and Deck's has `index.js` at its root: Gate serves no
 * folders. The times in it are the same wherever and whenever it is made.
 */
export function pluginRelease(
  manifest: Manifest,
  { indexJs, date }: { indexJs: Uint8Array; date: Date },
): PluginRelease {
  const { id, version, description, provider, requires } = manifest;
  const zip = pack({ 'deck.zip': pack({ 'index.js': indexJs }) });
  const zipName = `${id}-${version}.zip`;
  const release = {
    version,
    date: date.toISOString(),
    requires,
    // Taken from beside this file.
    url: zipName,
    sha512sum: createHash('sha512').update(zip).digest('hex'),
  };
  return {
    zipName,
    zip,
    index: `${JSON.stringify([{ id, description, provider, releases: [release] }], undefined, 2)}\n`,
  };
}

/** The first moment that a zip can name; zips hold local times, hence no UTC. */
const always = new Date(1980, 0, 1);

function pack(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...files }, { level: 9, mtime: always });
}

export function bytesOf(text: string): Uint8Array {
  return strToU8(text);
}
