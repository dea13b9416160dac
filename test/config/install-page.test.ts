import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readOptions } from '../../scripts/config/options.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { read, sourceFiles } from '../architecture/tracked-files.ts';
import { requirePrograms } from '../postgres/programs.ts';

const manifest = parseManifest(read('plugin.yaml'));
const page = read('docs/install.md');
const rowOf = (part: string): string => new RegExp(`^\\| ${part} .*$`, 'm').exec(page)?.[0] ?? `no row for ${part}`;

describe('docs/install.md', () => {
  it('calls npm run config as it can be called', () => {
    const commands = [...page.matchAll(/^npm run config -- (.*)$/gm)].map(([, words = '']) => words.split(' '));
    expect(commands).toHaveLength(3);
    expect(commands.map((words) => readOptions(words, manifest).kind)).toEqual(['asked', 'asked', 'asked']);
  });

  it('names this version and id wherever it names one', () => {
    const versions = [...page.matchAll(/gennaker(?:-chart)?[-:](\d+\.\d+\.\d+)/g)].map(([, version]) => version);
    expect(new Set(versions)).toEqual(new Set([manifest.version]));
    expect(page).toContain(`/plugins/deck/${manifest.id}/${manifest.version}/index.js`);
  });

  it('says what it was tested with as it is', () => {
    const modules = read('test/cluster/k8stools/go.mod');
    const [, argo = 'no version'] = /argo-rollouts v([\d.]+)/.exec(modules) ?? [];
    const [, kubernetes = 'no version'] = /k8s\.io\/kubernetes => \S+ v([\d.]+)/.exec(modules) ?? [];
    expect(rowOf('Argo Rollouts')).toContain(`| ${argo}, unpatched`);
    expect(rowOf('Kubernetes')).toContain(`| ${kubernetes};`);
    const [, helm = 'no version'] = /helm\.sh\/helm\/v3 v([\d.]+)/.exec(modules) ?? [];
    expect(rowOf('kubectl, Helm')).toContain(`| ${kubernetes} and ${helm}:`);
    expect(rowOf('Deck')).toContain(/"@spinnaker\/core": "([\d.]+)"/.exec(read('package.json'))?.[1]);
    expect(rowOf('Spinnaker')).toContain(
      `renders for ${/oldest = '([\d.]+)'/.exec(read('scripts/config/spinnaker-version.ts'))?.[1]} and later`,
    );
  });

  it('says which Node the package takes and which one the image brings', () => {
    const [, line20 = '', line22 = ''] = />=(\d+)\.\d+ <\d+ \|\| >=([\d.]+)/.exec(read('package.json')) ?? [];
    expect(rowOf('Node')).toContain(`| ${line20} and ${line22} or later, as a package`);
    expect(rowOf('Node')).toContain(/version: '([\d.]+)'/.exec(read('scripts/package/node-runtime.ts'))?.[1]);
  });

  it('says the version of PostgreSQL that this machine tests with', () => {
    const programs = requirePrograms();
    if (programs === undefined) return;
    const said = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' });
    expect(rowOf('PostgreSQL')).toMatch(new RegExp(`\\| ${/(\d+)\./.exec(said)?.[1]} `));
  });

  it('quotes what the service says where it does not start', () => {
    const rows = page.split('## Where it does not start')[1]?.split('## Upgrade')[0] ?? '';
    const quoted = [...rows.matchAll(/^\| `([^`]*)`/gm)].map(([, text = '']) => text.replace(/ ?….*$/, ''));
    expect(quoted).toHaveLength(6);
    const said = sourceFiles.map(read).join('\n');
    for (const text of quoted) expect(said).toContain(text === 'listeners.' ? "`listeners.${name} can't have " : text);
  });
});
