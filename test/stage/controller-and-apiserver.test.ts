import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import { at } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/cluster.ts';
import { Databases } from './databases.ts';
import { deployment, documents, service } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import {
  deployed,
  deploymentOf,
  endOf,
  run,
  until,
  untilDeployment,
  waitingForApproval,
  waitsForApproval,
} from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** One after the other on a cluster of their own, since each takes a part of it away. */
describe('a cluster that lacks or loses a part', () => {
  let cluster: Cluster;
  let databases: Databases;
  /** Waits long for the controller, and not at all. */
  let patient: World;
  let hasty: World;

  beforeAll(async () => {
    [cluster, databases] = await Promise.all([startCluster(), Databases.start()]);
    const timings = { broken: 1000, leastBackoff: 100, mostBackoff: 500 };
    const open = async (blocked: number): Promise<World> =>
      createWorld({
        cluster,
        openStore: (await databases.create()).open,
        tuning: { timings, graces: { ...defaultGraces, unbound: 1, blocked } },
      });
    [patient, hasty] = [await open(60), await open(1)];
  });
  afterAll(async () => {
    await patient.close();
    await hasty.close();
    await databases.close();
    await cluster.stop();
  });

  const nobodyAnswers =
    'Argo Rollouts does not answer: is its controller running in this cluster, and does it look after this namespace and instance id?';

  const unanswered = (name: string): string =>
    `Argo Rollouts has not looked at Rollout ${name} in ${hasty.namespace} yet. ${nobodyAnswers} ` +
    'It stays as this deployment applied it, and a controller that comes back rolls it out.';

  it('a controller that was never there: that is said, and when it comes it rolls out what was applied', async () => {
    await cluster.stopController();
    const { status, summary } = await endOf(hasty, run(hasty, { manifest: deployment('first') }));
    expect([status, summary]).toEqual(['TERMINAL', unanswered('first')]);
    await cluster.startController();
    await new Outside(hasty).untilRollout('first', isHealthy);
  });

  it('a controller that looks after another instance id: that is said', async () => {
    const manifest = deployment('others').replace(
      'metadata:\n  name: others',
      'metadata:\n  name: others\n  labels: { argo-rollouts.argoproj.io/controller-instance-id: other }',
    );
    const { status, summary } = await endOf(hasty, run(hasty, { manifest }));
    expect([status, summary]).toEqual(['TERMINAL', unanswered('others')]);
    expect(at(await new Outside(hasty).rollout('others'), 'status')).toBeUndefined();
  });

  it('the API server: what waited is followed again, and the outcome is reached', async () => {
    await deployed(patient, { manifest: deployment('web') });
    const { id, ...running } = await waitingForApproval(patient, { manifest: deployment('web', { image: 'web:2' }) });
    await cluster.stopApiserver();
    const tried = await patient.as(alice).decide(id, 'approve');
    expect([tried.status, tried.body.message]).toEqual([
      424,
      expect.stringMatching(
        /Cluster test-cluster cannot be used to \w+ .* in namespace \S+: its API server refused the connection \(ECONNREFUSED\)/,
      ),
    ]);
    await cluster.startApiserver();
    await untilDeployment(patient, id, waitsForApproval);
    await until('the approval is taken', async () =>
      (await patient.as(alice).decide(id, 'approve')).status === 200 ? true : undefined,
    );
    expect(await endOf(patient, running)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('the controller: that is said after a grace, what is applied stays, or is taken back where the stage says so', async () => {
    const manifest = deployment('web');
    const outside = new Outside(hasty);
    await deployed(hasty, { manifest });
    await deployed(hasty, { manifest: deployment('kept') });
    await deployed(patient, { manifest: deployment('late') });
    await cluster.stopController();

    const late = run(patient, { manifest: deployment('late', { image: 'web:2' }) });
    const kept = run(hasty, { manifest: deployment('kept', { image: 'web:2' }) });
    const aborted = run(hasty, { manifest: deployment('web', { image: 'web:2' }), deployment: { onFailure: 'abort' } });
    const keptId = await deploymentOf(hasty, kept);
    const lateId = await deploymentOf(patient, late);
    const { status, summary } = await endOf(hasty, kept);
    expect([status, (await hasty.as(alice).deployment(keptId)).outcome]).toEqual(['TERMINAL', 'blocked']);
    expect(summary).toBe(unanswered('kept'));
    expect((await endOf(hasty, aborted)).summary).toMatch(
      /^Argo Rollouts has not looked at Rollout web in \S+ yet\. .* Rollout web in \S+ is back on its stable version/,
    );
    const held = await untilDeployment(patient, lateId, ({ phase }) => phase === 'blocked');
    expect(held.summary).toContain(nobodyAnswers);

    await cluster.startController();
    const waiting = await untilDeployment(patient, lateId, waitsForApproval);
    expect(waiting.outcome).toBeUndefined();
    expect((await patient.as(alice).decide(lateId, 'approve')).status).toBe(200);
    expect(await endOf(patient, late)).toMatchObject({ status: 'SUCCEEDED' });
    const back = await outside.untilRollout('web', isHealthy);
    expect(at(back, 'status', 'currentPodHash')).toBe(at(back, 'status', 'stableRS'));
  });

  it('the controller, while an approval is made: that is under way until it comes back, and then takes effect', async () => {
    const { id, ...running } = await waitingForApproval(patient, { manifest: deployment('web', { image: 'web:3' }) });
    await cluster.stopController();
    expect((await patient.as(alice).decide(id, 'approve')).body).toMatchObject({ state: 'accepted' });
    const again = await patient.as(alice).decide(id, 'approve');
    expect([again.status, again.body.message]).toEqual([409, expect.stringContaining('nothing waits for an approval')]);
    await cluster.startController();
    expect(await endOf(patient, running)).toMatchObject({ status: 'SUCCEEDED' });
    const { decisions } = await patient.as(alice).deployment(id);
    expect(decisions).toMatchObject([{ action: 'approve', state: 'done' }]);
  });

  it('the definition of Rollouts: that is said before anything is applied', async () => {
    const definition = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/rollouts.argoproj.io';
    const rollouts = '/apis/argoproj.io/v1alpha1/rollouts';
    await cluster.stopController();
    await cluster.api().ok({ method: 'DELETE', path: definition });
    await until('the definition is gone', async () =>
      (await cluster.api().send({ method: 'GET', path: rollouts })).status === 404 ? true : undefined,
    );
    const running = run(hasty, { manifest: documents(service('new'), deployment('new')) });
    const { status, summary } = await endOf(hasty, running);
    expect([status, summary]).toEqual([
      'TERMINAL',
      'Cluster test-cluster knows no Rollout (argoproj.io/v1alpha1). Argo Rollouts has to be installed in every cluster that is deployed to. Nothing was applied.',
    ]);
    expect(await new Outside(hasty).names('Service')).toEqual([]);
  });
});
