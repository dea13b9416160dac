import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigReader } from '../../backend-stub/config-reader.ts';
import { serviceVersion } from '../../backend-stub/contract/service.ts';
import { recordAt } from '../../backend-stub/deployment/kubernetes-object.ts';

/** What `plugin.yaml` calls the plugin. */
export interface Manifest {
  /** `namespace.name` */
  readonly id: string;
  /** `1.2.3`, or `1.2.3-rc.1` */
  readonly version: string;
  readonly description: string;
  readonly provider: string;
  /** Which services it extends, as a repository of plugins says it. */
  readonly requires: string;
  /** The whole file, for the blocks in it. */
  readonly document: unknown;
}

/** Every problem of `plugin.yaml` at once. */
export class ManifestInvalid extends Error {
  override name = 'ManifestInvalid' as const;

  constructor(problems: readonly string[]) {
    super(`plugin.yaml can not be used:\n${problems.map((text) => `  - ${text}`).join('\n')}`);
  }
}

/** Throws {@link ManifestInvalid}. */
export function readManifest(file = 'plugin.yaml'): Manifest {
  return parseManifest(readFileSync(file, 'utf8'));
}

export function parseManifest(text: string): Manifest {
  const problems: string[] = [];
  const document = parseYaml(text);
  const root = new ConfigReader(document, problems);
  const manifest = {
    id: root.text('id'),
    version: root.text('version'),
    description: root.text('description'),
    provider: root.text('provider'),
    requires: root.text('requires'),
    document,
  };
  problems.push(...problemsOf(manifest));
  if (problems.length > 0) throw new ManifestInvalid(problems);
  return manifest;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new ManifestInvalid([`it is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`]);
  }
}

function problemsOf({ id, version, requires, document }: Manifest): readonly string[] {
  const pinned = recordAt(document, 'gate', 'spinnaker', 'extensibility', 'deck-proxy', 'plugins');
  const isGiven = (text: string): boolean => text !== '';
  // What is missing was told already.
  const rules: readonly (readonly [holds: boolean, otherwise: string])[] = [
    [!isGiven(id) || /^[\w-]+\.[\w-]+$/.test(id), `id must be a namespace and a name with a dot between, and is ${id}`],
    [!isGiven(version) || /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version), `version must be like 1.2.3, and is ${version}`],
    // One plugin with another form, or with a part that is not in its zip, keeps every plugin of that Gate from loading.
    [
      !isGiven(requires) || /^deck(>=|<=|>|<|=)\d+\.\d+\.\d+$/.test(requires),
      `requires must be like deck>=0.0.0, and is ${requires}`,
    ],
    [
      !isGiven(id) ||
        !isGiven(version) ||
        (recordAt(pinned, id)['version'] === version && Object.keys(pinned).length === 1),
      `gate.spinnaker.extensibility.deck-proxy.plugins must pin ${id} to ${version}, and nothing else`,
    ],
    [
      !isGiven(version) || serviceVersion === version,
      `version is ${version}, and the service says that it is ${serviceVersion} (backend-stub/contract/service.ts)`,
    ],
    ...['orca', 'gate', 'deck'].map(
      (block) =>
        [
          Object.keys(recordAt(document, block)).length > 0,
          `${block} must be given, as the block that goes into its profile`,
        ] as const,
    ),
  ];
  return rules.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise]));
}

/** A release says what changes. Throws {@link ManifestInvalid}. */
export function requireChanges({ version }: Manifest, changelog: string): void {
  if (changelog.split('\n').includes(`## ${version}`)) return;
  throw new ManifestInvalid([
    `version is ${version}, and CHANGELOG.md has no "## ${version}" that says what changes with it`,
  ]);
}
