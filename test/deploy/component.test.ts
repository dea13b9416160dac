import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { readOptions } from '../../scripts/config/options.ts';
import { render as renderConfiguration } from '../../scripts/config/render.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { read } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { kustomized } from './renderer.ts';
import type { RenderedObject } from './renderer.ts';

/** As much of a Spinnaker as its own kustomization has under these names: each service with its ConfigMap. */
function spinnaker(folder: string): void {
  mkdirSync(join(folder, 'component'), { recursive: true });
  const deployments = ['orca', 'gate'].map((name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name,
              image: name,
              env: [
                { name: 'JAVA_OPTS', value: '-Xmx1g' },
                { name: 'SPRING_PROFILES_ACTIVE', value: 'local' },
              ],
              volumeMounts: [{ name: 'config', mountPath: '/opt/spinnaker/config' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        },
      },
    },
  }));
  writeFileSync(join(folder, 'deployments.yaml'), deployments.map((one) => stringify(one)).join('---\n'));
  const configMapGenerator = ['orca', 'gate'].map((name) => ({ name, literals: [`${name}-local.yml=theirs: true`] }));
  const kustomization = { resources: ['deployments.yaml'], configMapGenerator, components: ['component'] };
  writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
}

async function spinnakerWith(...words: readonly string[]): Promise<readonly RenderedObject[]> {
  const folder = scratchFolder('spinnaker');
  spinnaker(folder);
  const asked = readOptions(
    ['--for', 'kustomize', '--allow-webhook', 'none', ...words],
    parseManifest(read('plugin.yaml')),
  );
  if (asked.kind !== 'asked') throw new Error(JSON.stringify(asked));
  const { files } = renderConfiguration(parseManifest(read('plugin.yaml')), asked.options);
  for (const { name, text } of files) writeFileSync(join(folder, 'component', name), text);
  return kustomized(folder);
}

const podOf = (objects: readonly RenderedObject[], name: string): unknown =>
  at(
    objects.find((object) => object['kind'] === 'Deployment' && textAt(object, 'metadata', 'name') === name),
    ...['spec', 'template', 'spec'],
  );

describe('the component that npm run config prints', () => {
  it(
    'adds to a Spinnaker of kustomize what is ours, and leaves what is theirs',
    async () => {
      const objects = await spinnakerWith('--plugin', 'init-container');
      const maps = objects.filter(({ kind }) => kind === 'ConfigMap').map((map) => Object.keys(recordAt(map, 'data')));
      expect(maps.map((keys) => keys.toSorted().join(', ')).toSorted()).toEqual([
        'gate-gennaker.yml, gate-local.yml',
        'orca-gennaker.yml, orca-local.yml',
      ]);
      const orca = listAt(podOf(objects, 'orca'), 'containers')[0];
      const environment = listAt(orca, 'env').map((one) => [
        textAt(one, 'name'),
        at(one, 'value') ?? at(one, 'valueFrom'),
      ]);
      expect(Object.fromEntries(environment)).toEqual({
        JAVA_OPTS: '-Xmx1g',
        SPRING_PROFILES_ACTIVE: 'local,gennaker',
        GENNAKER_ORCA_TOKEN: { secretKeyRef: { name: 'gennaker-orca-bearer', key: 'token' } },
      });
      const gate = podOf(objects, 'gate');
      const mounts = listAt(listAt(gate, 'containers')[0], 'volumeMounts').map((mount) => textAt(mount, 'mountPath'));
      expect(mounts.toSorted()).toEqual(['/opt/gennaker-plugin', '/opt/spinnaker/config']);
      expect(listAt(gate, 'volumes').map((volume) => textAt(volume, 'name'))).toEqual(
        expect.arrayContaining(['config', 'gennaker-plugin']),
      );
      expect(listAt(gate, 'initContainers').map((one) => textAt(one, 'name'))).toEqual(['gennaker-plugin']);
    },
    20 * 60_000,
  );
});
