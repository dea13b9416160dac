import { parseArgs } from 'node:util';
import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Manifest } from '../package/manifest.ts';
import { folderProblem, orcaAddressProblem, originProblem, prefixProblem } from './addresses.ts';
import { placeholderProblem } from '../../backend-stub/doctor/placeholders.ts';
import { completeSince, versionProblem } from './spinnaker-version.ts';

/** The ways in which people install Spinnaker. */
export const ways = ['operator', 'kustomize', 'local'] as const;
export type Way = (typeof ways)[number];

/** Where Gate gets the plugin: from an address, or from a folder that a container of ours fills before Gate starts. */
const deliveries = ['repository', 'init-container'] as const;
export type Delivery = (typeof deliveries)[number];

export interface Options {
  readonly way: Way;
  readonly spinnaker: string;
  readonly delivery: Delivery;
  /** Prefixes of the operator's other webhooks. */
  readonly otherWebhooks: readonly string[];
  /** Undefined: to standard output. */
  readonly into?: string;
  readonly settings: Readonly<Record<string, string>>;
}

export const usage = `npm run config -- --for ${ways.join('|')} --allow-webhook PREFIX [more of them]

  --for WAY               operator: a patch of a SpinnakerService; kustomize: a component; local: <service>-local.yml
  --allow-webhook PREFIX  of the addresses that your other webhook stages call, each with its own; or: none.
                          Orca's allow-list is one for all: what is not in it is refused to every webhook stage
  --spinnaker VERSION     ${completeSince} where nothing is said
  --plugin DELIVERY       ${deliveries.join(' or ')}: where Gate gets the plugin; repository where nothing is said
  --set KEY=VALUE         what is otherwise taken from plugin.yaml; docs/install.md lists the keys
  --into FOLDER           write files there instead of printing them`;

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'misused'; readonly problems: readonly string[] }
  | { readonly kind: 'asked'; readonly options: Options };

export function readOptions(words: readonly string[], manifest: Manifest): Asked {
  const parsed = parseWords(words);
  if (typeof parsed === 'string') return { kind: 'misused', problems: [parsed] };
  if (parsed.help === true) return { kind: 'help' };
  const way = ways.find((one) => one === parsed.for);
  const delivery = deliveries.find((one) => one === parsed.plugin);
  const given = pairsOf(parsed.set);
  const settings = { ...defaultSettings(manifest, given), ...given };
  const problems = [
    ...(way === undefined ? [`--for must be one of ${ways.join(', ')}`] : []),
    ...(delivery === undefined ? [`--plugin must be one of ${deliveries.join(', ')}`] : []),
    ...webhookProblems(parsed['allow-webhook']),
    ...[versionProblem(parsed.spinnaker)].filter((problem) => problem !== undefined),
    ...settingProblems(given, defaultSettings(manifest)),
    ...deliveryProblems(way, delivery),
  ];
  if (problems.length > 0 || way === undefined || delivery === undefined) return { kind: 'misused', problems };
  const otherWebhooks = parsed['allow-webhook'].filter((prefix) => prefix !== 'none');
  const { spinnaker, into } = parsed;
  return {
    kind: 'asked',
    options: { way, spinnaker, delivery, otherWebhooks, settings, ...(into === undefined ? {} : { into }) },
  };
}

function parseWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        for: { type: 'string', default: '' },
        'allow-webhook': { type: 'string', multiple: true, default: [] },
        spinnaker: { type: 'string', default: completeSince },
        plugin: { type: 'string', default: 'repository' },
        set: { type: 'string', multiple: true, default: [] },
        into: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function pairsOf(set: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(set.map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]));
}

/** Every key that `--set` knows, as `plugin.yaml` has it. */
export function defaultSettings(
  { version, document }: Manifest,
  { peopleUrl }: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const preset = listAt(document, 'orca', 'webhook', 'preconfigured')[0];
  const proxy = textAt(listAt(document, 'gate', 'proxies')[0], 'uri') ?? '';
  const parts = recordAt(document, 'deck', 'gennaker');
  return {
    serviceUrl: new URL(textAt(preset, 'url') ?? '').origin,
    peopleUrl: proxy,
    repositoryUrl: `${peopleUrl ?? proxy}/plugins/`,
    image: `gennaker:${version}`,
    spinnakerName: 'spinnaker',
    spinnakerNamespace: 'spinnaker',
    tokenSecret: 'gennaker-orca-bearer',
    ...Object.fromEntries(
      Object.keys(parts).flatMap((key) =>
        typeof at(parts, key) === 'boolean' ? [[`deck.${key}`, String(parts[key])]] : [],
      ),
    ),
  };
}

/** No answer is none: an allow-list without the operator's other webhooks would stop every stage that calls them. */
function webhookProblems(prefixes: readonly string[]): readonly string[] {
  if (prefixes.length === 0)
    return [
      "--allow-webhook must say what your other webhook stages call, or none: Orca's allow-list is one for all of them, and refuses what is not in it",
    ];
  if (prefixes.includes('none') && prefixes.length > 1) return ['--allow-webhook none goes with no other'];
  return prefixes.flatMap((prefix) => {
    const problem = prefix === 'none' ? undefined : (prefixProblem(prefix) ?? placeholderProblem(prefix));
    return problem === undefined ? [] : [`--allow-webhook ${problem}`];
  });
}

const rules: Readonly<Record<string, (value: string) => string | undefined>> = {
  serviceUrl: orcaAddressProblem,
  peopleUrl: originProblem,
  repositoryUrl: folderProblem,
};

function settingProblems(
  given: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(given).flatMap(([key, value]) => {
    if (!Object.hasOwn(known, key)) return [`--set ${key} is not known; known are ${Object.keys(known).join(', ')}`];
    const problem = settingProblem(key, value) ?? placeholderProblem(value);
    return problem === undefined ? [] : [`--set ${key} ${problem}`];
  });
}

function settingProblem(key: string, value: string): string | undefined {
  if (key.startsWith('deck.') && value !== 'true' && value !== 'false') return `must be true or false, and is ${value}`;
  if (value === '') return 'must be followed by = and a value';
  return rules[key]?.(value);
}

function deliveryProblems(way: Way | undefined, delivery: Delivery | undefined): readonly string[] {
  if (way !== 'local' || delivery !== 'init-container') return [];
  return [
    '--plugin init-container needs Kubernetes: copy plugins.json and the zip into a folder that Gate can read, and say --set repositoryUrl=file:///the/folder/',
  ];
}
