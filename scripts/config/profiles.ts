import { isRecord, listAt, recordAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Manifest } from '../package/manifest.ts';
import { defaultSettings } from './options.ts';
import type { Options } from './options.ts';
import { presetFor } from './spinnaker-version.ts';

/** What each service of Spinnaker is told, as trees of its own configuration. */
export interface Profiles {
  readonly orca: Readonly<Record<string, unknown>>;
  readonly gate: Readonly<Record<string, unknown>>;
  /** `window.spinnakerSettings.gennaker` */
  readonly deck: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** Where an init container puts the plugin, as Gate sees it. */
export const pluginFolder = '/opt/gennaker-plugin';

/** Everything in `plugin.yaml` that the options say otherwise is replaced; the rest is as it stands there. */
export function profilesOf(manifest: Manifest, options: Options): Profiles {
  const elsewhere = movedTo(manifest, options);
  const { webhook, notes } = webhookOf(recordAt(manifest.document, 'orca', 'webhook'), options);
  return {
    orca: recordOf(elsewhere({ ...recordAt(manifest.document, 'orca'), webhook })),
    gate: recordOf(elsewhere(gateOf(manifest, options))),
    deck: deckOf(manifest, options),
    notes,
  };
}

function webhookOf(webhook: Readonly<Record<string, unknown>>, { spinnaker, otherWebhooks }: Options) {
  const { preset, notes } = presetFor(spinnaker, recordOf(listAt(webhook, 'preconfigured')[0]));
  const others = otherWebhooks.map((urlPrefix) => ({
    httpMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    matchStrategy: 'STARTS_WITH',
    urlPrefix,
  }));
  const allowedRequests = [...listAt(webhook, 'allowedRequests'), ...others];
  return { webhook: { ...webhook, allowedRequests, preconfigured: [preset] }, notes };
}

function gateOf({ document }: Manifest, { delivery, settings }: Options): unknown {
  const gate = recordAt(document, 'gate');
  const extensibility = recordAt(gate, 'spinnaker', 'extensibility');
  const url = delivery === 'init-container' ? `file://${pluginFolder}/` : settings['repositoryUrl'];
  const repositories = Object.entries(recordAt(extensibility, 'repositories')).map(([name, repository]) => [
    name,
    { ...recordOf(repository), url },
  ]);
  return {
    ...gate,
    spinnaker: { extensibility: { ...extensibility, repositories: Object.fromEntries(repositories) } },
  };
}

function deckOf({ document }: Manifest, { settings }: Options): Readonly<Record<string, unknown>> {
  const parts = Object.entries(recordAt(document, 'deck', 'gennaker'));
  const chosen = parts.map(([key, value]) => [
    key,
    typeof value === 'boolean' ? settings[`deck.${key}`] === 'true' : value,
  ]);
  return Object.fromEntries(chosen);
}

/** Addresses of the service, in every text that begins with one. */
function movedTo(manifest: Manifest, { settings }: Options): (value: unknown) => unknown {
  const before = defaultSettings(manifest);
  const pairs = ['serviceUrl', 'peopleUrl'].map((key) => [before[key] ?? '', settings[key] ?? ''] as const);
  const move = (value: unknown): unknown => {
    if (typeof value === 'string') return movedText(value, pairs);
    if (Array.isArray(value)) return value.map(move);
    return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, move(item)])) : value;
  };
  return move;
}

function movedText(text: string, pairs: readonly (readonly [from: string, to: string])[]): string {
  const pair = pairs.find(([from]) => text === from || text.startsWith(`${from}/`));
  return pair === undefined ? text : `${pair[1]}${text.slice(pair[0].length)}`;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
