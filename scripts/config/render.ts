import { stringify } from 'yaml';
import type { Manifest } from '../package/manifest.ts';
import { deploymentPatches } from './deployment-patches.ts';
import type { Options, Way } from './options.ts';
import { profilesOf } from './profiles.ts';
import type { Profiles } from './profiles.ts';

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

export interface Rendered {
  readonly files: readonly RenderedFile[];
  /** What the operator has to know or do beside applying the files, in sentences. */
  readonly notes: readonly string[];
}

export function render(manifest: Manifest, options: Options): Rendered {
  const profiles = profilesOf(manifest, options);
  const head = `# Gennaker ${manifest.version} for Spinnaker ${options.spinnaker}, rendered by npm run config. plugin.yaml says why each key is there.\n`;
  return { files: renderers[options.way](profiles, options, head), notes: [...profiles.notes, ...noteOf(options)] };
}

type Renderer = (profiles: Profiles, options: Options, head: string) => readonly RenderedFile[];

const renderers: Readonly<Record<Way, Renderer>> = {
  operator: (profiles, options, head) => [
    { name: 'gennaker.yml', text: yaml(head, spinnakerService(profiles, options)) },
  ],
  kustomize: (profiles, options, head) => [
    { name: 'kustomization.yaml', text: yaml(head, component(options)) },
    { name: 'orca-gennaker.yml', text: yaml(head, profiles.orca) },
    { name: 'gate-gennaker.yml', text: yaml(head, profiles.gate) },
    { name: 'settings-gennaker.js', text: settingsOf(profiles) },
  ],
  local: (profiles, _options, head) => [
    { name: 'orca-local.yml', text: yaml(head, profiles.orca) },
    { name: 'gate-local.yml', text: yaml(head, profiles.gate) },
    { name: 'settings-local.js', text: settingsOf(profiles) },
  ],
};

function spinnakerService(profiles: Profiles, options: Options): unknown {
  const { settings } = options;
  const patches = deploymentPatches(options, { orca: 'spin-orca', gate: 'spin-gate' });
  const kustomize = patches.map(({ service, patch }) => [
    service,
    { deployment: { patchesStrategicMerge: [stringify(patch)] } },
  ]);
  return {
    apiVersion: 'spinnaker.io/v1alpha2',
    kind: 'SpinnakerService',
    metadata: { name: settings['spinnakerName'], namespace: settings['spinnakerNamespace'] },
    spec: {
      spinnakerConfig: {
        profiles: {
          orca: profiles.orca,
          gate: profiles.gate,
          deck: { 'settings-local.js': settingsOf(profiles) },
        },
      },
      kustomize: Object.fromEntries(kustomize),
    },
  };
}

/** With profiles of their own, so that `<service>-local.yml` of the operator stays as it is. */
function component(options: Options): unknown {
  const patches = deploymentPatches(options, { orca: 'orca', gate: 'gate', profile: 'local,gennaker' });
  return {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    configMapGenerator: ['orca', 'gate'].map((name) => ({
      name,
      behavior: 'merge',
      files: [`${name}-gennaker.yml`],
    })),
    patches: patches.map(({ patch }) => ({ patch: stringify(patch) })),
  };
}

function settingsOf({ deck }: Profiles): string {
  return `window.spinnakerSettings.gennaker = ${JSON.stringify(deck, undefined, 2)};\n`;
}

function yaml(head: string, value: unknown): string {
  // Anchors and folded lines are read by everybody, but not by every person.
  return `${head}${stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

function noteOf(options: Options): readonly string[] {
  const { way, settings, otherWebhooks, delivery } = options;
  const { tokenSecret, spinnakerNamespace } = settings;
  const token =
    way === 'local'
      ? "Orca needs the bearer in the environment variable GENNAKER_ORCA_TOKEN; it is the one in the service's orca.bearerFiles."
      : `Orca takes the bearer from the Secret ${tokenSecret} in ${spinnakerNamespace}, key token; it is the one in the service's orca.bearerFiles.`;
  return [
    token,
    replacedBy(options),
    otherWebhooks.length === 0
      ? 'No webhook stage of this Spinnaker can call anything but Gennaker, as you said.'
      : 'Whoever writes pipelines can have the bearer sent to the addresses that you allow: allow those that you trust. It is worth nothing without an execution in Orca.',
    ...(way === 'kustomize' ? besideTheComponent : []),
    ...(delivery === 'init-container' && settings['image']?.includes('/') !== true
      ? [`Gate's init container pulls ${settings['image']}: --set image=… says where it lies for you.`]
      : []),
  ];
}

const besideTheComponent = [
  'Orca and Gate run with the Spring profiles local,gennaker: where yours have others, write them into kustomization.yaml too.',
  'Append settings-gennaker.js to the settings-local.js of your Deck.',
];

/** What of the operator's own would be gone without a word. */
function replacedBy({ way, delivery }: Options): string {
  const lists = ['webhook.preconfigured', 'webhook.allowedRequests'];
  if (way !== 'operator')
    return `Spring takes a list from one file only. Where yours have ${lists.join(', ')} or proxies, put the entries together.`;
  const patched = delivery === 'init-container' ? ['orca', 'gate'] : ['orca'];
  const patches = patched.map((service) => `kustomize.${service}.deployment.patchesStrategicMerge`);
  return `The patch puts its lists and texts in the place of yours. Where your SpinnakerService has ${[...lists, 'proxies', ...patches].join(', ')} or Deck's settings-local.js, put yours and these together in gennaker.yml before you apply it.`;
}
