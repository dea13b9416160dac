import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import {
  holdsSecretData,
  joinSecret,
  lastAppliedAnnotation,
  splitSecret,
} from '../../../backend-stub/deployment/secret-data.ts';

const secret = (fields: Readonly<Record<string, unknown>>, kind = 'Secret'): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'login', namespace: 'shop' },
  ...fields,
});
const planOf = (object: KubernetesObject) => ({
  objects: [{ object, treatment: 'applied' as const, restoredByAbort: false }],
  warnings: [],
  hash: 'h',
});

describe('the secret part of a Secret', () => {
  it.each([
    ['data', { data: { a: 'eA==' } }],
    ['stringData', { stringData: { a: 'x' } }],
    ['both', { data: { a: 'eA==' }, stringData: { b: 'x' } }],
    ['a field that nobody knows', { datas: { a: 'x' } }],
    ['data that is no object', { data: 'x' }],
  ])('is %s, and leaves name, type and labels in clear', (_, fields) => {
    const object = secret({ type: 'Opaque', immutable: true, ...fields });
    const split = splitSecret(object);
    expect(split?.secret).toEqual({ fields });
    expect(split?.clear).toEqual(secret({ type: 'Opaque', immutable: true }));
    expect(split && joinSecret(split)).toEqual(object);
    expect(holdsSecretData(planOf(object))).toBe(true);
  });

  it('is also what kubectl remembered of it in an annotation', () => {
    const annotations = { team: 'shop', [lastAppliedAnnotation]: '{"data":{"a":"eA=="}}' };
    const object = secret({ metadata: { name: 'login', annotations } });
    const split = splitSecret(object);
    expect(split?.clear.metadata.annotations).toEqual({ team: 'shop' });
    expect(split && joinSecret(split)).toEqual(object);
    expect(holdsSecretData(planOf(object))).toBe(true);
  });

  it.each([
    ['a Secret without data', secret({ type: 'Opaque', data: {} })],
    ['another kind with data', secret({ data: { a: 'x' } }, 'ConfigMap')],
  ])('is nothing in %s', (_, object) => {
    expect(splitSecret(object)).toBeUndefined();
    expect(holdsSecretData(planOf(object))).toBe(false);
  });
});
