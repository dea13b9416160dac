import fc from 'fast-check';
import { at, isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { contentVersion } from '../../../backend-stub/deployment/versioned.ts';
import { documents, find, planned, podSpec, problemsOf, web } from './planning.ts';

interface Written {
  readonly data?: string;
  readonly annotations?: string;
  readonly more?: string;
}

const configuration = (
  kind: 'ConfigMap' | 'Secret',
  name: string,
  { data = '{ a: "1" }', annotations = '{}', more = '' }: Written = {},
): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, annotations: ${annotations} }\ndata: ${data}\n${more}`;
const optedOut = '{ strategy.spinnaker.io/versioned: "false" }';

/** Every place in a pod that can name a ConfigMap or a Secret. */
const everywhere = `
initContainers:
  - name: init
    image: example.com/init:1
    env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: a } } }]
    envFrom: [{ configMapRef: { name: settings, optional: true } }, { secretRef: { name: password } }]
ephemeralContainers:
  - name: debug
    env: [{ name: A, valueFrom: { secretKeyRef: { name: password, key: a } } }]
imagePullSecrets: [{ name: password }, { name: other }]
volumes:
  - { name: a, configMap: { name: settings } }
  - { name: b, secret: { secretName: password } }
  - { name: c, projected: { sources: [{ configMap: { name: settings } }, { secret: { name: password } }, { secret: { name: other } }] } }
  - { name: d, csi: { driver: x, nodePublishSecretRef: { name: password } } }
  - { name: e, azureFile: { secretName: password, shareName: settings } }
  - { name: settings, configMap: { name: other } }`.trim();

describe('a ConfigMap or Secret', () => {
  it('is named by its content, and every reference in a pod follows', () => {
    const plan = planned(
      documents(configuration('ConfigMap', 'settings'), configuration('Secret', 'password'), web({ pod: everywhere })),
    );
    const settings = find(plan, 'ConfigMap').object.metadata.name;
    const password = find(plan, 'Secret').object.metadata.name;
    expect(settings).toMatch(/^settings-[0-9a-f]{10}$/);
    expect(password).toMatch(/^password-[0-9a-f]{10}$/);
    expect(podSpec(plan)).toMatchObject({
      initContainers: [
        {
          env: [{ valueFrom: { configMapKeyRef: { name: settings, key: 'a' } } }],
          envFrom: [{ configMapRef: { name: settings, optional: true } }, { secretRef: { name: password } }],
        },
      ],
      ephemeralContainers: [{ env: [{ valueFrom: { secretKeyRef: { name: password } } }] }],
      imagePullSecrets: [{ name: password }, { name: 'other' }],
      volumes: [
        { configMap: { name: settings } },
        { secret: { secretName: password } },
        {
          projected: {
            sources: [{ configMap: { name: settings } }, { secret: { name: password } }, { secret: { name: 'other' } }],
          },
        },
        { csi: { nodePublishSecretRef: { name: password } } },
        { azureFile: { secretName: password, shareName: 'settings' } },
        { name: 'settings', configMap: { name: 'other' } },
      ],
    });
    expect(plan.warnings).toEqual([]);
  });

  it('is followed by the certificate of an Ingress and the pull secret of a ServiceAccount', () => {
    const plan = planned(
      documents(
        configuration('Secret', 'tls'),
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web }\nspec: { tls: [{ secretName: tls, hosts: [a] }] }',
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\nimagePullSecrets: [{ name: tls }]',
        web(),
      ),
    );
    const { name } = find(plan, 'Secret').object.metadata;
    expect(at(find(plan, 'Ingress').object, 'spec', 'tls')).toEqual([{ secretName: name, hosts: ['a'] }]);
    expect(find(plan, 'ServiceAccount').object['imagePullSecrets']).toEqual([{ name }]);
    expect(plan.warnings).toEqual([]);
  });

  it('is followed within its namespace only', () => {
    const elsewhere = configuration('ConfigMap', 'settings').replace(
      'name: settings',
      'name: settings, namespace: other',
    );
    const plan = planned(documents(elsewhere, web({ pod: everywhere })));
    expect(at(podSpec(plan), 'volumes')).toMatchObject([{ configMap: { name: 'settings' } }, {}, {}, {}, {}, {}]);
  });

  it('has another name when its content is another, and the same when it is written in another order', () => {
    const version = (data: Readonly<Record<string, string>>): string | undefined =>
      contentVersion({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
    const data = fc.dictionary(fc.string(), fc.string(), { maxKeys: 5 });
    fc.assert(
      fc.property(data, data, (left, right) => {
        const reversed = Object.fromEntries(Object.entries(left).reverse());
        expect(version(reversed)).toBe(version(left));
        const equal = JSON.stringify(Object.entries(left).sort()) === JSON.stringify(Object.entries(right).sort());
        expect(version(left) === version(right)).toBe(equal);
      }),
    );
  });

  it('has another name when it becomes immutable or of another type', () => {
    const names = ['', 'immutable: true', 'type: Opaque', 'stringData: { b: "1" }'].map(
      (more) =>
        find(planned(documents(configuration('Secret', 'password', { more }), web())), 'Secret').object.metadata.name,
    );
    expect(new Set(names).size).toBe(4);
  });

  it('keeps its name when its author wants so, and is said to reach stable pods', () => {
    const plan = planned(
      documents(configuration('ConfigMap', 'settings', { annotations: optedOut }), web({ pod: everywhere })),
    );
    expect(find(plan, 'ConfigMap')).toMatchObject({
      object: { metadata: { name: 'settings' } },
      restoredByAbort: false,
    });
    expect(at(podSpec(plan), 'volumes')).toMatchObject([{ configMap: { name: 'settings' } }, {}, {}, {}, {}, {}]);
    expect(plan.warnings).toEqual([
      'ConfigMap settings is applied in place: it reaches stable pods as well, and no abort restores it.',
    ]);
  });

  it('keeps its name when a controller fills it in', () => {
    const token = configuration('Secret', 'token', { more: 'type: kubernetes.io/service-account-token' });
    expect(find(planned(documents(token, web())), 'Secret').object.metadata.name).toBe('token');
  });

  it('is warned of when nothing here uses it', () => {
    const { warnings } = planned(documents(configuration('ConfigMap', 'settings'), web()));
    expect(warnings).toEqual([
      expect.stringMatching(
        /^ConfigMap settings is applied as settings-[0-9a-f]{10}, and nothing in these manifests uses it; set/,
      ),
    ]);
  });

  it('is warned of when a Role names it', () => {
    const role =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader }\nrules: [{ apiGroups: [""], resources: [configmaps], resourceNames: [settings], verbs: [get] }]';
    const { warnings } = planned(documents(role, configuration('ConfigMap', 'settings'), web({ pod: everywhere })));
    expect(warnings).toEqual([expect.stringMatching(/but Role reader gives rights to it under its own name; set/)]);
  });

  it('is refused when its name leaves no room for a version', () => {
    const text = (length: number): string => documents(configuration('ConfigMap', 'a'.repeat(length)), web());
    expect(find(planned(text(242)), 'ConfigMap').object.metadata.name).toHaveLength(253);
    expect(problemsOf(text(243))[0]?.sentence).toMatch(/has 243 characters; 242 are allowed/);
  });

  it('leaves no reference to its old name, wherever the pod names it', () => {
    const places = [
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: settings, key: a } } }]',
      'envFrom: [{ configMapRef: { name: settings } }]',
    ];
    const volumes = ['configMap: { name: settings }', 'projected: { sources: [{ configMap: { name: settings } }] }'];
    const container = fc.tuple(
      fc.constantFrom('initContainers', 'ephemeralContainers'),
      fc.constantFrom(...places),
      fc.constantFrom(...volumes),
    );
    fc.assert(
      fc.property(container, ([list, place, volume]) => {
        const pod = `${list}:\n  - name: other\n    image: example.com/other:1\n    ${place}\nvolumes: [{ name: v, ${volume} }]`;
        const plan = planned(documents(configuration('ConfigMap', 'settings'), web({ pod })));
        const left = textsIn(podSpec(plan)).filter((text) => text.startsWith('settings'));
        expect(left).toEqual(Array.from({ length: 2 }, () => find(plan, 'ConfigMap').object.metadata.name));
      }),
    );
  });
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
