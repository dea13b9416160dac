import { parse } from 'yaml';
import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readOptions } from '../../scripts/config/options.ts';
import { render } from '../../scripts/config/render.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { read } from '../architecture/tracked-files.ts';
import type { Json } from '../orca/json.ts';
import type { GateProxy, PluginIdentity } from './gate/gate-parts.ts';

/** What an operator would apply to Spinnaker, as each part of the playground reads it. */
export interface PrintedConfiguration {
  /** `orca-local.yml` */
  readonly orca: Json;
  /** `gate-local.yml` */
  readonly gate: unknown;
  /** `proxies` of it. */
  readonly proxies: readonly GateProxy[];
  /** Of the plugin that it switches on, with `settings-local.js` as it stands. */
  readonly plugin: PluginIdentity;
}

/** What `npm run config -- --for local` prints where the service listens to people at this address. */
export function printConfiguration(peopleUrl: string): PrintedConfiguration {
  const manifest = parseManifest(read('plugin.yaml'));
  const words = ['--for', 'local', '--allow-webhook', 'none', '--set', `peopleUrl=${peopleUrl}`];
  const asked = readOptions(words, manifest);
  if (asked.kind !== 'asked') throw new TypeError(`npm run config refuses ${words.join(' ')}.`);
  const { files } = render(manifest, asked.options);
  const printed = (name: string): string => files.find((file) => file.name === name)?.text ?? '';
  return readProfiles({
    orca: printed('orca-local.yml'),
    gate: printed('gate-local.yml'),
    settings: printed('settings-local.js'),
  });
}

/** The same of the texts of the three files, by whichever way they were printed. */
export function readProfiles(texts: Readonly<Record<'orca' | 'gate' | 'settings', string>>): PrintedConfiguration {
  const orca: Json = parse(texts.orca);
  const gate: unknown = parse(texts.gate);
  const [id = '', plugin] =
    Object.entries(recordAt(gate, 'spinnaker', 'extensibility', 'deck-proxy', 'plugins'))[0] ?? [];
  return {
    orca,
    gate,
    proxies: listAt(gate, 'proxies').map((proxy) => ({
      id: textAt(proxy, 'id') ?? '',
      uri: textAt(proxy, 'uri') ?? '',
    })),
    plugin: { id, version: String(at(plugin, 'version')), settings: texts.settings },
  };
}
