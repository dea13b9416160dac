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
  /** `proxies` of `gate-local.yml` */
  readonly proxies: readonly GateProxy[];
  /** Of the plugin that `gate-local.yml` switches on, with `settings-local.js` as it stands. */
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
  const orca: Json = parse(printed('orca-local.yml'));
  const gate: unknown = parse(printed('gate-local.yml'));
  const [id = '', plugin] =
    Object.entries(recordAt(gate, 'spinnaker', 'extensibility', 'deck-proxy', 'plugins'))[0] ?? [];
  return {
    orca,
    proxies: listAt(gate, 'proxies').map((proxy) => ({
      id: textAt(proxy, 'id') ?? '',
      uri: textAt(proxy, 'uri') ?? '',
    })),
    plugin: { id, version: String(at(plugin, 'version')), settings: printed('settings-local.js') },
  };
}
