import { neutralise } from '../../backend-stub/contract/expressions.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import { deployment } from './manifests.ts';
import { alice, application } from './people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  progressiveStage,
  run,
  secondVersion,
  stageOf,
  untilDeployment,
  waitingForApproval,
  weight,
} from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** A path that this Orca evaluates, so that a leak shows as its value; whatever else it was given, it would throw. */
const planted = '${execution.authentication.user}';
const inert = neutralise(planted);

describe('an expression that somebody has planted comes out of Orca as it was written', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ cluster: await sharedCluster() });
  });
  afterAll(() => world.close());

  const contextOf = async (executionId: string): Promise<string> =>
    JSON.stringify(stageOf(await world.orca.finished(executionId)).context);

  it.concurrent('in the comment of whoever aborts', async () => {
    const waiting = await secondVersion(world, 'commented');
    expect((await world.as(alice).decide(waiting.id, 'abort', `because of ${planted}`)).status).toBe(200);
    const { status, summary } = await endOf(world, waiting);
    expect([status, summary]).toEqual(['TERMINAL', expect.stringContaining(`because of ${inert}`)]);
    const { decisions } = await world.as(alice).deployment(waiting.id);
    expect(JSON.stringify(decisions)).toContain(inert);
  });

  it.concurrent('in the name of an object or of a namespace, whose refusal does not quote it', async () => {
    const named = deployment('named').replace('name: named', `name: "named ${planted}"`);
    const spaced = deployment('spaced').replace('  name: spaced\n', `  name: spaced\n  namespace: "${planted}"\n`);
    const ends = await Promise.all([named, spaced].map((manifest) => endOf(world, run(world, { manifest }))));
    expect(ends.map(({ refusal }) => refusal)).toEqual([
      expect.stringContaining('The name of the Deployment must be a DNS name'),
      expect.stringContaining('The namespace of the Deployment is no DNS label'),
    ]);
    expect(JSON.stringify(ends)).not.toMatch(/\$\{|alice/);
  });

  it.concurrent('in a label, which the API server refuses', async () => {
    const manifest = deployment('labelled').replace(
      '  name: labelled\n',
      `  name: labelled\n  labels: { team: "${planted}" }\n`,
    );
    const { status, summary } = await endOf(world, run(world, { manifest }));
    expect([status, summary]).toEqual(['TERMINAL', expect.stringContaining(inert)]);
  });

  it.concurrent('in the image of pods that do not start, which their messages quote', async () => {
    const image = (tag: string): string => `"registry.example.com/web:${tag}"`;
    const manifest = (tag: string): string => deployment('pulled', { replicas: 2, image: image(tag) });
    await deployed(world, { manifest: manifest('1') });
    const stage = { manifest: manifest(`image-pull-${planted}`), steps: [weight(50), approval] };
    const running = run(world, { ...stage, deployment: { onStall: 'abort' } });
    const id = await deploymentOf(world, running);
    await untilDeployment(world, id, ({ outcome }) => outcome !== undefined);
    expect(await contextOf(running.executionId)).toContain(`image-pull-${inert}`);
    expect(JSON.stringify(await world.as(alice).deployment(id))).not.toContain(`image-pull-${planted}`);
  });

  it.concurrent('in the name of a pipeline, which the refusal of the next one quotes', async () => {
    const manifest = deployment('held-by-name');
    const stages = [progressiveStage({ manifest: manifest.replace('web:1', 'web:2'), steps: [weight(25), approval] })];
    await deployed(world, { manifest });
    const first = world.orca.start({ application, name: `Deploy ${planted}`, user: alice, stages });
    const id = await deploymentOf(world, { executionId: first.id, stageId: stageOf(first).id });
    const { status, refusal } = await endOf(world, run(world, { manifest: manifest.replace('web:1', 'web:3') }));
    expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining(`Deploy ${inert}`)]);
    await world.as(alice).decide(id, 'abort');
  });

  it.concurrent('in the name of whoever cancels', async () => {
    const { executionId, id } = await waitingForApprovalOf('canceled-by');
    world.orca.cancel(executionId, `mallory ${planted}`);
    await world.orca.finished(executionId);
    const ended = await untilDeployment(world, id, ({ outcome }) => outcome !== undefined);
    expect(JSON.stringify(ended.events)).toContain(`mallory ${inert}`);
  });

  it.concurrent.each([
    ['an account', { targets: [{ account: `prod ${planted.replace('execution.authentication', 'nobody')}` }] }],
    ['a notification', { notifications: [{ type: 'slack', address: '#${nobody.user}' }] }],
  ])(
    'in %s, where Orca can not resolve it: that is said, and quotes nothing that it would try again',
    async (_case, more) => {
      const { status, refusal } = await endOf(
        world,
        run(world, { manifest: deployment('unresolved'), deployment: more }),
      );
      expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining(neutralise('${nobody.user}'))]);
    },
  );

  it.concurrent('in the name of a user, and nobody is asked about him', async () => {
    const { status, refusal } = await endOf(world, run(world, { manifest: deployment('by-name') }, planted));
    expect([status, refusal]).toEqual(['TERMINAL', expect.stringContaining('was refused')]);
    expect(world.fiat.service.asked.map(({ path }) => decodeURIComponent(path)).join()).not.toContain('${');
  });

  const waitingForApprovalOf = async (name: string): Promise<{ executionId: string; id: string }> => {
    await deployed(world, { manifest: deployment(name) });
    return waitingForApproval(world, { manifest: deployment(name).replace('web:1', 'web:2') });
  };
});
