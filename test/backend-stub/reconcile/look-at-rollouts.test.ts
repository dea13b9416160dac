import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { reportRollout } from '../../../backend-stub/deployment/report-rollout.ts';
import { lookAtRollouts } from '../../../backend-stub/reconcile/look-at-rollouts.ts';
import type { Looked } from '../../../backend-stub/reconcile/look-at-rollouts.ts';
import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { appliedOf, boundTo, first, recorded, second, steps } from '../deployment/situations.ts';
import { aDeployment, anObject } from '../store/a-deployment.ts';
import { WatchedCluster } from './watched-cluster.ts';

/** Applied, and not yet bound. */
function applied(situation: string): DeploymentRecord {
  const moment = recorded(situation);
  const { sent } = moment.applied;
  const planned = { ...sent, metadata: { ...sent.metadata, namespace: '' } };
  return aDeployment({
    policy: { steps, onFailure: 'keep', onCancel: 'keep', onStall: 'wait' },
    plan: { objects: [{ ...anObject(), object: planned }], warnings: [], hash: '' },
    applied: [appliedOf(moment)],
  });
}

function bound(situation: string, troubles: readonly string[] = []): DeploymentRecord {
  const moment = recorded(situation);
  const podHash = String(at(moment.rollout, 'status', 'currentPodHash'));
  const binding = boundTo(moment, podHash, first);
  const { reference } = binding;
  const report = reportRollout({ reference, situation: { kind: 'progressing', sentence: '' }, steps, troubles });
  return { ...applied(situation), bindings: [binding], rollouts: [report] };
}

async function look(record: DeploymentRecord, cluster: WatchedCluster, quiet: boolean): Promise<Looked | undefined> {
  const { controlPlane } = cluster;
  const seen = await lookAtRollouts({ controlPlane }, { record, quiet });
  return seen.kind === 'seen' ? seen.rollouts[0] : undefined;
}

describe('a look at rollouts', () => {
  it('asks for no ReplicaSet before the status speaks of what was applied', async () => {
    const cluster = new WatchedCluster('not-yet-observed');
    const looked = await look(applied('not-yet-observed'), cluster, true);
    expect(looked?.situation.sentence).toContain('Argo Rollouts has not looked at');
    expect(cluster.lists).toEqual([]);
  });

  it('binds by the ReplicaSet once it does', async () => {
    const cluster = new WatchedCluster('progressing-at-25');
    const looked = await look(applied('progressing-at-25'), cluster, false);
    expect(looked?.binding?.podHash).toBe(second);
    expect(cluster.lists).toEqual(['ReplicaSet']);
  });

  it('asks for pods only when the cluster has no news, while the rollout makes progress', async () => {
    const cluster = new WatchedCluster('health-lost-progressing');
    const record = bound('health-lost-progressing', ['1 pod: its image is being pulled']);
    const busy = await look(record, cluster, false);
    expect(busy?.troubles).toEqual(['1 pod: its image is being pulled']);
    expect(cluster.lists).toEqual([]);
    const quiet = await look(record, cluster, true);
    expect(quiet?.troubles).not.toEqual(busy?.troubles);
    expect(cluster.lists).toEqual(['Pod', 'ReplicaSet']);
  });

  it('asks for pods at once when the rollout stalls, since that may be its end', async () => {
    const cluster = new WatchedCluster('stalled-image-pull');
    const looked = await look(bound('stalled-image-pull'), cluster, false);
    expect(looked?.troubles.join()).toContain('ImagePullBackOff');
  });

  it('says nothing of pods that were missing when none is missing any more', async () => {
    const cluster = new WatchedCluster('progressing-at-25');
    const looked = await look(bound('progressing-at-25', ['1 pod: its image is being pulled']), cluster, false);
    expect(looked?.troubles).toEqual([]);
  });
});
