import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { at, listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';

/**
 * The `index.js` that a Gate with this profile serves, got as Gate gets it: by `plugins.json` of a repository, the release
 * that is pinned, its checksum, and a zip in a zip. Throws an error with a sentence where Gate would log one.
 */
export async function fetchPlugin(gate: unknown): Promise<Uint8Array> {
  const extensibility = at(gate, 'spinnaker', 'extensibility');
  const [[id, pinned] = ['', undefined]] = Object.entries(recordAt(extensibility, 'deck-proxy', 'plugins'));
  const version = textAt(pinned, 'version');
  for (const repository of Object.values(recordAt(extensibility, 'repositories'))) {
    const folder = textAt(repository, 'url') ?? '';
    // What stands behind the last slash is replaced.
    const index: unknown = JSON.parse((await contentOf(new URL('plugins.json', folder))).toString());
    const plugin = listAt({ index }, 'index').find((one) => textAt(one, 'id') === id);
    const release = listAt(plugin, 'releases').find((one) => textAt(one, 'version') === version);
    if (release === undefined) continue;
    const zip = await contentOf(new URL(textAt(release, 'url') ?? '', folder));
    if (hash('sha512', zip) !== textAt(release, 'sha512sum')) throw new Error(`${id} ${version} is another zip.`);
    return entry(entry(zip, 'deck.zip'), 'index.js');
  }
  throw new Error(`No repository has ${id} ${version}.`);
}

async function contentOf(url: URL): Promise<Buffer> {
  if (url.protocol === 'file:') return readFile(url);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url.href} was answered ${answer.status}.`);
  return Buffer.from(await answer.arrayBuffer());
}

function entry(zip: Uint8Array, name: string): Uint8Array {
  const found = unzipSync(zip)[name];
  if (found === undefined) throw new Error(`There is no ${name} at the root of the zip.`);
  return found;
}
