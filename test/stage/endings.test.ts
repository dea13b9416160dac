import axios from 'axios';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentReport } from '../../backend-stub/contract/report.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { JsonObject } from '../orca/json.ts';
import { Databases } from './databases.ts';
import { LogLines } from './log-lines.ts';
import { deployment, documents } from './manifests.ts';
import { Outside, hashOf, imageOf, isHealthy, isStable } from './outside.ts';
import { alice } from './people.ts';
import {
  approval,
  deployed,
  deploymentOf,
  endOf,
  failingBranch,
  progressiveStage,
  run,
  secondVersion,
  startedByStage,
  stageOf,
  until,
  untilDeployment,
  waitingForApproval,
  waitsForApproval,
  weight,
} from './pipeline.ts';
import type { Running, Waiting } from './pipeline.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

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

const waiting = (name: string, policy: JsonObject = {}): Promise<Waiting> =>
  secondVersion(world, name, { deployment: policy });
const report = (id: string): Promise<DeploymentReport> => world.as(alice).deployment(id);

describe('somebody else decides about the Rollout', () => {
  it.concurrent('by another version: superseded, and that version is left alone', async () => {
    const { id, ...running } = await waiting('superseded', { onFailure: 'abort' });
    await outside.setImage('superseded', 'web:3');
    const { status, summary } = await endOf(world, running);
    expect([status, (await report(id)).outcome]).toEqual(['TERMINAL', 'superseded']);
    expect(summary).toMatch(
      /^Rollout superseded in \S+ now rolls out another version \(\w+\) than this deployment's \(\w+\)\./,
    );
    expect(summary).toContain("rolls out somebody else's version by now and was left alone");
    expect(imageOf(await outside.rollout('superseded'))).toBe('web:3');
  });

  it.concurrent('by the version before: rolled back', async () => {
    const { id, ...running } = await waiting('rolled-back');
    await outside.setImage('rolled-back', 'registry.example.com/web:1');
    const { status, summary } = await endOf(world, running);
    expect([status, (await report(id)).outcome]).toEqual(['TERMINAL', 'rolled-back']);
    expect(summary).toMatch(/^Rollout rolled-back in \S+ was put back to its stable version \w+ by somebody else\./);
    expect(isStable(await outside.untilRollout('rolled-back', isHealthy))).toBe(true);
  });

  it.concurrent('by deleting it: deleted', async () => {
    const { id, ...running } = await waiting('deleted');
    await outside.remove('Rollout', 'deleted');
    const { status, summary } = await endOf(world, running);
    expect([status, (await report(id)).outcome]).toEqual(['TERMINAL', 'deleted']);
    expect(summary).toMatch(/^Rollout deleted in \S+ was deleted\./);
  });

  it.concurrent(
    'by deleting one of two, where the stage says to abort on failure: the other is aborted and restored',
    async () => {
      const two = (version: string): string =>
        documents(deployment('gone', { image: `web:${version}` }), deployment('other', { image: `web:${version}` }));
      await deployed(world, { manifest: two('1') });
      const stable = hashOf(await outside.rollout('other'));
      const { id, ...running } = await waitingForApproval(world, {
        manifest: two('2'),
        deployment: { onFailure: 'abort' },
      });
      await outside.remove('Rollout', 'gone');
      const { summary } = await endOf(world, running);
      expect((await report(id)).outcome).toBe('deleted');
      expect(summary).toMatch(
        /^Rollout gone in \S+ was deleted\. .*Rollout other in \S+ is back on its stable version/,
      );
      const other = await outside.untilRollout('other', isStable);
      expect([hashOf(other), imageOf(other)]).toEqual([stable, 'web:1']);
    },
  );

  it.concurrent(
    'by deleting one of two, where the stage says to keep: the other is left, and that is said',
    async () => {
      const two = (version: string): string =>
        documents(deployment('lost', { image: `web:${version}` }), deployment('left', { image: `web:${version}` }));
      await deployed(world, { manifest: two('1') });
      const { id, ...running } = await waitingForApproval(world, { manifest: two('2') });
      await outside.remove('Rollout', 'lost');
      const { summary } = await endOf(world, running);
      expect((await report(id)).outcome).toBe('deleted');
      expect(summary).toMatch(
        /^Rollout lost in \S+ was deleted\. Left as it is, since the stage says so \(on failure, keep\): Rollout left in \S+ waits at step 2 of 4 for approval\.$/,
      );
      expect(imageOf(await outside.rollout('left'))).toBe('web:2');
    },
  );
});

describe('what the stage says', () => {
  it.concurrent(
    'on stall, abort: the stable version is back, and the reason of the stall is in the sentence',
    async () => {
      const manifest = deployment('stalled');
      await deployed(world, { manifest });
      const running = run(world, {
        manifest: manifest.replace('web:1', 'web:crash'),
        deployment: { onStall: 'abort' },
      });
      const id = await deploymentOf(world, running);
      const { status, summary } = await endOf(world, running);
      expect([status, (await report(id)).outcome]).toEqual(['TERMINAL', 'failed']);
      expect(summary).toMatch(
        /makes no progress .*CrashLoopBackOff.*\. The stage says: on stall, abort\. .*is back on its stable version/,
      );
      expect(imageOf(await outside.untilRollout('stalled', isStable))).toBe('registry.example.com/web:1');
    },
  );

  it.concurrent('on cancel, abort: the stable version is back', async () => {
    const { id, executionId } = await waiting('canceled', { onCancel: 'abort' });
    world.orca.cancel(executionId, alice, 'enough');
    const ended = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.summary]).toEqual([
      'canceled',
      expect.stringMatching(
        /^The execution was canceled by alice@example.com\. The stage says: on cancel, abort\. Rollout canceled in \S+ is back on its stable version/,
      ),
    ]);
    expect(imageOf(await outside.untilRollout('canceled', isStable))).toBe('registry.example.com/web:1');
    expect((await world.orca.finished(executionId)).status).toBe('CANCELED');
  });

  it.concurrent('on cancel, keep: the rollout is left where it is, and that is said', async () => {
    const { id, executionId } = await waiting('kept');
    world.orca.cancel(executionId, alice);
    const ended = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect([ended.outcome, ended.summary]).toEqual([
      'canceled',
      expect.stringMatching(/^The execution was canceled by alice@example.com\. The rollouts are left as they are/),
    ]);
    expect(textAt(await outside.rollout('kept'), 'status', 'phase')).toBe('Paused');
  });
});

describe('an execution that ended without a word, since another branch failed', () => {
  /** Ours waits at its approval when the other branch fails. */
  const orphaned = async (name: string): Promise<Running & { id: string }> => {
    const running = await secondVersion(world, name, { beside: failingBranch });
    expect((await world.orca.finished(running.executionId)).status).toBe('TERMINAL');
    return running;
  };
  const attemptOf = ({ executionId }: Running): string => {
    const execution = world.orca.execution(executionId);
    return String(execution === undefined ? '' : stageOf(execution).startTime);
  };
  const cancelCall = ({ executionId, stageId }: Running, attempt: string) =>
    axios.post<unknown>(
      `${world.service.orcaUrl}/v1/cancel`,
      { executionId, stageId, attempt },
      { headers: { Authorization: `Bearer ${world.token}` }, validateStatus: () => true, proxy: false },
    );
  const restarted = (running: Running, earlier: string): Promise<true> =>
    until('the stage is restarted', () => {
      const execution = world.orca.execution(running.executionId);
      return execution !== undefined && attemptOf(running) !== earlier && stageOf(execution).status === 'RUNNING'
        ? true
        : undefined;
    });

  it.concurrent(
    'is taken up by the next attempt of the stage, which a late cancel of the first does not end',
    async () => {
      const { id, ...running } = await orphaned('adopted');
      const first = attemptOf(running);
      world.orca.restartStage(running.executionId, running.stageId);
      await restarted(running, first);
      const taken = await until('the next attempt has taken it up', async () => {
        const deployment = startedByStage(await report(id));
        return deployment.attempt === attemptOf(running) ? deployment : undefined;
      });
      expect([taken.phase, taken.rollouts[0]?.situation]).toEqual(['waiting', 'waiting']);
      const late = await cancelCall(running, first);
      expect([late.status, JSON.stringify(late.data)]).toEqual([200, expect.stringContaining('later attempt')]);
      expect((await report(id)).outcome).toBeUndefined();
      expect((await world.as(alice).decide(id, 'approve')).status).toBe(200);
      const execution = await until('the stage has ended', () => {
        const now = world.orca.execution(running.executionId);
        return now !== undefined && stageOf(now).status === 'SUCCEEDED' ? now : undefined;
      });
      expect(JSON.stringify(stageOf(execution).context)).toContain(id);
    },
  );

  it.concurrent('is replaced by the next attempt when the stage has changed', async () => {
    const { id, ...running } = await orphaned('changed');
    const first = attemptOf(running);
    const changed = progressiveStage({
      manifest: deployment('changed', { image: 'web:3' }),
      steps: [weight(50), approval],
    });
    world.orca.patchStage(running.executionId, running.stageId, { deployment: changed['deployment'] ?? {} });
    world.orca.restartStage(running.executionId, running.stageId);
    await restarted(running, first);
    const earlier = await untilDeployment(world, id, ({ phase }) => phase === 'ended');
    expect([earlier.outcome, earlier.summary]).toEqual([
      'superseded',
      'The stage was restarted with another deployment, which replaces this one.',
    ]);
    const next = await until('another deployment', async () => {
      const found = await deploymentOf(world, running);
      return found === id ? undefined : found;
    });
    await untilDeployment(world, next, waitsForApproval);
    expect(imageOf(await outside.rollout('changed'))).toBe('web:3');
    expect((await world.as(alice).decide(next, 'approve')).status).toBe(200);
    await untilDeployment(world, next, ({ outcome }) => outcome === 'succeeded');
  });
});

describe('Orca that does not ask', () => {
  const lines = new LogLines();
  let quiet: World;

  beforeAll(async () => {
    quiet = await createWorld({
      cluster: world.cluster,
      openStore: (await databases.create()).open,
      logLevel: 'warn',
      logTo: lines,
      tuning: { loopTimes: { leaseMilliseconds: 15_000, tickMilliseconds: 200, silenceMilliseconds: 2500 } },
    });
  });
  afterAll(() => quiet.close());

  const eventsOf = async (id: string): Promise<readonly string[]> =>
    (await quiet.as(alice).deployment(id)).events.map(({ sentence }) => sentence);

  it('since its execution has ended: that is said, and the rollout goes on to its end', async () => {
    const manifest = deployment('orphan');
    await deployed(quiet, { manifest });
    const running = run(quiet, {
      manifest: manifest.replace('web:1', 'web:2'),
      deployment: { onCancel: 'abort' },
      beside: failingBranch,
    });
    const id = await deploymentOf(quiet, running);
    await quiet.orca.finished(running.executionId);
    const sentence = await until('the end of the execution is noticed', async () =>
      (await eventsOf(id)).find((one) => one.includes('ended in Spinnaker')),
    );
    expect(sentence).toContain('The rollout goes on; restarting the stage takes it up again.');
    await untilDeployment(quiet, id, waitsForApproval);
    expect((await quiet.as(alice).decide(id, 'approve')).body.state).toBe('done');
    const ended = await untilDeployment(quiet, id, ({ phase }) => phase === 'ended');
    expect(ended.outcome).toBe('succeeded');
  });

  it('since it was killed: that is logged, and when it is back the pipeline ends as the rollout did', async () => {
    const { id, ...running } = await secondVersion(quiet, 'killed');
    await quiet.orca.kill();
    await until('the silence is noticed', () => lines.find('Orca is not asking'));
    expect((await quiet.as(alice).decide(id, 'approve')).body.state).toBe('done');
    await untilDeployment(quiet, id, ({ outcome }) => outcome === 'succeeded');
    await quiet.orca.resume();
    expect(await endOf(quiet, running)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
