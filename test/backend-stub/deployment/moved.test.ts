import { compareObjects } from '../../../backend-stub/deployment/compared-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { differingFields, movedSentence } from '../../../backend-stub/deployment/moved.ts';

const service = (spec: object, metadata: object = {}): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop', ...metadata }, spec },
});
const owned = (...managers: readonly string[]): object => ({
  managedFields: managers.map((manager) => ({ manager, fieldsV1: { 'f:spec': {} } })),
});

describe('an object that moved between plan and apply', () => {
  const planned = compareObjects(service({ ports: [80] }), service({ ports: [81] }));

  it('is named, with the fields that are not as planned', () => {
    const applied = service({ ports: [81], sessionAffinity: 'ClientIP', type: 'NodePort' }, { labels: { a: 'b' } });
    expect(movedSentence(planned, applied)).toBe(
      'Service web in shop was changed between plan and apply: it is not as planned in metadata.labels, spec.sessionAffinity, spec.type.',
    );
  });

  it('has only some of its fields named where there are many', () => {
    const spec = Object.fromEntries([...'abcde'].map((name) => [name, 1]));
    expect(movedSentence(planned, service({ ports: [81], ...spec }))).toContain(
      'in spec.a, spec.b, spec.c and 2 more.',
    );
  });

  it('is not told of where only the API server counted on', () => {
    const applied = service(
      { ports: [81] },
      { uid: 'u', resourceVersion: '7', annotations: { 'gennaker.dev/execution': 'e' } },
    );
    expect(movedSentence(planned, applied)).toBeUndefined();
  });

  it('is one that somebody else made, where the plan was to create it', () => {
    const created = compareObjects(undefined, service({ ports: [80] }));
    expect(movedSentence(created, service({ ports: [80], clusterIP: '10.0.0.1' }, owned('gennaker')))).toBeUndefined();
    expect(movedSentence(created, service({ ports: [80] }, owned('gennaker', 'kubectl-create')))).toBe(
      'Service web in shop was made by kubectl-create between plan and apply: the plan was to create it.',
    );
  });

  it('is told of a Secret by its keys, never by its values', () => {
    const secret = (data: object): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      data,
    });
    const change = compareObjects(secret({ a: 'secret-1' }), secret({ a: 'secret-2' }));
    expect(movedSentence(change, secret({ a: 'secret-2' }))).toBeUndefined();
    expect(movedSentence(change, secret({ a: 'secret-2', b: 'secret-3' }))).toBe(
      'Secret a was changed between plan and apply: it is not as planned in data.b.',
    );
  });
});

describe('the fields in which two objects differ', () => {
  it.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1, b: { c: 1, d: 2 } }, { a: 2, b: { c: 1, d: 3 } }, ['a', 'b.d']],
    [{ a: [1, 2] }, { a: [2, 1] }, ['a']],
    [{ a: { b: 1 } }, { a: 1 }, ['a']],
    [{}, { a: { b: 1 } }, ['a']],
  ])('of %j and %j are %j', (left, right, fields) => {
    expect(differingFields(left, right)).toEqual(fields);
  });
});
