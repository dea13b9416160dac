import { at, listAt, numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { deploymentIdAnnotation } from '../../../backend-stub/deployment/labels.ts';
import { deployment } from '../../stage/manifests.ts';
import { imageOf, isHealthy } from '../../stage/outside.ts';
import { alice } from '../../stage/people.ts';
import { deployed, endOf, waitingForApproval, weight } from '../../stage/pipeline.ts';
import type { Service } from './service-under-test.ts';

/** Who has written which fields: Kubernetes keeps it in `managedFields`. */
export function ownersContract(service: Service): void {
  const rolloutOf = (name: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: name } },
      strategy: { canary: {} },
      template: {
        metadata: { labels: { app: name } },
        spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'web', image: 'web:1' }] },
      },
    },
  });
  const managersOf = (object: unknown): readonly unknown[] =>
    listAt(object, 'metadata', 'managedFields').map((entry) => at(entry, 'manager'));

  it.concurrent.each([
    ['kubectl apply', 'by-kubectl', 'kubectl-client-side-apply'],
    ['kubectl apply --server-side', 'by-kubectl-on-the-server', 'kubectl'],
  ])('that are those of %s are taken over, and what runs is replaced in steps', async (_what, name, manager) => {
    const { world, outside } = service();
    if (manager === 'kubectl') await outside.apply('Rollout', rolloutOf(name), manager);
    else await outside.create('Rollout', rolloutOf(name), manager);
    await outside.untilRollout(name, isHealthy);
    const { id, ...running } = await waitingForApproval(world, { manifest: deployment(name, { image: 'web:2' }) });
    expect((await world.as(alice).decide(id, 'approve')).body.state).toBe('done');
    expect((await endOf(world, running)).status).toBe('SUCCEEDED');
    const taken = await outside.rollout(name);
    expect([imageOf(taken), textAt(taken, 'metadata', 'annotations', deploymentIdAnnotation)]).toEqual(['web:2', id]);
    expect(managersOf(taken)).toEqual(expect.arrayContaining([manager, 'gennaker']));
  });

  it.concurrent("that the Rollouts controller and an autoscaler wrote are no stranger's", async () => {
    const { world, outside } = service();
    const unset = deployment('by-controllers').replace(/ {2}replicas: \d+\n/, '');
    await deployed(world, { manifest: unset });
    await outside.scale('by-controllers', 6, 'kube-controller-manager');
    await deployed(world, { manifest: unset.replace('web:1', 'web:2'), steps: [weight(50)] });
    const rollout = await outside.rollout('by-controllers');
    expect(managersOf(rollout)).toEqual(
      expect.arrayContaining(['rollouts-controller', 'kube-controller-manager', 'gennaker']),
    );
    expect(numberAt(rollout, 'spec', 'replicas')).toBe(6);
  });

  it.concurrent('that are left out go: from a canary to a plain rolling update', async () => {
    const { world, outside } = service();
    await deployed(world, { manifest: deployment('without-steps') });
    await deployed(world, { manifest: deployment('without-steps', { image: 'web:2' }), steps: [] });
    const rollout = await outside.rollout('without-steps');
    expect([imageOf(rollout), at(rollout, 'spec', 'strategy', 'canary', 'steps')]).toEqual(['web:2', undefined]);
  });

  it.concurrent(
    'that the controller drops or adds as empty cause no new generation when they are applied again',
    async () => {
      const { world, outside } = service();
      const manifest = deployment('empty', {
        more: "          resources: {}\n          securityContext: {}\n          env: [{ name: EMPTY, value: '' }]\n          ports: []\n",
      }).replace(
        '      labels:\n        app: empty\n    spec:',
        '      annotations: {}\n      labels:\n        app: empty\n    spec:\n      volumes: []\n      nodeSelector: {}',
      );
      await deployed(world, { manifest });
      const before = await outside.untilRollout('empty', isHealthy);
      await deployed(world, { manifest });
      const after = await outside.untilRollout('empty', isHealthy);
      expect(numberAt(after, 'metadata', 'generation')).toBe(numberAt(before, 'metadata', 'generation'));
    },
  );
}
