import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { pluginId, serviceVersion } from '../../../backend-stub/contract/service.ts';
import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';

const read = (name: string): unknown => parse(readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8'));

describe('the version of the service', () => {
  it.each(['plugin.yaml', 'package.json'])('is the one in %s', (name) => {
    expect(textAt(read(name), 'version')).toBe(serviceVersion);
  });
});

describe('the id of the plugin', () => {
  it('is the one in plugin.yaml', () => {
    expect(textAt(read('plugin.yaml'), 'id')).toBe(pluginId);
  });
});
