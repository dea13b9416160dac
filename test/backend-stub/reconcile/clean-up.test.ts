import { ClusterConflict, ClusterForbidden } from '../../../backend-stub/control-plane/errors.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deploymentIdAnnotation } from '../../../backend-stub/deployment/labels.ts';
import { historyAnnotation } from '../../../backend-stub/deployment/old-versions.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane, Store } from '../../../backend-stub/ports.ts';
import { cleanUp } from '../../../backend-stub/reconcile/clean-up.ts';
import { documents, planned, web } from '../deployment/planning.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment, ended } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const manifest = documents(
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, annotations: { ${historyAnnotation}: "1" } }\ndata: { a: one }\n`,
  web({ pod: 'volumes: [{ name: a, configMap: { name: settings } }]' }),
);

function old(name: string, appliedBy = 'long-ago'): KubernetesObject {
  const annotations = { [deploymentIdAnnotation]: appliedBy };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop', annotations } };
}

describe('cleaning up after a success', () => {
  let store: Store;
  let deleted: string[];
  let listed: string[];
  let live: readonly KubernetesObject[];
  let refusal: Error | undefined;
  const succeeded = (): DeploymentRecord => ended(aDeployment({ plan: planned(manifest) }));

  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());
  beforeEach(() => {
    [deleted, listed] = [[], []];
    live = [old('settings-0000000001'), old('settings-0000000002')];
    refusal = undefined;
  });

  const controlPlane = (): ControlPlane => ({
    ...absentCluster([]),
    list: async (_account, { kind }) => {
      listed.push(kind);
      return kind === 'ConfigMap' ? live : [];
    },
    delete: async (_account, { metadata }) => {
      if (refusal !== undefined) throw refusal;
      deleted.push(metadata.name);
    },
  });
  const clean = (record: DeploymentRecord): Promise<DeploymentRecord> =>
    cleanUp(servicesAround({ controlPlane: controlPlane(), store }), record);
  const told = ({ events }: DeploymentRecord): string | undefined => events.at(-1)?.sentence;

  it('removes what nothing uses, and says so', async () => {
    const cleaned = await clean(succeeded());
    expect(deleted).toEqual(['settings-0000000001', 'settings-0000000002']);
    expect(told(cleaned)).toBe(
      'Removed old versions: ConfigMap settings-0000000001 in shop, ConfigMap settings-0000000002 in shop.',
    );
  });

  it('asks a namespace once what uses them, after all versions were looked at', async () => {
    const another = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other, annotations: { ${historyAnnotation}: "1" } }\ndata: { a: one }\n`;
    await clean(ended(aDeployment({ plan: planned(`${another}---\n${manifest}`) })));
    expect(listed.slice(0, 3)).toEqual(['ConfigMap', 'ConfigMap', 'ReplicaSet']);
    expect(listed.filter((kind) => kind === 'ReplicaSet')).toHaveLength(1);
  });

  it('removes nothing after any other end', async () => {
    const record = ended(aDeployment({ plan: planned(manifest) }), 'aborted');
    expect(await clean(record)).toBe(record);
    expect(deleted).toEqual([]);
  });

  it('leaves what a run that is still open has applied: its Rollout may be the next thing that it applies', async () => {
    const open = aDeployment();
    await store.create(open, []);
    live = [old('settings-0000000001', open.id), old('settings-0000000002')];
    await clean(succeeded());
    expect(deleted).toEqual(['settings-0000000002']);
  });

  it.each([
    [
      'a right is missing',
      new ClusterForbidden('prod', { verb: 'delete', group: '', resource: 'configmaps', namespace: 'shop' }),
    ],
    ['somebody else was quicker', new ClusterConflict('prod', 'ConfigMap settings-0000000001')],
  ])('says what was left where %s, and leaves the outcome as it is', async (_case, error) => {
    refusal = error;
    const cleaned = await clean(succeeded());
    expect([cleaned.outcome, told(cleaned)]).toEqual([
      'succeeded',
      `Old versions of ConfigMaps and Secrets were left: ${error.message}`,
    ]);
  });
});
