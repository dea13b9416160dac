import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseConfig } from '../../backend-stub/config.ts';
import { at, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { imageUser } from '../../scripts/package/image-root.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { pluginRelease } from '../../scripts/package/plugin.ts';
import { ConfigurationFiles } from '../backend-stub/configuration-files.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { read } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { charted, kustomized } from './renderer.ts';
import type { RenderedObject } from './renderer.ts';
import { defineServiceMonitors } from './service-monitors.ts';

/** The example of docs/install.md, and what else there is. */
const everything = {
  ...recordAt(parse(/By Helm[^]*?```yaml\n([^]*?)```/.exec(read('docs/install.md'))?.[1] ?? '')),
  targetNamespaces: ['shop', 'cart'],
  serviceMonitor: true,
  dashboard: true,
  imagePullSecrets: [{ name: 'pull' }],
  networkPolicies: { gatePods: [{ app: 'gate' }] },
};
const buildPatience = 20 * 60_000;

let base: readonly RenderedObject[];
let overlay: readonly RenderedObject[];
let chart: readonly RenderedObject[];
let fullChart: readonly RenderedObject[];

beforeAll(async () => {
  const values = join(scratchFolder('chart'), 'values.yaml');
  writeFileSync(values, stringify(everything));
  base = await kustomized('deploy/base');
  overlay = await kustomized('deploy/overlays/one-cluster');
  chart = await charted();
  fullChart = await charted('--values', values);
}, buildPatience);

const nameOf = (object: unknown): string =>
  [textAt(object, 'kind'), textAt(object, 'metadata', 'namespace') ?? '', textAt(object, 'metadata', 'name')].join(' ');

function find(objects: readonly RenderedObject[], kind: string): RenderedObject {
  const found = objects.find((object) => object['kind'] === kind);
  if (found === undefined) throw new Error(`No ${kind} among ${objects.map(nameOf).join(', ')}.`);
  return found;
}

/** Without what each of the two has its own way for: a name that changes with the content, and an image to be chosen. */
function compared(objects: readonly RenderedObject[]): unknown {
  const text = JSON.stringify(objects.filter(({ kind }) => kind !== 'Namespace'))
    .replaceAll(/"gennaker-[a-z0-9]{10}"/g, '"gennaker"')
    .replaceAll('"image":"gennaker:0.0.0"', '"image":"gennaker"')
    .replaceAll(/,?"annotations":\{"checksum\/configuration":"\w+"\}/g, '');
  const plain: RenderedObject[] = JSON.parse(text);
  return plain
    .map((object) => ({ ...object, ...(object['kind'] === 'ConfigMap' ? { data: configurationIn([object]) } : {}) }))
    .toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

function configurationIn(objects: readonly RenderedObject[]): unknown {
  const parsed: unknown = parse(textAt(find(objects, 'ConfigMap'), 'data', 'gennaker.yaml') ?? '');
  return parsed;
}

describe('the chart', () => {
  it('takes the values of docs/install.md', () => {
    expect(everything).toMatchObject({ image: { repository: 'images.example.com/gennaker' } });
    const [container] = listAt(find(fullChart, 'Deployment'), 'spec', 'template', 'spec', 'containers');
    expect(textAt(container, 'image')).toMatch(/^images\.example\.com\/gennaker:\d/);
    expect(configurationIn(fullChart)).toMatchObject({ access: 'fiat', accounts: [{ name: 'prod' }] });
  });

  it('makes what the kustomize base makes, where nothing is said', () => {
    expect(compared(chart)).toEqual(compared(base));
  });

  it('binds the roles in each namespace that is named, and no right beyond', () => {
    const bindings = fullChart.filter(({ kind }) => kind === 'RoleBinding');
    expect(bindings.map(nameOf)).toEqual([
      'RoleBinding shop gennaker-deploy',
      'RoleBinding shop gennaker-approve',
      'RoleBinding cart gennaker-deploy',
      'RoleBinding cart gennaker-approve',
    ]);
    expect(fullChart.filter(({ kind }) => kind === 'ClusterRoleBinding')).toEqual([]);
    expect(chart.filter(({ kind }) => /Role/.test(String(kind)))).toEqual([]);
  });

  it('lets pods of Gate and Orca in as the operator labels them and as kustomize does, and others that it is told', () => {
    const admitted = (objects: readonly RenderedObject[]): readonly unknown[] =>
      objects
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .map((policy) =>
          listAt(policy, 'spec', 'ingress')
            .flatMap((rule) => listAt(rule, 'from'))
            .filter((peer) => !JSON.stringify(peer).includes('monitoring'))
            .map((peer) => recordAt(peer, 'podSelector', 'matchLabels')),
        );
    const orca = [{ cluster: 'spin-orca' }, { 'app.kubernetes.io/name': 'orca' }];
    const gate = [{ cluster: 'spin-gate' }, { 'app.kubernetes.io/name': 'gate' }];
    for (const objects of [base, chart]) expect(admitted(objects)).toEqual(expect.arrayContaining([orca, gate]));
    expect(admitted(fullChart)).toEqual(expect.arrayContaining([orca, [{ app: 'gate' }]]));
  });

  it('lets Prometheus find the port that has the metrics, as the component of kustomize does', () => {
    const monitor = find(fullChart, 'ServiceMonitor');
    const component: unknown = parse(read('deploy/components/service-monitor/service-monitor.yaml'));
    expect(monitor).toEqual(component);
    const service = find(fullChart, 'Service');
    expect(recordAt(service, 'metadata', 'labels')).toMatchObject(recordAt(monitor, 'spec', 'selector', 'matchLabels'));
    const ports = listAt(service, 'spec', 'ports').map((port) => textAt(port, 'name'));
    expect(ports).toContain(textAt(listAt(monitor, 'spec', 'endpoints')[0], 'port'));
  });
});

describe.each<readonly [string, () => readonly RenderedObject[]]>([
  ['the base', () => base],
  ['the overlay for one cluster', () => overlay],
  ['the chart', () => chart],
])('the configuration of %s', (_name, objects) => {
  const files = new ConfigurationFiles();
  afterAll(() => files.remove());

  it('is one that the service takes, with its secrets and ports where the Deployment has them', () => {
    const secrets = ['orca-bearer', 'postgres-url', 'sealing-key'];
    files.write('orca-bearer', 'a-token-of-enough-characters');
    files.write('postgres-url', 'postgres://gennaker:password@db.example.com/gennaker');
    files.write('sealing-key', Buffer.alloc(32, 1).toString('base64'));
    const plugin = pluginRelease(parseManifest(read('plugin.yaml')), { indexJs: Buffer.from(''), date: new Date(0) });
    files.write('plugins.json', plugin.index);
    files.write(plugin.zipName, plugin.zip);
    const text = stringify(configurationIn(objects()));
    for (const name of secrets) expect(text).toContain(`/etc/gennaker/secrets/${name}`);
    const moved = text
      .replaceAll('/etc/gennaker/secrets', files.path('.'))
      .replace('/opt/gennaker/plugin', files.path('.'));
    const { listeners, publicUrl } = parseConfig('gennaker.yaml', moved);
    const service = find(objects(), 'Service');
    const container = listAt(find(objects(), 'Deployment'), 'spec', 'template', 'spec', 'containers')[0];
    const ports = Object.fromEntries(
      listAt(container, 'ports').map((port) => [textAt(port, 'name'), at(port, 'containerPort')]),
    );
    expect(ports).toEqual({ people: listeners.people.port, orca: listeners.orca.port });
    const host = `${textAt(service, 'metadata', 'name')}.${textAt(service, 'metadata', 'namespace')}.svc`;
    expect(publicUrl).toBe(`http://${host}:${listeners.orca.port}`);
    expect(listAt(container, 'volumeMounts').map((mount) => textAt(mount, 'mountPath'))).toEqual([
      '/etc/gennaker/gennaker.yaml',
      '/etc/gennaker/secrets',
      '/etc/gennaker/clusters',
    ]);
  });

  it('runs as the user of the image, on a file system that it can not write to', () => {
    const pod = at(find(objects(), 'Deployment'), 'spec', 'template', 'spec');
    expect(at(pod, 'securityContext', 'runAsUser')).toBe(imageUser);
    expect(listAt(pod, 'containers').map((container) => at(container, 'securityContext'))).toEqual([
      { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    ]);
  });
});

const groups: Readonly<Record<string, string>> = {
  v1: '/api/v1',
  'apps/v1': '/apis/apps/v1',
  'policy/v1': '/apis/policy/v1',
  'networking.k8s.io/v1': '/apis/networking.k8s.io/v1',
  'rbac.authorization.k8s.io/v1': '/apis/rbac.authorization.k8s.io/v1',
  'monitoring.coreos.com/v1': '/apis/monitoring.coreos.com/v1',
};

function pathOf(object: RenderedObject): string {
  const [, namespace = ''] = nameOf(object).split(' ');
  const plural = `${String(object['kind']).toLowerCase().replace(/y$/, 'ie')}s`;
  const within = namespace === '' ? '' : `/namespaces/${namespace}`;
  return `${groups[textAt(object, 'apiVersion') ?? ''] ?? ''}${within}/${plural}/${textAt(object, 'metadata', 'name')}`;
}

/** As `kubectl apply --server-side` does; every field must be one that the API server knows. */
async function apply(cluster: Cluster, object: RenderedObject, query: string): Promise<void> {
  const { status, body } = await cluster.api().send({
    method: 'PATCH',
    path: `${pathOf(object)}?fieldValidation=Strict&fieldManager=kubectl&force=true${query}`,
    body: object,
    contentType: 'application/apply-patch+yaml',
  });
  expect([nameOf(object), status < 300, textAt(body, 'message')]).toEqual([nameOf(object), true, undefined]);
}

describe('the API server', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await sharedCluster();
    for (const name of ['gennaker', 'shop', 'cart'])
      await cluster
        .api()
        .apply(`/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await defineServiceMonitors(cluster.api());
  }, buildPatience);

  it.each<readonly [string, () => readonly RenderedObject[]]>([
    ['the base', () => base],
    ['the overlay', () => overlay],
    ['the chart with all that it can be told', () => fullChart],
  ])('takes every field of %s', async (_name, objects) => {
    expect(objects().length).toBeGreaterThan(7);
    for (const object of objects()) await apply(cluster, object, '&dryRun=All');
  });

  it('brings two replicas up where pods must be restricted, and lets one of them be disrupted', async () => {
    for (const object of base) await apply(cluster, object, '');
    const path = '/apis/policy/v1/namespaces/gennaker/poddisruptionbudgets/gennaker';
    const deployment = '/apis/apps/v1/namespaces/gennaker/deployments/gennaker';
    const events = cluster
      .api()
      .watch('/apis/apps/v1/namespaces/gennaker/deployments?watch=1', AbortSignal.timeout(60_000));
    for await (const { object } of events) if (at(object, 'status', 'availableReplicas') === 2) break;
    expect(at(await cluster.api().get(deployment), 'status', 'availableReplicas')).toBe(2);
    expect(at(await cluster.api().get(path), 'spec', 'minAvailable')).toBe(1);
  });
});
