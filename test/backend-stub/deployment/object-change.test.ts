import fc from 'fast-check';
import { parse } from 'yaml';
import { compareObjects } from '../../../backend-stub/deployment/compared-object.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { changeOf, yamlLines } from '../../../backend-stub/deployment/object-change.ts';
import { lastAppliedAnnotation } from '../../../backend-stub/deployment/secret-data.ts';
import { anyObject, anySecret, changedLines, sideOf } from './changed-objects.ts';

const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
  spec: { ports: [{ port: 80 }] },
};

describe('what becomes of an object', () => {
  it('is told by lines that turn the one before into the one after, and back', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (left, right) => {
        const { before = left, after } = compareObjects(left, right);
        const { verdict, diff } = changeOf({ before, after });
        if (verdict === 'unchanged') return expect(before).toEqual(after);
        expect(parse(sideOf(diff, 'removed', yamlLines(before)).join('\n'))).toEqual(after);
        expect(parse(sideOf(diff, 'added', yamlLines(before)).join('\n'))).toEqual(before);
      }),
    );
  });

  it('is nothing between equal objects, whatever order their keys have', () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        const reversed = { ...object, spec: Object.fromEntries(Object.entries(object['spec'] ?? {}).reverse()) };
        expect(changeOf(compareObjects(object, reversed))).toEqual({ verdict: 'unchanged', diff: [] });
      }),
    );
  });

  it('is nothing where only the API server, a controller or the run wrote something else', () => {
    const live = {
      ...service,
      metadata: {
        ...service.metadata,
        uid: 'u',
        resourceVersion: '12',
        generation: 4,
        creationTimestamp: '2026-11-28T12:00:00Z',
        managedFields: [{ manager: 'kubectl' }],
        annotations: {
          'gennaker.dev/deployment-id': 'one',
          'gennaker.dev/execution': '01M8',
          [lastAppliedAnnotation]: '{"spec":{}}',
        },
      },
      status: { loadBalancer: {} },
    };
    const sent = { ...service.metadata, annotations: { 'gennaker.dev/deployment-id': 'two' } };
    expect(changeOf(compareObjects(live, { ...service, metadata: sent }))).toEqual({ verdict: 'unchanged', diff: [] });
  });

  it('is all of it where there was none', () => {
    expect(changeOf(compareObjects(undefined, service))).toEqual({
      verdict: 'create',
      diff: [{ kind: 'added', lines: yamlLines(service) }],
    });
  });

  it('is a change of the lines that differ, in their place', () => {
    const next = { ...service, spec: { ports: [{ port: 8080 }] } };
    expect(changeOf(compareObjects(service, next))).toEqual({
      verdict: 'change',
      diff: [
        { kind: 'folded', count: 6, within: 'metadata' },
        { kind: 'unchanged', lines: ['  namespace: shop', 'spec:', '  ports:'] },
        { kind: 'removed', lines: ['    - port: 80'] },
        { kind: 'added', lines: ['    - port: 8080'] },
      ],
    });
  });

  it('is a replacement where it goes on under another name, and names the old one', () => {
    const old = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings-1' }, data: { level: 'info' } };
    const next = { ...old, metadata: { name: 'settings-2' }, data: { level: 'debug' } };
    const change = changeOf(compareObjects(old, next));
    expect([change.verdict, change.replaces]).toEqual(['replace', 'settings-1']);
    expect(changedLines(change.diff)).toEqual([
      '  level: info',
      '  level: debug',
      '  name: settings-1',
      '  name: settings-2',
    ]);
  });
});

describe('a Secret in it', () => {
  it('never shows a value, before or after, in whatever field it is', () => {
    fc.assert(
      fc.property(anySecret, fc.option(anySecret, { nil: undefined }), (after, before) => {
        const compared = compareObjects(before, after);
        expect(JSON.stringify([compared, changeOf(compared)])).not.toContain('secret-');
      }),
    );
  });

  it('does not show what kubectl remembered of it', () => {
    const annotations = { [lastAppliedAnnotation]: '{"data":{"a":"secret-1"}}' };
    const live = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a', annotations }, data: { a: 'secret-1' } };
    const compared = compareObjects(live, { ...live, data: { a: 'secret-2' } });
    expect(JSON.stringify(compared)).not.toContain('secret-');
  });

  it('shows which keys come, go, change and stay', () => {
    const secret = (data: Readonly<Record<string, string>>): KubernetesObject => ({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'Opaque' },
      data,
    });
    const { diff } = changeOf(
      compareObjects(
        secret({ goes: 'MQ==', changes: 'MQ==', stays: 'MQ==' }),
        secret({ comes: 'MQ==', changes: 'Mg==', stays: 'MQ==' }),
      ),
    );
    expect(changedLines(diff)).toEqual([
      '  changes: (hidden, old value)',
      '  goes: (hidden)',
      '  changes: (hidden, new value)',
      '  comes: (hidden)',
    ]);
    expect(diff).toContainEqual({ kind: 'unchanged', lines: expect.arrayContaining(['  stays: (hidden)']) });
  });

  it('has its type in clear', () => {
    const secret = (type: string): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      type,
    });
    expect(changedLines(changeOf(compareObjects(secret('Opaque'), secret('kubernetes.io/tls'))).diff)).toEqual([
      'type: Opaque',
      'type: kubernetes.io/tls',
    ]);
  });
});
