import { at, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deployment } from '../../stage/manifests.ts';
import { hashOf, isHealthy } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import {
  approval,
  endOf,
  run,
  untilDeployment,
  waitingForApproval,
  waitsForApproval,
  weight,
} from '../../stage/pipeline.ts';
import type { Waiting } from '../../stage/pipeline.ts';
import type { Service } from './service-under-test.ts';

/**
 * Argo calls the first version stable before it has a pod. Its fix is then a canary beside a stable version that does not
 * run, and stops at the first pause; its maintainers say to promote fully (argo-rollouts#1377).
 */
export function firstDeploymentContract(service: Service): void {
  const fixWaiting = async (name: string): Promise<Waiting> => {
    const { world } = service();
    const broken = run(world, {
      manifest: deployment(name, { image: 'web:image-pull' }),
      deployment: { onStall: 'abort' },
    });
    const { status, summary } = await endOf(world, broken);
    expect([status, summary]).toEqual([
      'TERMINAL',
      expect.stringMatching(/ImagePullBackOff.*there is no version to go back to, so it stays as it is\.$/),
    ]);
    return waitingForApproval(world, {
      manifest: deployment(name, { image: 'web:2' }),
      steps: [weight(25), approval, weight(50), approval],
      // What stalled before must not count against the fix.
      deployment: { onStall: 'abort' },
    });
  };

  it.concurrent(
    'is mended by the next one, which says at its first pause that promoting fully is the way',
    async () => {
      const { world, outside } = service();
      const { id, report, ...running } = await fixWaiting('mended');
      expect(report.summary).toBe(
        `Rollout mended in ${world.namespace} waits at step 2 of 4 for approval. None of the 3 pods of its stable version is available: promote fully to bring the new version to all pods.`,
      );
      expect((await world.as(alice).decide(id, 'promoteFully', 'it is the fix')).body.state).toBe('done');
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      const mended = await outside.untilRollout('mended', isHealthy);
      expect([hashOf(mended), at(mended, 'status', 'availableReplicas')]).toEqual([
        textAt(mended, 'status', 'stableRS'),
        4,
      ]);
    },
  );

  it.concurrent('is mended step by step as well, where somebody approves each', async () => {
    const { world } = service();
    const { id, report, ...running } = await fixWaiting('step-by-step');
    expect(report.rollouts[0]?.stepIndex).toBe(1);
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    const second = await untilDeployment(world, id, (one) => waitsForApproval(one) && one.rollouts[0]?.stepIndex === 3);
    expect(second.summary).toContain('None of the 2 pods of its stable version is available');
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
  });
}
