import { defaultGraces } from '../../backend-stub/deployment/conclude.ts';
import { numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Json, JsonObject } from '../orca/json.ts';
import { Databases } from './databases.ts';
import { deployment, documents } from './manifests.ts';
import { Outside, isHealthy, isStable } from './outside.ts';
import { administrator, alice, executor, reader, releaser, stranger } from './people.ts';
import { seenIn } from './people-client.ts';
import {
  approval,
  canary,
  deployed,
  deploymentOf,
  endOf,
  run,
  secondVersion,
  untilDeployment,
  waitsForApproval,
  weight,
} from './pipeline.ts';
import type { Waiting } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World, WorldOptions } from './world.ts';

const twoApprovals: readonly JsonObject[] = [weight(25), approval, weight(50), approval];
const byRelease: JsonObject = { pause: { untilApproved: true, requiresRoles: ['release'] as Json[] } };

let databases: Databases;
let world: World;
let outside: Outside;

beforeAll(async () => {
  const [cluster, started] = await Promise.all([sharedCluster(), Databases.start()]);
  databases = started;
  world = await createWorld({ cluster, openStore: (await databases.create()).open });
  outside = new Outside(world);
});
afterAll(async () => {
  await world.close();
  await databases.close();
});

const waiting = (name: string, steps = canary): Promise<Waiting> => secondVersion(world, name, { steps });
const stepOf = async (name: string): Promise<number | undefined> =>
  numberAt(await outside.rollout(name), 'status', 'currentStepIndex');

describe('a decision on what is not so any more', () => {
  it.concurrent('is refused when the rollout has come to a later step', async () => {
    const { id, report } = await waiting('later-step', twoApprovals);
    const first = seenIn(report);
    expect((await world.as(alice).decideOn(id, 'approve', first)).status).toBe(200);
    await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 3);
    const { status, body } = await world.as(alice).decideOn(id, 'approve', first);
    expect([status, body.error, body.message]).toEqual([
      409,
      'stale',
      `Approving on deployment ${id} was refused: Rollout later-step in ${world.namespace} is at step 4 by now, and the decision was about step 2. Look at the deployment again and decide on what it shows now.`,
    ]);
    expect(await stepOf('later-step')).toBe(3);
  });

  it.concurrent('is refused when it is about another version, or names no rollout, or none of ours', async () => {
    const { id, report } = await waiting('other-version');
    const [seen] = seenIn(report);
    const answers = await Promise.all([
      world.as(alice).decideOn(id, 'approve', [{ rollout: 'other-version', podHash: '5d9f', stepIndex: 1 }]),
      world.as(alice).decideOn(id, 'approve', []),
      world.as(alice).decideOn(id, 'approve', [{ ...seen, rollout: 'somebody-elses', podHash: '5d9f', stepIndex: 1 }]),
    ]);
    const name = `Rollout other-version in ${world.namespace}`;
    expect(answers.map(({ status, body }) => [status, body.message])).toEqual([
      [409, expect.stringContaining(`${name} rolls out ${seen?.podHash}, and the decision was about 5d9f`)],
      [409, expect.stringContaining(`it affects ${name}, which the decision does not name`)],
      [409, expect.stringContaining(`it affects ${name}, which the decision does not name`)],
    ]);
    expect(await stepOf('other-version')).toBe(1);
  });

  it.concurrent('is refused on a deployment that has ended, with how it ended', async () => {
    const running = run(world, { manifest: deployment('ended') });
    const id = await deploymentOf(world, running);
    const { summary } = await endOf(world, running);
    const { status, body } = await world.as(alice).decide(id, 'abort');
    expect([status, body.error, body.message]).toEqual([
      409,
      'finished',
      `Aborting on deployment ${id} was refused: it has ended (succeeded): ${summary} Run the pipeline again to deploy again.`,
    ]);
  });

  it.concurrent('is carried out once when two people make it at the same moment', async () => {
    const { id, report } = await waiting('two-people', twoApprovals);
    const seen = seenIn(report);
    const answers = await Promise.all(
      [alice, releaser].map((user) => world.as(user).decideOn(id, 'approve', seen, `by ${user}`)),
    );
    const there = await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 3);
    expect(there.decisions.map(({ action, state }) => [action, state])).toEqual([['approve', 'done']]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body.message).toMatch(/decided the same|is at step \d by now|nothing waits for an approval/);
    expect(await stepOf('two-people')).toBe(3);
  });

  it.concurrent('is refused when nothing waits for it', async () => {
    const { id } = await waiting('not-now', [
      weight(25),
      approval,
      weight(50),
      { pause: { duration: 1, unit: 'hours' } },
    ]);
    const early = await world.as(alice).decide(id, 'retry');
    expect([early.status, early.body.message]).toEqual([
      409,
      `Retrying on deployment ${id} was refused: no rollout is aborted. Rollout not-now in ${world.namespace} waits at step 2 of 4 for approval. Only a rollout that was aborted can be retried.`,
    ]);
    await world.as(alice).decide(id, 'approve');
    await untilDeployment(
      world,
      id,
      ({ rollouts }) => rollouts[0]?.stepIndex === 3 && rollouts[0].situation === 'waiting',
    );
    const late = await world.as(alice).decide(id, 'approve');
    expect([late.status, late.body.message]).toEqual([
      409,
      expect.stringContaining(
        `nothing waits for an approval. Rollout not-now in ${world.namespace} waits at step 4 of 4 (pause for 1 hour).`,
      ),
    ]);
  });
});

describe('promoting fully', () => {
  it.concurrent('from a pause skips the rest, and nobody is said to have done it outside', async () => {
    const { id, ...running } = await waiting('promoted', twoApprovals);
    const { status, body } = await world.as(alice).decide(id, 'promoteFully', 'we are late');
    expect([status, body.state]).toEqual([200, 'done']);
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    const { events } = await world.as(alice).deployment(id);
    const sentences = events.map(({ sentence }) => sentence);
    expect(sentences).toContain(`Promoting fully by ${alice}: we are late.`);
    expect(sentences.join(' ')).not.toContain('outside Gennaker');
  });

  it.concurrent('asks for the roles of every approval that it skips', async () => {
    const { id, ...running } = await waiting('roles-ahead', [weight(25), approval, weight(50), byRelease]);
    const denied = await world.as(alice).decide(id, 'promoteFully');
    expect([denied.status, denied.body.message]).toEqual([
      403,
      expect.stringContaining('lacks the role release that an approval asks for'),
    ]);
    expect((await world.as(alice).deployment(id)).decisions).toEqual([]);
    expect((await world.as(releaser).decide(id, 'promoteFully')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });
});

describe('who may decide', () => {
  it.concurrent('an approval that asks for a role: only who has it', async () => {
    const { id, report, ...running } = await waiting('by-release', [weight(25), byRelease]);
    expect(report.summary).toContain('waits at step 2 of 2 for approval by release.');
    const denied = await world.as(alice).decide(id, 'approve');
    expect([denied.status, denied.body.error, denied.body.message]).toEqual([
      403,
      'not-allowed',
      expect.stringMatching(
        /alice@example.com lacks the role release.*The approval needs the role release: ask somebody who has that\.$/,
      ),
    ]);
    expect((await world.as(releaser).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });

  it.concurrent(
    'an approval that is not for the requester: somebody else, and of admins those who did not ask',
    async () => {
      const byOthers = { pause: { untilApproved: true, notRequester: true } };
      const steps = [weight(25), byOthers];
      const { id, report, ...running } = await waiting('by-others', steps);
      const seen = seenIn(report);
      for (const action of ['approve', 'promoteFully'] as const) {
        const denied = await world.as(alice).decideOn(id, action, seen);
        expect([denied.status, denied.body.message]).toEqual([
          403,
          expect.stringContaining(
            'alice@example.com asked for this deployment, and an approval of it is for somebody else',
          ),
        ]);
      }
      expect((await world.as(administrator).decideOn(id, 'approve', seen)).body).toMatchObject({
        state: 'done',
        asAdmin: true,
      });
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      const { decisions } = await world.as(alice).deployment(id);
      expect(decisions.map(({ by, asAdmin }) => [by, asAdmin])).toEqual([[administrator, true]]);
    },
  );

  it.concurrent('nobody without EXECUTE on the application, WRITE on the account, or a name', async () => {
    const { id, report } = await waiting('guarded');
    const seen = seenIn(report);
    const decideAs = async (user: string): Promise<readonly [number, string | undefined]> => {
      const { status, body } = await world.as(user).decideOn(id, 'approve', seen);
      return [status, body.message];
    };
    expect(await decideAs(reader)).toEqual([403, expect.stringMatching(/lacks EXECUTE on application shop/)]);
    expect(await decideAs(executor)).toEqual([403, expect.stringMatching(/lacks WRITE on account test-cluster/)]);
    expect(await decideAs('')).toEqual([401, expect.any(String)]);
    const unknown = await decideAs(stranger);
    expect(unknown).toEqual([404, expect.stringContaining('there is no such deployment, or you have no READ')]);
    expect((await world.as(stranger).deployment(id)).summary).toBeUndefined();
    expect((await world.as(alice).deployment(id)).decisions).toEqual([]);
    expect(await stepOf('guarded')).toBe(1);
  });
});

describe('an abort', () => {
  it.concurrent('of a first deployment is refused: there is no version to go back to', async () => {
    const running = run(world, { manifest: deployment('first', { image: 'web:image-pull' }) });
    const id = await deploymentOf(world, running);
    await untilDeployment(world, id, ({ phase }) => phase === 'stalled');
    const { status, body } = await world.as(alice).decide(id, 'abort');
    expect([status, body.message]).toEqual([
      409,
      expect.stringMatching(
        /no rollout has a version to go back to\. Rollout first in \S+ makes no progress: .*0 of 4.* available\. A first deployment is mended by deploying again; cancel the pipeline to stop waiting for it\.$/,
      ),
    ]);
  });

  it.concurrent('made outside can be retried from here, and every approval is asked for again', async () => {
    const { id, ...running } = await waiting('retried', twoApprovals);
    await world.as(alice).decide(id, 'approve');
    await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 3);
    await outside.abort('retried');
    const aborted = await untilDeployment(world, id, ({ rollouts }) => rollouts[0]?.situation === 'aborted');
    expect(aborted.summary).toContain('It can be retried within 60 seconds');
    const { status, body } = await world.as(alice).decide(id, 'retry');
    expect([status, body.state]).toEqual([200, 'done']);
    await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 1);
    await outside.promote('retried');
    const later = await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 3);
    expect(later.events.map(({ sentence }) => sentence)).toContain(
      'Rollout retried went on past an approval that was not given here: it was promoted outside Gennaker. The stage accepts that, and goes on.',
    );
    expect((await world.as(alice).decide(id, 'promoteFully')).status).toBe(200);
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });
});

describe('an approval over several rollouts', () => {
  it.concurrent('is not asked for before all are there', async () => {
    const two = (version: string): string =>
      documents(deployment('quick', { image: `web:${version}` }), deployment('slow', { image: `web:slow-${version}` }));
    await deployed(world, { manifest: two('1') });
    const slowPods = two('2').replace(
      'app: slow\n    spec:',
      'app: slow\n      annotations:\n        sim.k8slite/ready-after: 4s\n    spec:',
    );
    const running = run(world, { manifest: slowPods, steps: [weight(50), approval] });
    const id = await deploymentOf(world, running);
    await untilDeployment(world, id, ({ rollouts }) => rollouts.some(({ situation }) => situation === 'waiting'));
    const early = await world.as(alice).decide(id, 'approve');
    expect([early.status, early.body.message]).toEqual([
      409,
      expect.stringMatching(
        /not all rollouts wait for it: Rollout slow in .* The approval is asked for when all rollouts have reached the step\.$/,
      ),
    ]);
    await untilDeployment(world, id, waitsForApproval);
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    expect(textAt(await outside.untilRollout('slow', isHealthy), 'status', 'phase')).toBe('Healthy');
  });
});

describe('in a world of its own', () => {
  const opened: World[] = [];
  const openWorld = async (tuning: WorldOptions['tuning'] = {}): Promise<World> => {
    const own = await createWorld({
      cluster: world.cluster,
      openStore: (await databases.create()).open,
      tuning,
    });
    opened.push(own);
    return own;
  };
  afterAll(async () => {
    for (const own of opened) await own.close();
  });

  it.concurrent('an abort made outside ends the deployment after the grace, and the template is put back', async () => {
    const short = await openWorld({ graces: { ...defaultGraces, aborted: 1 } });
    const there = new Outside(short);
    const { id, ...running } = await secondVersion(short, 'web');
    await there.abort('web');
    const { status, summary } = await endOf(short, running);
    expect(status).toBe('TERMINAL');
    expect(summary).toMatch(/^Rollout web in \S+ was aborted: .* is back on its stable version/);
    expect((await short.as(alice).deployment(id)).outcome).toBe('aborted');
    expect(isStable(await there.untilRollout('web', isHealthy))).toBe(true);
  });

  it.concurrent('nothing is decided while Fiat does not answer, and it says so', async () => {
    const own = await openWorld();
    const { id, report, ...running } = await secondVersion(own, 'web');
    await own.fiat.service.down();
    const denied = await own.as(releaser).decideOn(id, 'approve', seenIn(report));
    expect([denied.status, denied.body.message]).toEqual([
      424,
      expect.stringMatching(
        /^Approving on deployment \S+ was refused: Fiat .* Nothing was decided; try again in a moment\.$/,
      ),
    ]);
    await own.fiat.service.up();
    expect((await own.as(releaser).decideOn(id, 'approve', seenIn(report))).body.state).toBe('done');
    expect((await endOf(own, running)).status).toBe('SUCCEEDED');
  });
});
