import { at, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside } from './outside.ts';
import { alice } from './people.ts';
import { approval, deployed, deploymentOf, endOf, run, untilDeployment, weight } from './pipeline.ts';
import type { StageEnd } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('what the cluster has already', () => {
  let world: World;
  let outside: Outside;

  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
    outside = new Outside(world);
  });
  afterAll(() => world.close());

  const refusedFor = async (manifest: string): Promise<StageEnd> => {
    const running = run(world, { manifest });
    const id = await deploymentOf(world, running);
    const end = await endOf(world, running);
    expect([end.status, (await world.as(alice).deployment(id)).outcome]).toEqual(['TERMINAL', 'refused']);
    return end;
  };

  it.concurrent.each([
    ['Helm', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, 'app.kubernetes.io/managed-by'],
    ['Helm', { annotations: { 'meta.helm.sh/release-name': 'shop' } }, 'meta.helm.sh/release-name'],
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop' } }, 'argocd.argoproj.io/tracking-id'],
    ['Argo CD', { labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'argocd.argoproj.io/instance'],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop' } }, 'kustomize.toolkit.fluxcd.io/name'],
  ])('refuses an object that belongs to %s by %o', async (owner, marks, key) => {
    const name = `of-${key.replaceAll(/\W/g, '-')}`;
    const made = await outside.create('Service', { metadata: { name, ...marks }, spec: { ports: [{ port: 80 }] } });
    const { summary } = await refusedFor(documents(service(name), deployment(name)));
    expect(summary).toContain(
      `Nothing was applied. Service ${name} in ${world.namespace} belongs to ${owner} (${key})`,
    );
    expect(summary).toContain(`deploy it by ${owner}, or take it out of ${owner} first`);
    expect(await outside.read('Service', name)).toEqual(made);
    expect(await outside.existing(['Rollout', name])).toEqual([]);
  });

  it.concurrent.each(['terraform', 'helm', 'argocd-controller', 'kustomize-controller'])(
    'refuses an object whose fields are kept by %s, which has left no other mark',
    async (manager) => {
      const name = `kept-by-${manager}`;
      const made = await outside.apply(
        'Service',
        { ...{ apiVersion: 'v1', kind: 'Service' }, metadata: { name }, ...{ spec: { ports: [{ port: 80 }] } } },
        manager,
      );
      const { summary } = await refusedFor(documents(service(name), deployment(name)));
      expect(summary).toContain(`Service ${name} in ${world.namespace} is managed by ${manager} (its field manager)`);
      expect(await outside.read('Service', name)).toEqual(made);
    },
  );

  it.concurrent('names every object that stands in the way, not only the first', async () => {
    for (const name of ['left', 'right'])
      await outside.create('Service', {
        metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
        spec: { ports: [{ port: 80 }] },
      });
    const { summary } = await refusedFor(documents(service('left'), service('right'), deployment('both')));
    expect(summary).toContain('Service left');
    expect(summary).toContain('Service right');
  });

  it.concurrent('takes over what somebody made with kubectl', async () => {
    await outside.create(
      'Service',
      { metadata: { name: 'taken' }, spec: { selector: { app: 'old' }, ports: [{ port: 80 }] } },
      'kubectl-client-side-apply',
    );
    await deployed(world, { manifest: documents(service('taken'), deployment('taken')) });
    const taken = await outside.read('Service', 'taken');
    expect(at(taken, 'spec', 'selector')).toEqual({ app: 'taken' });
    expect(textAt(taken, 'metadata', 'annotations', 'gennaker.dev/deployment-id')).toEqual(expect.any(String));
  });

  it.concurrent('refuses what another deployment is still rolling out, and names it', async () => {
    const manifest = deployment('busy');
    await deployed(world, { manifest });
    const first = run(world, { manifest: manifest.replace('web:1', 'web:2') });
    const id = await deploymentOf(world, first);
    const { status, refusal } = await endOf(world, run(world, { manifest: manifest.replace('web:1', 'web:3') }));
    expect(status).toBe('TERMINAL');
    expect(refusal).toBe(
      `Starting a deployment on Rollout busy was refused: deployment ${id} of pipeline deploy shop (application shop, started by ${alice}) is still rolling it out. ` +
        'Wait for it, or decide about it first: approve, promote fully or abort it in its pipeline execution, or cancel that.',
    );
    world.orca.cancel(first.executionId, alice);
  });
});

describe('what the API server refuses', () => {
  let world: World;
  let outside: Outside;
  let crowded: Outside;
  let podless: Outside;

  beforeAll(async () => {
    const cluster = await sharedCluster();
    const [full, podsFull] = [await cluster.createNamespace('full'), await cluster.createNamespace('full')];
    world = await createWorld({
      cluster,
      kubeconfig: cluster.kubeconfig('admin'),
      moreNamespaces: [full, podsFull, 'nowhere'],
    });
    outside = new Outside(world);
    crowded = new Outside({ cluster, namespace: full });
    podless = new Outside({ cluster, namespace: podsFull });
  });
  afterAll(() => world.close());

  const ended = async (manifest: string, namespaceOverride = world.namespace): Promise<string> => {
    const targets = [{ account: 'test-cluster', namespaceOverride }];
    const { status, summary } = await endOf(world, run(world, { manifest, deployment: { targets } }));
    expect(status).toBe('TERMINAL');
    return summary;
  };

  it.concurrent('is found by a dry run of everything, before the first object is applied', async () => {
    const wrong = service('wrong', 80).replace('targetPort: 8080', 'targetPort: 99999');
    const summary = await ended(documents(service('good'), wrong, deployment('middle')));
    expect(summary).toContain(`does not accept Service wrong in ${world.namespace}`);
    expect(summary).toContain('targetPort');
    expect(summary).toContain('Nothing was applied.');
    expect(await outside.existing(['Service', 'good'], ['Service', 'wrong'], ['Rollout', 'middle'])).toEqual([]);
  });

  it.concurrent('is a namespace that does not exist', async () => {
    const summary = await ended(deployment('lost'), 'nowhere');
    expect(summary).toContain(
      'Namespace nowhere does not exist on cluster test-cluster. Create it, or deploy to another one.',
    );
    expect(summary).toContain('Nothing was applied.');
  });

  it.concurrent('can be a quota that no dry run meets: then what was applied and what was not is said', async () => {
    await crowded.quota('services', 1);
    const manifest = documents(service('one'), service('two'), deployment('crowded'));
    const summary = await ended(manifest, crowded.namespace);
    expect(summary).toContain('exceeded quota: few');
    const { namespace } = crowded;
    const [applied = ''] = await crowded.existing(['Service', 'one'], ['Service', 'two']);
    expect(summary).toContain(`Applied and left as it is: ${applied} in ${namespace}.`);
    const missing = applied === 'Service one' ? 'two' : 'one';
    expect(summary).toContain(`Not applied: Service ${missing} in ${namespace}, Rollout crowded in ${namespace}.`);
    expect(await crowded.names('Rollout')).toEqual([]);
  });

  it.concurrent('can be every new pod: then the rollout stalls, and says what the quota says', async () => {
    const manifest = deployment('no-room', { replicas: 2 });
    const targets = [{ account: 'test-cluster', namespaceOverride: podless.namespace }];
    await deployed(world, { manifest, deployment: { targets } });
    await podless.quota('pods', 0);
    const next = manifest.replace('web:1', 'web:2');
    const running = run(world, { manifest: next, steps: [weight(50), approval], deployment: { targets } });
    const id = await deploymentOf(world, running);
    const { summary, rollouts } = await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    expect(rollouts[0]?.troubles).toEqual([expect.stringContaining('pods can not be created: pods "no-room-')]);
    expect(summary).toContain('exceeded quota: few');
    expect((await world.as(alice).decide(id, 'abort')).status).toBe(200);
    expect((await endOf(world, running)).summary).toContain('is back on its stable version');
  });
});
