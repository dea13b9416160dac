import type { Finding } from '../contract/doctor.ts';
import { pluginId, serviceVersion } from '../contract/service.ts';
import { isRecord, listAt, textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { Look } from './look.ts';

/** What lies in the folder of which Gate fetches the plugin. */
export interface PluginFolder {
  /** `plugins.json`, parsed; undefined where it is no JSON. */
  readonly index: unknown;
  /** By the name of each zip that lies there, its SHA-512 in hexadecimal. */
  readonly zips: ReadonlyMap<string, string>;
}

const check = 'plugin release';

export function judgePluginRelease(look: Look<PluginFolder>): readonly Finding[] {
  if (look.kind !== 'seen') return [unknown(check, look.why)];
  const problems = pluginFolderProblems(look.seen);
  if (problems.length === 0)
    return [ok(check, `The plugin that Gate fetches from the service is ${pluginId} ${serviceVersion}.`)];
  return problems.map((problem) =>
    wrong(check, {
      sentence: `The folder of the plugin ${problem}.`,
      change:
        'pluginFolder of the service: make plugins.json and the zip anew by npm run package, both of one version.',
    }),
  );
}

/**
 * Whatever keeps Gate from taking it, as what follows the name of the folder: with one entry of a wrong form or a wrong checksum, Gate
 * answers 503 about all plugins, not only ours.
 */
export function pluginFolderProblems({ index, zips }: PluginFolder): readonly string[] {
  if (!Array.isArray(index)) return ['has a plugins.json that is no list of plugins'];
  const strange = index.filter((entry) => !/^[\w-]+\.[\w-]+$/.test(textAt(entry, 'id') ?? ''));
  const entry: unknown = index.find((one) => textAt(one, 'id') === pluginId);
  return [
    ...(strange.length === 0
      ? []
      : ['names a plugin whose id is no namespace and name with a dot between, which keeps Gate from every plugin']),
    ...(isRecord(entry)
      ? releaseProblems(listAt(entry, 'releases'), zips)
      : [`has no ${pluginId} in its plugins.json`]),
  ];
}

function releaseProblems(releases: readonly unknown[], zips: PluginFolder['zips']): readonly string[] {
  const versions = releases.map((release) => textAt(release, 'version') ?? 'nothing');
  const malformed = versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  const ours = releases.find((release) => textAt(release, 'version') === serviceVersion);
  return [
    ...malformed.map(
      (version) => `names the version ${version}, and one that is not like 1.2.3 keeps Gate from every plugin`,
    ),
    ...(ours === undefined
      ? [`holds version ${versions.join(', ') || 'none'} of the plugin, and the service is ${serviceVersion}`]
      : zipProblems(ours, zips)),
  ];
}

function zipProblems(release: unknown, zips: PluginFolder['zips']): readonly string[] {
  const requires = textAt(release, 'requires') ?? '';
  const [zip = '', sum] = [textAt(release, 'url'), textAt(release, 'sha512sum')];
  const lying = zips.get(zip);
  return [
    // A Gate of 2021 and before compares the number with its own version.
    ...(/^deck(>=|<=|>|<|=)\d+\.\d+\.\d+$/.test(requires)
      ? []
      : ['says in requires something other than a condition like deck>=0.0.0, and Gate then serves no plugin to Deck']),
    ...(lying === undefined && !/^https?:/.test(zip) ? [`names the zip ${zip}, which does not lie there`] : []),
    ...(lying !== undefined && sum !== undefined && sum.toLowerCase() !== lying
      ? [`holds another ${zip} than the one of its checksum, so that Gate refuses it`]
      : []),
  ];
}
