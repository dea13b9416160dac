import { readdirSync, readFileSync } from 'node:fs';
import { rejection } from '../../../../backend-stub/control-plane/argo-rollouts/rejection.ts';
import { isClusterError, mayRetry } from '../../../../backend-stub/control-plane/errors.ts';
import { at, numberAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';

const folder = new URL('../../../fixtures/kubernetes/errors/', import.meta.url);
const asked = {
  account: 'prod',
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  namespace: 'shop',
  name: 'backend',
};

function recorded(name: string) {
  const file: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  const namespace = /namespaces\/([^/?]+)/.exec(textAt(file, 'request', 'path') ?? '')?.[1] ?? '';
  return { asked: { ...asked, namespace }, answer: { status: numberAt(file, 'status') ?? 0, body: at(file, 'body') } };
}

const cases: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['unauthorized', { name: 'ClusterUnreachable', reason: 'credentials' }],
  ['forbidden-get', { name: 'ClusterForbidden', verb: 'get', resource: 'rollouts', group: 'argoproj.io' }],
  ['forbidden-patch', { name: 'ClusterForbidden', verb: 'patch', resource: 'rollouts' }],
  ['forbidden-patch-status', { name: 'ClusterForbidden', verb: 'patch', resource: 'rollouts/status' }],
  ['forbidden-watch', { name: 'ClusterForbidden', verb: 'watch', resource: 'rollouts' }],
  ['conflict-apply-resource-version', { name: 'ClusterConflict' }],
  ['conflict-patch-status', { name: 'ClusterConflict' }],
  ['conflict-uid', { name: 'ClusterConflict' }],
  ['unknown-field', { name: 'ClusterRejected' }],
  ['wrong-type', { name: 'ClusterRejected' }],
  ['invalid-service', { name: 'ClusterRejected' }],
  ['invalid-selector', { name: 'ClusterRejected' }],
  ['malformed-body', { name: 'ClusterRejected' }],
  ['rollout-missing', { name: 'ObjectMissing' }],
  ['namespace-missing', { name: 'NamespaceMissing', namespace: 'no-such-namespace' }],
  ['kind-missing', { name: 'KindUnknown' }],
  ['namespace-terminating', { name: 'ClusterRejected' }],
  ['quota-exceeded', { name: 'ClusterRejected' }],
  ['admission-policy-denied', { name: 'ClusterRejected' }],
];

describe('a refusal of the API server', () => {
  it.each(cases)('%s is told as what it is, and not to be repeated', (name, expected) => {
    const { asked: call, answer } = recorded(name);
    const error = rejection(call, answer);
    expect(error).toMatchObject({ account: 'prod', ...expected });
    expect(mayRetry(error)).toBe(name === 'unauthorized');
  });

  it('has one of our errors for everything that was recorded', () => {
    const names = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(names.length).toBeGreaterThanOrEqual(cases.length);
    for (const file of names) {
      const { asked: call, answer } = recorded(file.replace('.json', ''));
      expect(isClusterError(rejection(call, answer))).toBe(true);
    }
  });

  it.each([500, 502, 503, 504, 429, 408])('%d without a schema complaint may be repeated', (status) => {
    expect(
      mayRetry(rejection(asked, { status, body: { message: 'Internal error occurred: failed calling webhook' } })),
    ).toBe(true);
  });

  it('names the fields of a Secret and none of its values', () => {
    const body = {
      message: 'Secret "pin" is invalid: data[pin]: Invalid value: "hunter2"',
      details: { causes: [{ reason: 'FieldValueInvalid', field: 'data[pin]', message: 'Invalid value: "hunter2"' }] },
    };
    const { message } = rejection({ ...asked, apiVersion: 'v1', kind: 'Secret' }, { status: 422, body });
    expect(message).toContain('data[pin] (FieldValueInvalid)');
    expect(message).not.toContain('hunter2');
  });
});
