import { readOptions } from '../../scripts/config/options.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { read, sourceFiles } from '../architecture/tracked-files.ts';

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
    const argo = /argo-rollouts v([\d.]+)/.exec(modules)?.[1] ?? 'no version';
    expect(rowOf('Argo Rollouts')).toContain(`| ${argo}, unpatched`);
    expect(rowOf('Deck')).toContain(/"@spinnaker\/core": "([\d.]+)"/.exec(read('package.json'))?.[1]);
    expect(rowOf('Node')).toContain(/version: '([\d.]+)'/.exec(read('scripts/package/node-runtime.ts'))?.[1]);
    expect(rowOf('Kubernetes')).toContain(/kube-apiserver ([\d.]+)/.exec(read('test/cluster/README.md'))?.[1]);
  });

  it('quotes what the service says where it does not start', () => {
    const rows = page.split('## Where it does not start')[1]?.split('## Upgrade')[0] ?? '';
    const quoted = [...rows.matchAll(/^\| `([^`]*)`/gm)].map(([, text = '']) => text.replace(/ ?….*$/, ''));
    expect(quoted).toHaveLength(4);
    const said = sourceFiles.map(read).join('\n');
    for (const text of quoted.filter((one) => !one.startsWith('listen'))) expect(said).toContain(text);
  });
});
