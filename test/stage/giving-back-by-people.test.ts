import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { GiveBackReport } from '../../backend-stub/contract/give-back.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { Databases } from './databases.ts';
import { deployment } from './manifests.ts';
import { Outside } from './outside.ts';
import type { Answered } from './people-client.ts';
import { alice, executor, reader, releaser, stranger } from './people.ts';
import { deploymentOf, endOf, run, until, waitingForApproval } from './pipeline.ts';
import { ReadyPods } from './ready-pods.ts';
import { runDeployment } from './running-deployment.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

const patience = 120_000;
const second = (name: string): string => deployment(name, { image: 'registry.example.com/web:2' });
const mark = { metadata: { annotations: { 'gennaker.dev/giving-back': 'true' } } };

describe('a workload that a person gives back in Deck', () => {
  let world: World;
  let outside: Outside;
  let databases: Databases;

  beforeAll(async () => {
    databases = await Databases.start();
    world = await createWorld({ cluster: await sharedCluster(), openStore: (await databases.create()).open });
    outside = new Outside(world);
  }, patience);
  afterAll(async () => {
    await world.close();
    await databases.close();
  }, patience);

  /** The id of a deployment that has ended well. */
  const deployed = async (manifest: string): Promise<string> => {
    const running = run(world, { manifest, steps: [] });
    const id = await deploymentOf(world, running);
    await endOf(world, running);
    return id;
  };
  const giveBack = (id: string, user = alice): Promise<Answered<GiveBackReport>> =>
    world.as(user).post(`/v1/deployments/${id}/give-back`, {});
  const latest = async (id: string): Promise<GiveBackReport | undefined> =>
    (await world.as(alice).deployment(id)).giveBacks.at(-1);
  const settled = (id: string): Promise<GiveBackReport> =>
    until('the give-back is settled', async () => {
      const found = await latest(id);
      return found === undefined || found.state === 'accepted' ? undefined : found;
    });

  it('runs as before with its autoscaler, loses no ready pod, and tells who asked and what came of it', async () => {
    await runDeployment(outside, 'web', { autoscaler: true });
    const id = await deployed(second('web'));
    const pods = new ReadyPods(world, 'web');
    await pods.ready(4);
    const asked = await giveBack(id);
    expect([asked.status, asked.body]).toEqual([202, expect.objectContaining({ by: alice, state: 'accepted' })]);
    const sentence = `Deployment web in ${world.namespace} runs the workload on 4 pods, and no Rollout does.`;
    expect(await settled(id)).toEqual({ ...asked.body, state: 'done', sentence });
    await until('the pods of the Rollout are gone', () => (pods.curve.at(-1)?.pods.Rollout === 0 ? true : undefined));
    await pods.stop();
    expect(pods.extremes(4)).toEqual({ leastReady: 4, mostPods: 8 });
    const autoscaler = await outside.read('HorizontalPodAutoscaler', 'web');
    expect(textAt(at(autoscaler, 'spec', 'scaleTargetRef'), 'kind')).toBe('Deployment');
    expect(await outside.existing(['Rollout', 'web'])).toEqual([]);
    // Asked again by somebody else: it is done, and nothing begins.
    expect((await giveBack(id, releaser)).body).toEqual(await latest(id));
  });

  it('is told of while it goes on, whoever asks then gets the same, and no run of the stage begins meanwhile', async () => {
    await runDeployment(outside, 'slow', { readyAfter: '3s' });
    const id = await deployed(second('slow'));
    const { body } = await giveBack(id);
    await until('it waits for pods', async () =>
      (await latest(id))?.sentence.includes('of 4 pods of the Deployment beside it are ready') === true
        ? true
        : undefined,
    );
    expect((await giveBack(id, releaser)).body).toMatchObject({ id: body.id, by: alice });
    const { status, refusal } = await endOf(world, run(world, { manifest: second('slow') }));
    expect([status, refusal]).toEqual([
      'TERMINAL',
      `Starting a deployment on Rollout slow was refused: it is being given back to a Deployment, which was asked for in deployment ${id} of pipeline deploy shop (application shop, started by ${alice}). Wait until that is done; the next run of the stage takes it over again.`,
    ]);
    expect((await settled(id)).state).toBe('done');
    await deployed(deployment('slow', { image: 'registry.example.com/web:3' }));
    expect(numberAt(await outside.read('Deployment', 'slow'), 'spec', 'replicas')).toBe(0);
  });

  it('is given back all the same by the service that is started next', async () => {
    await runDeployment(outside, 'restarted', { readyAfter: '2s' });
    const id = await deployed(second('restarted'));
    await giveBack(id);
    await until('it has begun', async () =>
      at(await outside.read('Rollout', 'restarted'), 'metadata', 'annotations', 'gennaker.dev/giving-back'),
    );
    await world.restart();
    expect((await settled(id)).state).toBe('done');
    expect(await outside.existing(['Rollout', 'restarted'])).toEqual([]);
  });

  it('is not, and nothing is changed, while another version of it is rolled out or its own run is open', async () => {
    const id = await deployed(deployment('between'));
    const next = await waitingForApproval(world, { manifest: second('between') });
    const [earlier, own] = [await giveBack(id), await giveBack(next.id)];
    expect([earlier.status, earlier.body.message]).toEqual([
      409,
      `Giving back on deployment ${id} was refused: Rollout between in ${world.namespace} is not given back: it is not at rest on one version; approve or abort what it rolls out first. Nothing was changed.`,
    ]);
    expect([own.status, own.body.message]).toEqual([409, expect.stringContaining('was refused: it has not ended: ')]);
    expect(await latest(id)).toBeUndefined();
  });

  it('is asked for by who may deploy it, and by nobody else', async () => {
    const id = await deployed(deployment('guarded'));
    for (const [user, status] of [
      [reader, 403],
      [executor, 403],
      [stranger, 404],
    ] as const) {
      const answer = await giveBack(id, user);
      expect([user, answer.status]).toEqual([user, status]);
    }
    const mayGiveBack = async (user: string) => (await world.as(user).deployment(id)).viewer.mayGiveBack;
    expect([await mayGiveBack(reader), await mayGiveBack(alice)]).toEqual([false, true]);
    expect(await latest(id)).toBeUndefined();
  });

  it('goes on where the command had begun it', async () => {
    const id = await deployed(deployment('begun'));
    await outside.patch('Rollout', 'begun', mark);
    await giveBack(id);
    expect((await settled(id)).state).toBe('done');
  });

  it('stays with the Rollout where the pods do not come, says so, and can be asked for again', async () => {
    const id = await deployed(deployment('crowded'));
    await outside.quota('pods', 0);
    await giveBack(id);
    expect(await settled(id)).toMatchObject({
      state: 'failed',
      sentence: expect.stringMatching(/^The pods of Deployment crowded .* Rollout crowded in \S+ runs as before\.$/),
    });
    await outside.remove('ResourceQuota', 'few');
    await giveBack(id);
    expect((await settled(id)).state).toBe('done');
    expect((await world.as(alice).deployment(id)).giveBacks.map(({ state }) => state)).toEqual(['failed', 'done']);
  });
});
