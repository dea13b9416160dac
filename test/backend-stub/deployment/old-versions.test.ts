import fc from 'fast-check';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deploymentIdAnnotation } from '../../../backend-stub/deployment/labels.ts';
import { familiesOf, historyAnnotation, outdatedVersions } from '../../../backend-stub/deployment/old-versions.ts';
import type { Family } from '../../../backend-stub/deployment/old-versions.ts';
import { documents, planned, web } from './planning.ts';

const annotated = (most: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, annotations: { ${historyAnnotation}: "${most}" } }\ndata: { a: one }\n`;
const using = 'volumes: [{ name: a, configMap: { name: settings } }]';
const familyOf = (most: string): Family => {
  const [family] = familiesOf(planned(documents(annotated(most), web({ pod: using }))));
  if (family === undefined) throw new Error('The plan has no family.');
  return family;
};

const nameOf = (version: number): string => `settings-${String(version).padStart(10, '0')}`;
/** A version of the family as a run of ours has applied it: the higher, the later. */
function version(number: number, changes: Readonly<Record<string, unknown>> = {}): KubernetesObject {
  const metadata = {
    ...{
      name: nameOf(number),
      namespace: 'shop',
      creationTimestamp: `2026-11-28T10:00:${String(number).padStart(2, '0')}Z`,
    },
    annotations: { [deploymentIdAnnotation]: `deployment-${number}` },
    ...changes,
  };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

const pod = (name: string): object => ({ volumes: [{ name: 'a', configMap: { name } }], containers: [] });
function user(kind: 'ReplicaSet' | 'Pod', name: string, namespace = 'shop'): KubernetesObject {
  const metadata = { name: `user-of-${name}`, namespace };
  if (kind === 'Pod') return { apiVersion: 'v1', kind, metadata, spec: pod(name) };
  return { apiVersion: 'apps/v1', kind, metadata, spec: { replicas: 0, template: { metadata: {}, spec: pod(name) } } };
}

const names = (objects: readonly KubernetesObject[]): readonly string[] => objects.map(({ metadata }) => metadata.name);
const live = [1, 2, 3, 4].map((number) => version(number));

describe('old versions of a ConfigMap whose author says how many stay', () => {
  it('may go, but for the newest ones, of which the present one is one', () => {
    expect(names(outdatedVersions(familyOf('3'), live, []))).toEqual([nameOf(2), nameOf(1)]);
    expect(names(outdatedVersions(familyOf('1'), live, []))).toEqual([4, 3, 2, 1].map(nameOf));
  });

  it('are never the present one, also where none is to stay', () => {
    const family = familyOf('0');
    const present = version(0, { name: family.present.name });
    expect(names(outdatedVersions(family, [...live, present], []))).not.toContain(family.present.name);
  });

  it.each(['ReplicaSet', 'Pod'] as const)('stay where a %s uses them, with pods or without', (kind) => {
    expect(names(outdatedVersions(familyOf('1'), live, [user(kind, nameOf(2))]))).toEqual([4, 3, 1].map(nameOf));
    expect(outdatedVersions(familyOf('1'), live, [user(kind, nameOf(2), 'elsewhere')])).toHaveLength(4);
  });

  it.each([
    ['is of another name', version(1, { name: 'other-0123456789' })],
    ['carries no version', version(1, { name: 'settings-by-hand' })],
    ['was not applied by a run of ours', version(1, { annotations: {} })],
    ['is in another namespace', version(1, { namespace: 'elsewhere' })],
    ['is a Secret', { ...version(1), kind: 'Secret' }],
  ])('are none of what %s', (_case, object) => {
    expect(outdatedVersions(familyOf('0'), [object], [])).toEqual([]);
  });

  it('never are used, and never among the newest that stay, whatever there is', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 20 });
    fc.assert(
      fc.property(some, some, fc.integer({ min: 0, max: 8 }), (made, used, keep) => {
        const users = used.map((number) => user('ReplicaSet', nameOf(number)));
        const gone = new Set(
          names(
            outdatedVersions(
              familyOf(String(keep)),
              made.map((number) => version(number)),
              users,
            ),
          ),
        );
        const newest = [...made].sort((left, right) => right - left).slice(0, Math.max(keep - 1, 0));
        expect([...used, ...newest].filter((number) => gone.has(nameOf(number)))).toEqual([]);
        const mayGo = made.filter((number) => !used.includes(number) && !newest.includes(number));
        expect(gone.size).toBe(mayGo.length);
      }),
    );
  });
});

describe('a plan whose author says nothing of old versions', () => {
  it.each(['-1', 'all', '', '1.5'])('has no family that is cleaned up: %j', (most) => {
    expect(familiesOf(planned(documents(annotated(most), web({ pod: using }))))).toEqual([]);
  });
});
