import { at, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { LogLines } from './log-lines.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice, application } from './people.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  untilDeployment,
  waitingForApproval,
} from './pipeline.ts';
import type { Running } from './pipeline.ts';
import { allRights, grantAll, namespaceWithout, wordsOf } from './rights.ts';
import type { Right } from './rights.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const lacking = {
  create: { group: 'argoproj.io', resource: 'rollouts', verb: 'create' },
  read: { group: '', resource: 'services', verb: 'get' },
  follow: { group: 'argoproj.io', resource: 'rollouts', verb: 'list' },
  watch: { group: 'argoproj.io', resource: 'rollouts', verb: 'watch' },
  bind: { group: 'apps', resource: 'replicasets', verb: 'list' },
  decide: { group: 'argoproj.io', resource: 'rollouts/status', verb: 'patch' },
  abort: { group: 'argoproj.io', resource: 'rollouts/status', verb: 'patch' },
  explain: { group: '', resource: 'pods', verb: 'list' },
  foresee: { group: '', resource: 'resourcequotas', verb: 'list' },
  besides: { group: 'apps', resource: 'deployments', verb: 'list' },
  standDown: { group: 'apps', resource: 'deployments', verb: 'patch' },
  takeAway: { group: 'argoproj.io', resource: 'rollouts', verb: 'delete' },
  giveBack: { group: 'apps', resource: 'deployments', verb: 'create' },
} as const satisfies Readonly<Record<string, Right>>;

/** What only taking a Deployment over needs, beside what every deployment does. */
const adopting = ['besides', 'standDown', 'takeAway'] as const;

/** What a deployment needs before it applies anything: all but what shows below to be needed later. */
const neededAtOnce = allRights.filter(
  (right) =>
    !([...adopting, 'follow', 'watch', 'bind', 'decide', 'explain', 'foresee', 'giveBack'] as const).some(
      (key) => wordsOf(lacking[key]) === wordsOf(right),
    ),
);

const everyKind = documents(
  'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n',
  'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { colour: blue }\n',
  'apiVersion: v1\nkind: Secret\nmetadata: { name: web }\nstringData: { key: value }\n',
  'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: web }\nspec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }\n',
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web }\nspec: { podSelector: { matchLabels: { app: web } } }\n',
  'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web }\nspec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }\n',
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web }\nspec: { minAvailable: 1, selector: { matchLabels: { app: web } } }\n',
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { maxReplicas: 4, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }\n',
  service('web'),
  deployment('web'),
);

describe('a right that the cluster does not give to the service', () => {
  const lines = new LogLines();
  let cluster: Cluster;
  let world: World;
  const namespaces = new Map<keyof typeof lacking, string>();
  /** The namespace that lacks a right, by its words. */
  let lackingOne: ReadonlyMap<string, string>;

  beforeAll(async () => {
    cluster = await sharedCluster();
    for (const key of ['create', 'read', 'follow', 'watch', 'bind', 'decide', 'abort', 'explain', 'foresee'] as const)
      namespaces.set(key, await namespaceWithout(cluster, lacking[key]));
    lackingOne = new Map(
      await Promise.all(neededAtOnce.map(async (one) => [wordsOf(one), await namespaceWithout(cluster, one)] as const)),
    );
    world = await createWorld({
      cluster,
      moreNamespaces: [...namespaces.values(), ...lackingOne.values()],
      logLevel: 'warn',
      logTo: lines,
    });
  });
  afterAll(() => world.close());

  const into = (key: keyof typeof lacking) => ({
    targets: [{ account: 'test-cluster', namespaceOverride: namespaces.get(key) ?? '' }],
  });
  const outsideOf = (key: keyof typeof lacking): Outside =>
    new Outside({ cluster, namespace: namespaces.get(key) ?? '' });
  const start = async (key: keyof typeof lacking, manifest: string): Promise<Running & { id: string }> => {
    const running = run(world, { manifest, deployment: into(key) });
    return { ...running, id: await deploymentOf(world, running) };
  };
  const right = (words: string, key: keyof typeof lacking): string =>
    `Account test-cluster lacks the right to ${words} in namespace ${namespaces.get(key)}; an administrator of that cluster can grant it to the service's user with a Role.`;

  it.concurrent('is named before anything is applied, whichever of the roles of deploy/ it is', async () => {
    const endings = await Promise.all(
      [...lackingOne].map(async ([words, namespaceOverride]) => {
        const targets = [{ account: 'test-cluster', namespaceOverride }];
        const { status, summary } = await endOf(world, run(world, { manifest: everyKind, deployment: { targets } }));
        const isSaid = summary.includes(`lacks the right to ${words} in namespace ${namespaceOverride};`);
        return [words, status, isSaid && summary.includes('Nothing was applied.') ? 'named' : summary];
      }),
    );
    expect(endings).toEqual(neededAtOnce.map((one) => [wordsOf(one), 'TERMINAL', 'named']));
    expect(neededAtOnce).toHaveLength(allRights.length - 10);
  });

  it.concurrent('to create Rollouts is missed before anything is applied', async () => {
    const running = await start('create', documents(service('web'), deployment('web')));
    const { status, summary } = await endOf(world, running);
    expect(status).toBe('TERMINAL');
    expect(summary).toBe(`Nothing was applied. ${right('create rollouts (API group argoproj.io)', 'create')}`);
    expect(await outsideOf('create').existing(['Service', 'web'], ['Rollout', 'web'])).toEqual([]);
  });

  it.concurrent('to read what is there is missed before anything is applied', async () => {
    const running = await start('read', documents(service('web'), deployment('web')));
    const { status, summary } = await endOf(world, running);
    expect(status).toBe('TERMINAL');
    expect(summary).toBe(`${right('get services', 'read')} Nothing was applied.`);
    expect(await outsideOf('read').existing(['Service', 'web'], ['Rollout', 'web'])).toEqual([]);
  });

  it.concurrent(
    'to list Rollouts is named while the rollout goes on, and its end is seen once it is granted',
    async () => {
      const running = await start('follow', deployment('web'));
      const blind = await untilDeployment(world, running.id, ({ summary }) => summary.includes('list rollouts'));
      expect(blind.summary).toContain('The rollouts can not be seen:');
      expect(blind.summary).toContain(right('list rollouts (API group argoproj.io)', 'follow'));
      await outsideOf('follow').untilRollout('web', isHealthy);
      await grantAll(cluster, outsideOf('follow').namespace);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    },
  );

  it.concurrent('to watch Rollouts is named in the log, and lists now and then show the end all the same', async () => {
    await deployed(world, { manifest: deployment('web'), deployment: into('watch') });
    expect(lines.find(right('watch rollouts (API group argoproj.io)', 'watch'))).toContain('a watch is in trouble');
  });

  it.concurrent('to list ReplicaSets is named, and does not end what was applied already', async () => {
    const running = await start('bind', deployment('web'));
    const unbound = await untilDeployment(world, running.id, ({ summary }) => summary.includes('list replicasets'));
    expect([unbound.phase, unbound.summary]).toEqual([
      'binding',
      `${right('list replicasets (API group apps)', 'bind')} It is tried again.`,
    ]);
    await grantAll(cluster, outsideOf('bind').namespace);
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });

  it.concurrent('to write a status ends the decision that needs it, and not the deployment', async () => {
    const manifest = deployment('web');
    await deployed(world, { manifest, deployment: into('decide') });
    const { id, ...running } = await waitingForApproval(world, {
      manifest: manifest.replace('web:1', 'web:2'),
      deployment: into('decide'),
    });
    const tried = await world.as(alice).decide(id, 'approve');
    expect([tried.status, tried.body.state, tried.body.result]).toEqual([
      200,
      'failed',
      right('patch rollouts/status (API group argoproj.io)', 'decide'),
    ]);
    const still = await world.as(alice).deployment(id);
    expect([still.phase, still.events.at(-1)?.sentence]).toEqual([
      'waiting',
      `Approving by ${alice} was not carried out. ${tried.body.result}`,
    ]);
    await outsideOf('decide').promote('web');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    const events = (await world.as(alice).deployment(id)).events.map(({ sentence }) => sentence);
    expect(events).toContainEqual(expect.stringContaining('promoted outside Gennaker'));
  });

  it.concurrent('to write a status holds an abort up, which is said and goes on once it is granted', async () => {
    const manifest = deployment('web');
    await deployed(world, { manifest, deployment: into('abort') });
    const { id, ...running } = await waitingForApproval(world, {
      manifest: manifest.replace('web:1', 'web:2'),
      deployment: into('abort'),
    });
    const asked = world.as(alice).decide(id, 'abort', 'wrong version');
    const held = await untilDeployment(world, id, ({ summary }) => summary.includes('rollouts/status'));
    expect([held.phase, held.summary]).toEqual([
      'aborting',
      `${right('patch rollouts/status (API group argoproj.io)', 'abort')} It is tried again.`,
    ]);
    await asked;
    await grantAll(cluster, outsideOf('abort').namespace);
    expect((await endOf(world, running)).summary).toMatch(
      /^Aborted by alice@example.com: wrong version\. Rollout web in \S+ is back on its stable version/,
    );
  });

  it.concurrent('to list quotas is named by the plan, and keeps nothing from being deployed', async () => {
    const stage = progressiveStage({ manifest: deployment('web'), deployment: into('foresee') });
    const { problems, warnings } = await world.as(alice).plan(application, stage);
    expect([problems, warnings]).toEqual([
      [],
      [
        `Whether the quotas of ${namespaces.get('foresee')} can hold both versions is not known: ${right('list resourcequotas', 'foresee')}`,
      ],
    ]);
    await deployed(world, { manifest: deployment('web'), deployment: into('foresee') });
  });

  it.concurrent('to list pods leaves the reason of a stall unsaid, and says so', async () => {
    const manifest = deployment('web');
    await deployed(world, { manifest, deployment: into('explain') });
    const running = await start('explain', manifest.replace('web:1', 'web:image-pull'));
    const stalled = await untilDeployment(world, running.id, ({ phase }) => phase === 'stalled');
    expect(stalled.summary).toContain(`Why pods are not ready can not be read: ${right('list pods', 'explain')}`);
    expect((await world.as(alice).decide(running.id, 'abort')).status).toBe(200);
    expect((await endOf(world, running)).summary).toContain('is back on its stable version');
    const rollout = await outsideOf('explain').untilRollout('web', isHealthy);
    expect(textAt(rollout, 'status', 'currentPodHash')).toBe(at(rollout, 'status', 'stableRS'));
  });
});
