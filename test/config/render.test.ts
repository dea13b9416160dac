import { parse } from 'yaml';
import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { readOptions, ways } from '../../scripts/config/options.ts';
import { placeholderProblems } from '../../backend-stub/doctor/placeholders.ts';
import { render } from '../../scripts/config/render.ts';
import type { Rendered } from '../../scripts/config/render.ts';
import { read } from '../architecture/tracked-files.ts';
import { resolvePlaceholders } from '../orca/plugin-configuration.ts';
import { readWebhookProperties } from '../orca/webhook-properties.ts';

const manifest = parseManifest(read('plugin.yaml'));

function rendered(...words: readonly string[]): Rendered {
  const asked = readOptions(['--allow-webhook', 'https://ci.example.com/hooks/', ...words], manifest);
  if (asked.kind !== 'asked') throw new Error(JSON.stringify(asked));
  return render(manifest, asked.options);
}

function file({ files }: Rendered, name: string): unknown {
  const parsed: unknown = parse(files.find((one) => one.name === name)?.text ?? '');
  return parsed;
}

/** What Orca is told, by whichever way. */
function orcaProfile(way: string, result: Rendered): unknown {
  if (way === 'operator') return at(file(result, 'gennaker.yml'), 'spec', 'spinnakerConfig', 'profiles', 'orca');
  return file(result, way === 'kustomize' ? 'orca-gennaker.yml' : 'orca-local.yml');
}

function gateProfile(way: string, result: Rendered): unknown {
  if (way === 'operator') return at(file(result, 'gennaker.yml'), 'spec', 'spinnakerConfig', 'profiles', 'gate');
  return file(result, way === 'kustomize' ? 'gate-gennaker.yml' : 'gate-local.yml');
}

const versions = ['2025.1.0', '2025.4.2', '2026.0.0', '2026.1.0', '2026.2.0'];
const combinations = ways.flatMap((way) => versions.map((version) => [way, version] as const));

describe.each(combinations)('what is rendered for %s and Spinnaker %s', (way, version) => {
  const result = rendered('--for', way, '--spinnaker', version);

  it("has no ${…} that Spring's placeholders would change", () => {
    for (const { name, text } of result.files.filter((one) => !one.name.endsWith('.js')))
      expect([name, placeholderProblems(parse(text))]).toEqual([name, []]);
    const orca = JSON.stringify(orcaProfile(way, result));
    expect(orca.split('${').length).toBeGreaterThan(8);
    expect(resolvePlaceholders(orca, {})).toBe(orca);
  });

  it('is a webhook that Orca reads, with the prefixes of the operator and ours', () => {
    const { allowedRequests, allowedRequestsEnabled } = readWebhookProperties(at(orcaProfile(way, result), 'webhook'));
    expect(allowedRequestsEnabled).toBe(true);
    expect(allowedRequests.map(({ urlPrefix }) => urlPrefix)).toEqual([
      'http://gennaker.gennaker.svc:8081/',
      'https://ci.example.com/hooks/',
    ]);
  });

  it('brings the bearer once, in the place that this Spinnaker has for it', () => {
    const preset = listAt(orcaProfile(way, result), 'webhook', 'preconfigured')[0];
    const hidden = listAt(preset, 'sensitiveHeaders', 'Authorization');
    const shown = listAt(preset, 'customHeaders', 'Authorization');
    const bearer = ['Bearer ${GENNAKER_ORCA_TOKEN}'];
    const isHidden = version >= '2026.1.0';
    expect([hidden, shown]).toEqual(isHidden ? [bearer, []] : [[], bearer]);
    expect(result.notes.join('\n').includes('whoever may read an execution')).toBe(!isHidden);
    expect(at(preset, 'retryStatusCodes') === undefined).toBe(version < '2026.0.0');
  });

  it('lets Gate serve this version of the plugin, and reach the service', () => {
    const gate = gateProfile(way, result);
    expect(recordAt(gate, 'spinnaker', 'extensibility', 'deck-proxy', 'plugins')).toEqual({
      [manifest.id]: { enabled: true, version: manifest.version },
    });
    expect(listAt(gate, 'proxies')).toEqual([{ id: 'gennaker', uri: 'http://gennaker.gennaker.svc:8080' }]);
  });
});

/** Where lists stand, as people write a path; a merge patch knows no more of them than that they are others. */
function listsIn(value: unknown, path: readonly string[] = []): readonly string[] {
  if (Array.isArray(value)) return [path.join('.')];
  return Object.entries(recordAt(value)).flatMap(([key, inner]) => listsIn(inner, [...path, key]));
}

describe('what is rendered', () => {
  it('has other addresses wherever they are told, and leaves the rest as plugin.yaml has it', () => {
    const moved = ['--set', 'serviceUrl=https://rollouts.example.com', '--set', 'peopleUrl=http://people.cd.svc:9000'];
    const result = rendered('--for', 'local', ...moved);
    const text = result.files.map((one) => one.text).join('');
    expect(text).not.toContain('gennaker.gennaker.svc');
    const preset = listAt(orcaProfile('local', result), 'webhook', 'preconfigured')[0];
    expect([textAt(preset, 'url'), textAt(preset, 'cancelEndpoint')]).toEqual([
      'https://rollouts.example.com/v1/deployments',
      'https://rollouts.example.com/v1/cancel',
    ]);
    expect(at(gateProfile('local', result), 'spinnaker', 'extensibility', 'repositories')).toEqual({
      gennaker: { enabled: true, url: 'http://people.cd.svc:9000/plugins/' },
    });
    const unmoved = orcaProfile('local', rendered('--for', 'local'));
    expect(listAt(unmoved, 'webhook', 'preconfigured')).toEqual(
      listAt(manifest.document, 'orca', 'webhook', 'preconfigured'),
    );
  });

  it('can have parts of Deck switched off, and its repository elsewhere', () => {
    const set = ['--set', 'deck.audit=false', '--set', 'repositoryUrl=https://plugins.example.com/gennaker/'];
    const result = rendered('--for', 'local', ...set);
    const settings = /gennaker = ([^]*);\n$/.exec(result.files.at(-1)?.text ?? '')?.[1] ?? '';
    const told: unknown = JSON.parse(settings);
    expect(told).toEqual({ ...recordAt(manifest.document, 'deck', 'gennaker'), audit: false });
    expect(result.files.map((one) => one.text).join('')).toContain('url: https://plugins.example.com/gennaker/');
  });

  it.each(['operator', 'kustomize'])(
    'fills a folder of Gate by a container of ours where nothing is to be fetched: %s',
    (way) => {
      const result = rendered(
        '--for',
        way,
        '--plugin',
        'init-container',
        '--set',
        'image=mirror.example.com/gennaker:1',
      );
      expect(at(gateProfile(way, result), 'spinnaker', 'extensibility', 'repositories')).toEqual({
        gennaker: { enabled: true, url: 'file:///opt/gennaker-plugin/' },
      });
      const text = result.files.map((one) => one.text).join('');
      expect(text).toContain('image: mirror.example.com/gennaker:1');
      expect(text).toContain('mountPath: /opt/gennaker-plugin\n');
      expect(text).toContain('name: gennaker-orca-bearer');
    },
  );

  it.each(['repository', 'init-container'])(
    'names all that the patch of an operator would put in the place of his own: %s',
    (delivery) => {
      const result = rendered('--for', 'operator', '--plugin', delivery);
      const lists = listsIn(at(file(result, 'gennaker.yml'), 'spec')).map((path) =>
        path.replace(/^spinnakerConfig\.profiles\.\w+\./, ''),
      );
      expect(lists.length).toBeGreaterThan(3);
      for (const name of [...lists, 'settings-local.js']) expect(result.notes.join('\n')).toContain(name);
    },
  );

  it('says that the image of the init container has to be told where it lies, until it is', () => {
    const [untold, told] = [[], ['--set', 'image=mirror.example.com/gennaker:1']].map((words) =>
      rendered('--for', 'kustomize', '--plugin', 'init-container', ...words).notes.join('\n'),
    );
    expect(untold).toContain(`pulls gennaker:${manifest.version}: --set image=`);
    expect(told).not.toContain('pulls');
  });

  it('leaves the files of a kustomize user as they are: it is read after them', () => {
    const patches = listAt(file(rendered('--for', 'kustomize'), 'kustomization.yaml'), 'patches');
    for (const one of patches)
      expect(textAt(one, 'patch')).toMatch(/name: SPRING_PROFILES_ACTIVE\n +value: local,gennaker\n/);
    expect(patches).toHaveLength(2);
    expect(rendered('--for', 'kustomize').notes.join('\n')).toContain(
      'profiles local,gennaker: where yours have others',
    );
  });
});
