import { pino } from 'pino';
import { ClusterForbidden } from '../../../backend-stub/control-plane/errors.ts';
import type { LiveRollout } from '../../../backend-stub/contract/details.ts';
import type { RolloutReport } from '../../../backend-stub/contract/report.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane } from '../../../backend-stub/ports.ts';
import { LiveRollouts } from '../../../backend-stub/reconcile/live-rollouts.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { appliedOf, first, recorded, second } from '../deployment/situations.ts';
import type { Recorded } from '../deployment/situations.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment, ended } from '../store/a-deployment.ts';

/** A cluster that shows one recorded moment, counts what it is asked, and keeps its answers back while `held`. */
class RecordedCluster {
  asked = 0;
  held: Promise<void> = Promise.resolve();
  readonly controlPlane: ControlPlane;

  constructor(moment: Recorded) {
    const answer = async <Found>(found: Found): Promise<Found> => {
      this.asked += 1;
      await this.held;
      return found;
    };
    this.controlPlane = {
      ...absentCluster([]),
      read: () => answer(moment.rollout),
      list: (_account, { kind }) => answer(kind === 'Pod' ? moment.pods : moment.replicaSets),
    };
  }
}

interface Told {
  readonly podHash?: string;
  readonly rollout?: Partial<RolloutReport>;
}

function deploymentOf(moment: Recorded, { podHash = second, rollout = {} }: Told = {}): DeploymentRecord {
  const applied = appliedOf(moment);
  const { name, namespace = '' } = applied.reference;
  const report: RolloutReport = {
    ...{ name, namespace, situation: 'progressing', sentence: '', podHash, stablePodHash: first },
    firstDeployment: false,
    weight: { planned: 0, actual: 0 },
    pods: { wanted: 0, updated: 0, ready: 0, available: 0 },
    ...{ images: [], troubles: [], ...rollout },
  };
  return aDeployment({ applied: [applied], rollouts: [report] });
}

const log = pino({ level: 'silent' });
const liveOf = (controlPlane: ControlPlane, clock = new HandClock()): LiveRollouts =>
  new LiveRollouts({ controlPlane, clock, log });

async function seen(record: DeploymentRecord, moment: Recorded): Promise<LiveRollout | undefined> {
  const [live] = await liveOf(new RecordedCluster(moment).controlPlane).of(record);
  return live;
}

/** `stable 6bb4b88d8: 3 of 3` and the same of the canary. */
function told(live?: LiveRollout): readonly string[] {
  if (live?.kind !== 'seen') return [live?.why ?? 'nothing'];
  const { stable, canary } = live;
  const words = Object.entries({ stable, canary });
  return words.flatMap(([name, found]) =>
    found === undefined ? [] : [`${name} ${found.podHash}: ${found.pods.length} of ${found.wanted}`],
  );
}

describe('both versions of a rollout at this moment', () => {
  it.each<readonly [string, string, Told, readonly string[]]>([
    ['while it waits', 'waiting-at-approval', {}, [`stable ${first}: 3 of 3`, `canary ${second}: 1 of 1`]],
    ['are one when all is promoted', 'succeeded-old-pods-up', {}, [`stable ${second}: 4 of 4`]],
    [
      'of a first deployment: it is tried out until it has succeeded, whatever Argo calls it',
      'first-deployment-progressing',
      { podHash: first, rollout: { firstDeployment: true } },
      [`canary ${first}: 4 of 4`],
    ],
    [
      'of a first deployment that has succeeded',
      'first-deployment-healthy',
      { podHash: first, rollout: { firstDeployment: true, situation: 'succeeded' } },
      [`stable ${first}: 4 of 4`],
    ],
    [
      'while it is aborted',
      'aborted-by-person',
      { podHash: '6d9bf9759b' },
      [`stable ${first}: 4 of 4`, 'canary 6d9bf9759b: 0 of 0'],
    ],
    ['of a Rollout that was deleted', 'deleted', {}, []],
    ['of a Rollout that somebody else made under its name', 'recreated', {}, []],
    ['after another version was applied', 'superseded', {}, [`stable ${first}: 3 of 3`, `canary ${second}: 0 of 0`]],
  ])('%s', async (_case, situation, changes, expected) => {
    const moment = recorded(situation);
    expect(told(await seen(deploymentOf(moment, changes), moment))).toEqual(expected);
  });

  it('before a ReplicaSet is known to be ours are only what ran before', async () => {
    const moment = recorded('waiting-at-approval');
    const bound = deploymentOf(moment);
    const unbound = { ...bound, rollouts: bound.rollouts.map(({ podHash: _bound, ...rest }) => rest) };
    expect(told(await seen(unbound, moment))).toEqual([`stable ${first}: 3 of 3`]);
  });

  it('of a deployment that has ended leave the empty ReplicaSet of its version out', async () => {
    const moment = recorded('superseded');
    expect(told(await seen(ended(deploymentOf(moment), 'superseded'), moment))).toEqual([`stable ${first}: 3 of 3`]);
  });

  it('are not asked for before there is a rollout', async () => {
    const cluster = new RecordedCluster(recorded('waiting-at-approval'));
    expect(await liveOf(cluster.controlPlane).of(aDeployment())).toEqual([]);
    expect(cluster.asked).toBe(0);
  });
});

describe('many who look', () => {
  const moment = recorded('waiting-at-approval');
  const record = deploymentOf(moment);

  it('cost what one costs, until the answer is two seconds old', async () => {
    const cluster = new RecordedCluster(moment);
    const clock = new HandClock();
    const live = liveOf(cluster.controlPlane, clock);
    await Promise.all(Array.from({ length: 10 }, () => live.of(record)));
    const once = cluster.asked;
    clock.move(1999);
    await live.of(record);
    expect([once, cluster.asked]).toEqual([3, 3]);
    clock.move(1);
    await live.of(record);
    expect(cluster.asked).toBe(6);
  });

  it('never wait for a cluster that does not answer, and ask it once only', async () => {
    const cluster = new RecordedCluster(moment);
    const clock = new HandClock();
    let release = (): void => undefined;
    cluster.held = new Promise((resolve) => (release = resolve));
    const live = liveOf(cluster.controlPlane, clock);
    const late = { name: 'backend', kind: 'unknown', why: expect.stringContaining('Cluster prod has not told within') };
    expect(await live.of(record)).toEqual([late]);
    clock.move(60_000);
    expect(await live.of(record)).toEqual([late]);
    expect(cluster.asked).toBe(1);
    release();
  });

  it('are told why, where the cluster refuses or is away', async () => {
    const refused = new ClusterForbidden('prod', { verb: 'list', resource: 'pods', group: '', namespace: 'shop' });
    const forbidding = { ...absentCluster([]), read: () => Promise.reject(refused) };
    expect(told(...(await liveOf(absentCluster([])).of(record)))).toEqual([expect.stringContaining('Cluster prod')]);
    expect(told(...(await liveOf(forbidding).of(record)))).toEqual([refused.message]);
  });

  it('are told of a mistake of ours that there is one, and not what it says', async () => {
    const broken = { ...absentCluster([]), read: () => Promise.reject(new TypeError('x is undefined')) };
    expect(told(...(await liveOf(broken).of(record)))).toEqual([expect.stringMatching(/^The service failed to look/)]);
  });
});
