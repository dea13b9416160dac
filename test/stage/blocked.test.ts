import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import { at, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { Databases } from './databases.ts';
import { deployment, documents } from './manifests.ts';
import { Outside, isHealthy } from './outside.ts';
import { alice } from './people.ts';
import { approval, deployed, deploymentOf, endOf, run, untilDeployment, weight } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** The API server takes this in a Rollout, whose template it does not look into; Argo's controller does. */
const invalid = (manifest: string): string =>
  manifest.replace('terminationGracePeriodSeconds: 0', 'terminationGracePeriodSeconds: 0\n      restartPolicy: Never');

describe('a spec that Argo Rollouts does not accept', () => {
  let databases: Databases;
  let world: World;
  let patient: World;
  let outside: Outside;

  beforeAll(async () => {
    const [cluster, started] = await Promise.all([sharedCluster(), Databases.start()]);
    databases = started;
    const graces = { ...defaultGraces, blocked: 1 };
    world = await createWorld({ cluster, openStore: (await databases.create()).open, tuning: { graces } });
    patient = await createWorld({ cluster, openStore: (await databases.create()).open });
    outside = new Outside(world);
  });
  afterAll(async () => {
    await world.close();
    await patient.close();
    await databases.close();
  });

  it.concurrent(
    'blocks the deployment and ends it after a grace, and what is left on the cluster is said',
    async () => {
      const manifest = deployment('refused');
      await deployed(world, { manifest });
      const running = run(world, { manifest: invalid(manifest) });
      const id = await deploymentOf(world, running);
      const { status, summary } = await endOf(world, running);
      expect([status, (await world.as(alice).deployment(id)).outcome]).toEqual(['TERMINAL', 'blocked']);
      expect(summary).toMatch(
        /^Argo Rollouts does not accept Rollout refused in \S+: .*spec\.template\.spec\.restartPolicy.*\. It stays as this deployment applied it\.$/,
      );
      const rollout = await outside.rollout('refused');
      expect([
        textAt(rollout, 'spec', 'template', 'spec', 'restartPolicy'),
        numberAt(rollout, 'status', 'availableReplicas'),
      ]).toEqual(['Never', 4]);
    },
  );

  it.concurrent('is taken back where the stage says to abort on failure', async () => {
    const manifest = deployment('taken-back');
    await deployed(world, { manifest });
    const before = await outside.rollout('taken-back');
    const running = run(world, { manifest: invalid(manifest), deployment: { onFailure: 'abort' } });
    const id = await deploymentOf(world, running);
    const { summary } = await endOf(world, running);
    expect((await world.as(alice).deployment(id)).outcome).toBe('blocked');
    expect(summary).toMatch(
      /does not accept Rollout taken-back .* Rollout taken-back in \S+ is back on its stable version/,
    );
    const after = await outside.untilRollout('taken-back', isHealthy);
    expect(at(after, 'status', 'currentPodHash')).toBe(at(before, 'status', 'currentPodHash'));
    expect(textAt(after, 'spec', 'template', 'spec', 'restartPolicy')).toBe('Always');
    await deployed(world, { manifest: manifest.replace('web:1', 'web:2'), steps: [weight(50)] });
  });

  it.concurrent('of a first deployment has nothing to be put back, and that is said', async () => {
    const running = run(world, { manifest: invalid(deployment('never-ran')), deployment: { onFailure: 'abort' } });
    const { summary } = await endOf(world, running);
    expect(summary).toMatch(
      /Rollout never-ran in \S+ was deployed for the first time: there is no version to go back to, so it stays as it is\.$/,
    );
  });

  it.concurrent(
    'of one of two keeps the other from being promoted past its approval, and both are named at the end',
    async () => {
      const two = (version: number): readonly [string, string] => [
        deployment('wrong', { image: `web:${version}` }),
        deployment('right', { image: `web:${version}` }),
      ];
      await deployed(world, { manifest: documents(...two(1)) });
      const [wrong, right] = two(2);
      const running = run(world, { manifest: documents(invalid(wrong), right), steps: [weight(50), approval] });
      const { summary } = await endOf(world, running);
      expect(summary).toMatch(
        /does not accept Rollout wrong .* Left as it is, since the stage says so \(on failure, keep\): Rollout right in /,
      );
    },
  );

  it.concurrent('that somebody corrects within the grace is superseded by the correction', async () => {
    const there = new Outside(patient);
    const manifest = deployment('corrected');
    await deployed(patient, { manifest });
    const running = run(patient, { manifest: invalid(manifest) });
    const id = await deploymentOf(patient, running);
    await untilDeployment(patient, id, ({ phase }) => phase === 'blocked');
    await there.patch('Rollout', 'corrected', { spec: { template: { spec: { restartPolicy: 'Always' } } } });
    const ended = await untilDeployment(patient, id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.summary]).toEqual([
      'superseded',
      `Rollout corrected in ${patient.namespace} was given another version by somebody else before its rollout began.`,
    ]);
  });
});
