import { parse } from 'yaml';
import { at, listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { parseManifest } from '../../scripts/package/manifest.ts';
import { projectFiles, read, root } from '../architecture/tracked-files.ts';
import { buildTools } from '../cluster/build.ts';
import { NoCluster, startCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { commandsInSentences, commandsOf, guides } from '../documents/pages.ts';
import { requireDebian } from '../package/debian.ts';
import { Release } from '../package/release.ts';
import { Outside, isHealthy } from '../stage/outside.ts';
import { until } from '../stage/pipeline.ts';
import { Registry, digestOf } from './registry.ts';
import { requireSkopeo } from './skopeo.ts';
import { spinnakerServices } from './spinnaker-service.ts';
import { Typist } from './typist.ts';
import { typedElsewhere, untyped } from './untyped.ts';

const { version } = parseManifest(read('plugin.yaml'));
const commands = guides.flatMap((page) => [...commandsOf(page), ...commandsInSentences(page)]).map(({ line }) => line);
const patience = 20 * 60_000;
const image = 'images.example.com';
const config = 'npm run config --';

/** The one line of the pages that begins so. */
function told(beginning: string): string {
  const found = [...new Set(commands)].filter((line) => line.startsWith(beginning));
  const [line] = found;
  if (line === undefined || found.length > 1) throw new Error(`${found.length} lines begin with ${beginning}`);
  return line;
}

const describeTyped = requireDebian() && requireSkopeo() ? describe : describe.skip;

describeTyped('what pages tell an operator to type', () => {
  let cluster: Cluster;
  let registry: Registry;
  let typist: Typist;
  const types = (beginning: string, fill?: Readonly<Record<string, string>>, within?: string): Promise<string> =>
    typist.types(told(beginning), fill, within);

  beforeAll(async () => {
    const tools = await buildTools();
    if (tools.kind === 'missing') throw new NoCluster(tools.why);
    [cluster, registry] = [await startCluster(), await Registry.start()];
    const kubeconfig = cluster.kubeconfig('admin');
    typist = new Typist({ tools: tools.folder, kubeconfig, release: Release.shared().folder, registry: registry.host });
    // Spinnaker as its operator has installed it, and a namespace that is deployed to.
    for (const name of ['spinnaker', 'shop'])
      await cluster
        .api()
        .apply(`/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    for (const { path, object } of spinnakerServices) await until('it is served', () => applied(path, object));
  }, patience);
  afterAll(async () => {
    await registry.close();
    await cluster.stop();
  });

  /** Undefined while the API server does not serve it yet. */
  async function applied(path: string, object: object): Promise<true | undefined> {
    const contentType = 'application/apply-patch+yaml';
    const query = '?fieldManager=operator&force=true';
    const { status } = await cluster
      .api()
      .send({ method: 'PATCH', path: `${path}${query}`, body: object, contentType });
    return status < 300 ? true : undefined;
  }

  it('finds Argo Rollouts on the cluster, and the version of Kubernetes that the page names', async () => {
    expect(await types('kubectl get crd ')).toContain('rollouts.argoproj.io');
    const { stdout } = await typist.tries('kubectl version -o json');
    const of = (part: string): string | undefined => textAt(JSON.parse(stdout), part, 'gitVersion');
    expect(of('serverVersion')).toBe(of('clientVersion'));
    expect(read('docs/install.md')).toContain(`| ${of('serverVersion')?.slice(1)};`);
  });

  it('brings the image to a registry, whole', async () => {
    await types('skopeo copy ', { [image]: registry.host });
    const manifest: unknown = JSON.parse(String(registry.manifests.get(version)));
    const named = [at(manifest, 'config'), ...listAt(manifest, 'layers')].map((part) => textAt(part, 'digest') ?? '');
    expect(named).toHaveLength(3);
    for (const digest of named) expect(digestOf(registry.blobs.get(digest) ?? Buffer.alloc(0))).toBe(digest);
    const configuration: unknown = JSON.parse(String(registry.blobs.get(named[0] ?? '')));
    expect(textAt(configuration, 'config', 'User')).toBe('65532:65532');
  });

  it('installs the package on a machine', async () => {
    await types('npm install --global ');
    expect(await types('gennaker --version')).toBe(`${version}\n`);
  });

  it('makes the namespace and the Secrets that the service and Orca read', async () => {
    expect(await types('kubectl create namespace ')).toBe('namespace/gennaker created\n');
    for (const line of ['openssl rand -hex ', 'openssl rand -base64 ', 'printf ']) await types(line);
    for (const line of ['secret generic gennaker ', 'secret generic gennaker-clusters ']) {
      if (line.includes('clusters')) typist.write('prod', await types('kubectl config view '));
      expect(await types(`kubectl -n gennaker create ${line}`)).toMatch(/^secret\/gennaker(-clusters)? created\n$/);
    }
    await types('kubectl -n spinnaker create secret generic gennaker-orca-bearer ');
    const secret = (path: string): Promise<unknown> => cluster.api().get(`/api/v1/namespaces/${path}`);
    const ours = await secret('gennaker/secrets/gennaker');
    const orcas = await secret('spinnaker/secrets/gennaker-orca-bearer');
    expect(at(orcas, 'data', 'token')).toBe(at(ours, 'data', 'orca-bearer'));
    expect(Object.keys(Object(at(ours, 'data'))).toSorted()).toEqual(['orca-bearer', 'postgres-url', 'sealing-key']);
    const whole: unknown = parse(
      Buffer.from(
        textAt(await secret('gennaker/secrets/gennaker-clusters'), 'data', 'prod') ?? '',
        'base64',
      ).toString(),
    );
    expect(textAt(listAt(whole, 'clusters')[0], 'cluster', 'certificate-authority-data')).toMatch(/^\w/);
  });

  it(
    'installs by Helm, and takes that out again, but no Secret',
    async () => {
      typist.write('values.yaml', /By Helm[^]*?```yaml\n([^]*?)```/.exec(read('docs/install.md'))?.[1] ?? '');
      expect(await types('helm install ')).toContain('STATUS: deployed');
      expect(await types('kubectl -n gennaker rollout status ')).toContain('successfully rolled out');
      expect(await types('helm uninstall ')).toBe('release "gennaker" uninstalled\n');
      await until('its objects are gone', async () => ((await isThere('deployments')) ? undefined : true));
      expect(await isThere('secrets')).toBe(true);
    },
    patience,
  );

  /** Whether the object gennaker of that kind is. */
  async function isThere(plural: 'deployments' | 'secrets'): Promise<boolean> {
    const group = plural === 'secrets' ? '/api/v1' : '/apis/apps/v1';
    const path = `${group}/namespaces/gennaker/${plural}/gennaker`;
    return (await cluster.api().send({ method: 'GET', path })).status === 200;
  }

  it(
    'installs by kustomize, with the rights that it needs and no others',
    async () => {
      expect(await types('kubectl apply -f deploy/target')).toMatch(
        /gennaker-deploy created\n.*gennaker-approve created\n/,
      );
      expect(await types('kubectl apply -k ')).toContain('deployment.apps/gennaker created');
      expect(await types('kubectl -n gennaker rollout status ')).toContain('successfully rolled out');
      expect((await types('kubectl -n gennaker get pods')).match(/^gennaker-.*1\/1 +Running/gm)).toHaveLength(2);
      expect(await types('kubectl -n gennaker describe pod')).toContain('/health/ready');
      await types('kubectl -n spinnaker get pods --show-labels');
      const asked = { NAMESPACE: 'shop', USER: 'system:serviceaccount:gennaker:gennaker' };
      const may = (VERB: string, RESOURCE: string): Promise<{ stdout: string }> =>
        typist.tries(told('kubectl auth can-i '), { VERB, RESOURCE, ...asked });
      expect((await may('patch', 'rollouts.argoproj.io')).stdout).toBe('yes\n');
      expect((await may('delete', 'secrets')).stdout).toBe('no\n');
    },
    patience,
  );

  it('tells Spinnaker of it, in each of the three ways', async () => {
    // It is typed in the checkout, where a test writes nothing.
    const fill = { [config]: `node ${root}/scripts/config.mjs`, '--into ': `--into ${typist.folder}/` };
    await types(`${config} --for operator `, fill);
    expect(await types('kubectl -n spinnaker patch spinsvc ')).toMatch(/spinnaker patched\n$/);
    const path = '/apis/spinnaker.io/v1alpha2/namespaces/spinnaker/spinnakerservices/spinnaker';
    const profiles = at(await cluster.api().get(path), 'spec', 'spinnakerConfig', 'profiles');
    expect(textAt(listAt(profiles, 'orca', 'webhook', 'preconfigured')[0], 'type')).toBe('kubernetesProgressive');
    await types(`${config} --for kustomize `, fill);
    await types(`${config} --for local `, fill);
  });

  it(
    'guards approvals, so that nobody promotes past them',
    async () => {
      const outside = new Outside({ cluster, namespace: 'shop' });
      await outside.create('Rollout', rollout('web:1'));
      await outside.untilRollout('web', isHealthy);
      await cluster
        .api()
        .mergePatch(`/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web`, { spec: rollout('web:2').spec });
      await outside.untilRollout('web', (one) => listAt(one, 'status', 'pauseConditions').length > 0);
      expect(await types('kubectl auth whoami')).toContain('admin');
      // As the test cluster calls Argo's controller.
      const policy = read('deploy/approvals-policy.yaml').replace('system:serviceaccount:argo-rollouts:', '');
      typist.write('deploy/approvals-policy.yaml', policy);
      await types('kubectl apply -f approvals-policy.yaml', {}, 'deploy');
      const where = { NAMESPACE: 'shop', NAME: 'web' };
      expect(await types('kubectl label namespace ', where)).toBe('namespace/shop labeled\n');
      await until('it holds', async () => (await tried()).stderr.match(/denied/)?.[0]);
      const { code, stderr } = await typist.tries(told('kubectl argo rollouts promote NAME '), where);
      expect([code, stderr]).toEqual([1, expect.stringContaining('may not write the status of Rollout web in shop')]);
      expect(stderr).toContain('Approve, promote or abort it in the details of its stage in Deck');
    },
    patience,
  );

  const tried = () => typist.tries('kubectl -n shop label rollout web gennaker.dev/managed- --dry-run=server');

  it(
    'takes it out again',
    async () => {
      expect(await types('kubectl delete -k ')).toContain('namespace "gennaker" deleted');
      expect(await types('kubectl delete -f deploy/target')).toContain('"gennaker-approve" deleted');
      expect(await isThere('secrets')).toBe(false);
    },
    patience,
  );

  it('leaves out no command but those that are listed, each with its reason', () => {
    const others = commands.filter((line) => !typist.typed.has(line));
    const isAbout = (line: string, key: string): boolean =>
      line === key || line.startsWith(/[ /]$/.test(key) ? key : `${key} `);
    const listed = [...Object.keys(typedElsewhere), ...Object.keys(untyped)];
    expect(others.filter((line) => !listed.some((key) => isAbout(line, key)))).toEqual([]);
    expect(listed.filter((key) => !others.some((line) => isAbout(line, key)))).toEqual([]);
    expect(Object.values(typedElsewhere).filter((file) => !projectFiles.includes(file))).toEqual([]);
  });
});

describe('a machine without skopeo', () => {
  it('fails in CI, where nothing may be left out, and is told of elsewhere', () => {
    expect(() => requireSkopeo({ CI: 'true', PATH: '/nothing' })).toThrow('In CI nothing may be left out');
    expect(requireSkopeo({ PATH: '/nothing' })).toBe(false);
  });
});

function rollout(name: string) {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: name }] },
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'web', labels: { 'gennaker.dev/managed': 'true' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template,
      strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
    },
  };
}
