import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { predecessorOf } from '../../../backend-stub/deployment/predecessors.ts';
import { documents, find, planned, web } from './planning.ts';

const settings = (data: string, more = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings${more} }\ndata: { a: ${data} }\n`;
const using = 'volumes: [{ name: a, configMap: { name: settings } }]';
const optedOut = ', annotations: { strategy.spinnaker.io/versioned: "false" }';

const before = planned(documents(settings('one'), web({ pod: using })));
const running: readonly KubernetesObject[] = [find(before, 'Rollout').object];
const old = find(before, 'ConfigMap').object.metadata.name;

describe('what a ConfigMap that is named by its content takes the place of', () => {
  it('is the version that a Rollout of its namespace uses now', () => {
    const after = planned(documents(settings('two'), web({ pod: using })));
    expect(predecessorOf(find(after, 'ConfigMap'), running)).toEqual({
      ...{ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: old },
    });
  });

  it.each([
    ['the same version is used', planned(documents(settings('one'), web({ pod: using })))],
    ['it keeps its name', planned(documents(settings('two', optedOut), web({ pod: using })))],
    [
      'the one in use is of another name',
      planned(
        documents(settings('two').replace('settings', 'other'), web({ pod: using.replace('settings', 'other') })),
      ),
    ],
    [
      'it goes to another namespace',
      planned(documents(settings('two'), web({ pod: using })), { namespaceOverride: 'cart' }),
    ],
  ])('is nothing where %s', (_case, after) => {
    expect(predecessorOf(find(after, 'ConfigMap'), running)).toBeUndefined();
  });

  it('is nothing for a Secret, however alike the names are', () => {
    const secret = settings('two').replace('ConfigMap', 'Secret').replace('data: { a: two }', 'stringData: { a: two }');
    const after = planned(documents(secret, web({ pod: 'volumes: [{ name: a, secret: { secretName: settings } }]' })));
    expect(predecessorOf(find(after, 'Secret'), running)).toBeUndefined();
  });
});
