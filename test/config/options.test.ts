import { parseManifest } from '../../scripts/package/manifest.ts';
import { defaultSettings, readOptions } from '../../scripts/config/options.ts';
import { read } from '../architecture/tracked-files.ts';

const manifest = parseManifest(read('plugin.yaml'));
const enough = ['--for', 'operator', '--allow-webhook', 'none'];

function problemsOf(...words: readonly string[]): readonly string[] {
  const asked = readOptions(words, manifest);
  return asked.kind === 'misused' ? asked.problems : [];
}

describe('npm run config', () => {
  it('renders nothing without an answer about the other webhooks of this Spinnaker', () => {
    const [problem, ...more] = problemsOf('--for', 'operator');
    expect(problem).toContain('--allow-webhook must say what your other webhook stages call, or none');
    expect(more).toEqual([]);
    expect(problemsOf(...enough)).toEqual([]);
  });

  it('says everything that is wrong at once', () => {
    const words = ['--for', 'helm', '--spinnaker', 'latest', '--plugin', 'ftp', '--set', 'colour=red'];
    expect(problemsOf(...words).map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
      '--for must',
      '--plugin must',
      '--allow-webhook must',
      '--spinnaker must',
      '--set colour',
    ]);
  });

  it.each([
    ['serviceUrl=http://gennaker:8081', 'Orca calls no names without a dot, such as gennaker'],
    ['serviceUrl=http://gennaker.spinnaker:8081', 'Orca calls no names that end in .spinnaker'],
    ['serviceUrl=http://gennaker.cd.svc.cluster.local:8081', 'Orca calls no names that end in .local'],
    ['serviceUrl=http://10.1.2.3:8081', 'Orca calls no bare addresses'],
    ['serviceUrl=http://[fd00::1]:8081', 'Orca calls no bare addresses'],
    ['serviceUrl=http://a:b@gennaker.cd.svc', 'must not hold the name or password of somebody'],
    ['serviceUrl=http://gennaker.cd.svc:8081/', 'must be like http://name.namespace.svc:8081'],
    ['peopleUrl=gennaker:8080', 'must be an address that begins with http:// or https://'],
    ['repositoryUrl=https://plugins.example.com/gennaker', 'must end in a slash'],
    ['repositoryUrl=plugins', 'must begin with http://, https:// or file://'],
    ['tokenSecret=${SECRET:none}', 'holds a colon in ${SECRET:none}'],
    ['image=', 'must be followed by = and a value'],
    ['deck.audit=no', 'must be true or false, and is no'],
    ['deck.proxyId=x', 'is not known; known are serviceUrl, '],
  ])('refuses --set %s', (pair, why) => {
    expect(problemsOf(...enough, '--set', pair)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ['http://ci.example.com', 'must have a slash after the host'],
    ['ci.example.com/', 'must be an address'],
    ['https://ci.example.com/${job:1}/', 'holds a colon in ${job:1}'],
  ])('refuses --allow-webhook %s', (prefix, why) => {
    expect(problemsOf('--for', 'local', '--allow-webhook', prefix)).toEqual([expect.stringContaining(why)]);
  });

  it('takes none or prefixes, and not both', () => {
    const both = ['--for', 'local', '--allow-webhook', 'none', '--allow-webhook', 'https://ci.example.com/'];
    expect(problemsOf(...both)).toEqual(['--allow-webhook none goes with no other']);
  });

  it('renders nothing for a Spinnaker whose allow-list would end stages, and no container without Kubernetes', () => {
    expect(problemsOf(...enough, '--spinnaker', '2024.4.9')).toEqual([expect.stringContaining('Upgrade Spinnaker')]);
    expect(problemsOf(...enough, '--spinnaker', '1.35.0')).toEqual([expect.stringContaining('Upgrade Spinnaker')]);
    expect(problemsOf(...enough, '--spinnaker', '2025.1.0')).toEqual([]);
    const local = ['--for', 'local', '--allow-webhook', 'none', '--plugin', 'init-container'];
    expect(problemsOf(...local)).toEqual([expect.stringContaining('repositoryUrl=file:///the/folder/')]);
  });

  it('has each key of --set in docs/install.md', () => {
    for (const key of Object.keys(defaultSettings(manifest))) expect(read('docs/install.md')).toContain(`\`${key}\``);
  });
});
