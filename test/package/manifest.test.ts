import { parseManifest, requireChanges } from '../../scripts/package/manifest.ts';
import { read } from '../architecture/tracked-files.ts';

const pluginYaml = read('plugin.yaml');

/** The sentence with which a changed plugin.yaml is refused; empty when it is taken. */
function refusalOf(changed: string): string {
  expect(changed).not.toBe(pluginYaml);
  try {
    parseManifest(changed);
    return '';
  } catch (error) {
    return error instanceof Error && error.name === 'ManifestInvalid' ? error.message : String(error);
  }
}

describe('plugin.yaml, read to make a release', () => {
  it('says id and version once, and what else names them refers to that', () => {
    const { id, version } = parseManifest(pluginYaml);
    expect(pluginYaml.split(id).length - 1).toBe(1);
    expect(pluginYaml.split(version).length - 1).toBe(1);
  });

  it('is not released before CHANGELOG.md says what changes', () => {
    const manifest = parseManifest(pluginYaml);
    expect(() => requireChanges(manifest, read('CHANGELOG.md'))).not.toThrow();
    expect(() => requireChanges(manifest, '# Changelog\n\n## 0.0.9\n')).toThrow('CHANGELOG.md has no "## ');
  });

  it('lists every key that is missing, not only the first', () => {
    const refusal = refusalOf('orca: {}\n');
    for (const key of ['id', 'version', 'description', 'provider', 'requires'])
      expect(refusal).toContain(`\n  - ${key} must be given`);
  });

  it.each([
    ['id: &id Gennaker', 'id must be a namespace and a name with a dot between, and is Gennaker'],
    ['version: &version 1.0', 'version must be given, as text'],
    ['version: &version latest', 'version must be like 1.2.3, and is latest'],
    ['version: &version 9.9.9', 'version is 9.9.9, and the service says that it is '],
    ['requires: deck>=1', 'requires must be like deck>=0.0.0, and is deck>=1'],
    ['requires: deck>=0.0.0,orca>=0.0.0', 'requires must be like deck>=0.0.0, and is deck>=0.0.0,orca>=0.0.0'],
    ['provider: [', 'it is no YAML'],
  ])('is refused with %s', (line, why) => {
    const key = line.split(':')[0] ?? '';
    expect(refusalOf(pluginYaml.replace(new RegExp(`^${key}: .*$`, 'm'), line))).toContain(`  - ${why}`);
  });

  it('tells a key that is missing and one that is wrong together, each once', () => {
    const both = pluginYaml.replace(/^provider: .*\n/m, '').replace(/^requires: .*$/m, 'requires: deck>=1');
    expect(refusalOf(both).split('\n').slice(1)).toEqual([
      '  - provider must be given, as text',
      '  - requires must be like deck>=0.0.0, and is deck>=1',
    ]);
    expect(refusalOf(pluginYaml.replace(/^requires: .*\n/m, '')).split('\n')).toHaveLength(2);
  });

  it('is refused when Gate would be told of another version, and without a block for a service', () => {
    const other = pluginYaml.replace('version: *version', 'version: 0.0.9').replace(/^deck:/m, 'docks:');
    const lines = refusalOf(other).split('\n');
    expect(lines).toContainEqual(expect.stringMatching(/deck-proxy.plugins must pin Gennaker\.Progressive to /));
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}- deck must be given/));
  });
});
