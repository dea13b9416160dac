import fc from 'fast-check';
import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { replicasToSend } from '../../../backend-stub/deployment/replicas.ts';
import type { ReplicaSource } from '../../../backend-stub/deployment/record.ts';
import { documents, find, manifests, planned, problemsOf, web } from './planning.ts';

const autoscaler = (name: string, spec: string): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: ${name} }\nspec: { ${spec} }`;
const aimsAtWeb = 'scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }';

describe('who decides how many pods a workload has', () => {
  it('is the manifest that says it', () => {
    const rollout = find(planned(web()), 'Rollout');
    expect(rollout.replicas).toEqual({ kind: 'manifest', replicas: 4 });
    expect(at(rollout.object, 'spec', 'replicas')).toBe(4);
  });

  it('is an autoscaler in the manifests that aims at it, then at the Rollout', () => {
    const plan = planned(manifests('podinfo/frontend-deployment.yaml', 'podinfo/frontend-hpa.yaml'));
    expect(find(plan, 'Rollout').replicas).toEqual({ kind: 'autoscaler', least: 2 });
    expect(at(find(plan, 'HorizontalPodAutoscaler').object, 'spec', 'scaleTargetRef')).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      name: 'frontend',
    });
  });

  it('is an autoscaler that its author has aimed at the Rollout already', () => {
    const text = autoscaler('web', 'scaleTargetRef: { apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web }');
    expect(find(planned(documents(web({ replicas: '' }), text)), 'Rollout').replicas).toEqual({
      kind: 'autoscaler',
      least: 1,
    });
  });

  it('is the autoscaler when there are replicas as well, with a warning, and no number is sent by mistake', () => {
    const plan = planned(documents(web(), autoscaler('web', `minReplicas: 3, ${aimsAtWeb}`)));
    expect(find(plan, 'Rollout').replicas).toEqual({ kind: 'autoscaler', least: 3 });
    expect(at(find(plan, 'Rollout').object, 'spec', 'replicas')).toBeUndefined();
    expect(plan.warnings).toContain('web has replicas 4 and an autoscaler: the autoscaler decides; remove replicas.');
  });

  it('is nobody when neither is there, with a warning', () => {
    const plan = planned(web({ replicas: '' }));
    expect(find(plan, 'Rollout').replicas).toEqual({ kind: 'unset' });
    expect(plan.warnings[0]).toMatch(
      /^web has no replicas and no autoscaler: a Deployment would run 1 pod; the running number is kept/,
    );
  });

  it('is not an autoscaler of another workload, which stays as it is', () => {
    const plan = planned(documents(web(), autoscaler('other', aimsAtWeb.replace('name: web', 'name: api'))));
    expect(find(plan, 'Rollout').replicas).toEqual({ kind: 'manifest', replicas: 4 });
    expect(at(find(plan, 'HorizontalPodAutoscaler').object, 'spec', 'scaleTargetRef', 'kind')).toBe('Deployment');
  });

  it('is not an autoscaler of another namespace', () => {
    const text = documents(web(), autoscaler('web', aimsAtWeb).replace('name: web }', 'name: web, namespace: other }'));
    expect(find(planned(text), 'Rollout').replicas?.kind).toBe('manifest');
  });

  it('may be 0, with a warning', () => {
    const plan = planned(web({ replicas: 'replicas: 0' }));
    expect(find(plan, 'Rollout').replicas).toEqual({ kind: 'manifest', replicas: 0 });
    expect(plan.warnings).toEqual(['web has replicas 0: no pod runs, so its steps show nothing.']);
  });

  it('can not be two autoscalers', () => {
    expect(problemsOf(documents(web(), autoscaler('one', aimsAtWeb), autoscaler('two', aimsAtWeb)))).toEqual([
      {
        where: 'Deployment web, document 1, line 1',
        line: 1,
        sentence: expect.stringMatching(/Two autoscalers aim at it, one and two/) as unknown,
      },
    ]);
  });
});

describe('the number of replicas that is sent', () => {
  const cases: readonly [string, ReplicaSource, number | undefined, boolean, number][] = [
    ['the manifest decides', { kind: 'manifest', replicas: 4 }, 7, false, 4],
    ['the manifest at the first deployment', { kind: 'manifest', replicas: 4 }, undefined, false, 4],
    ['an autoscaler of the cluster over the manifest', { kind: 'manifest', replicas: 4 }, 7, true, 7],
    ['an autoscaler of the cluster before the first deployment', { kind: 'manifest', replicas: 4 }, undefined, true, 4],
    ['an autoscaler of the manifests', { kind: 'autoscaler', least: 2 }, 7, false, 7],
    ['an autoscaler at the first deployment', { kind: 'autoscaler', least: 2 }, undefined, false, 2],
    ['nobody: what runs', { kind: 'unset' }, 7, false, 7],
    ['nobody at the first deployment', { kind: 'unset' }, undefined, false, 1],
    ['a workload somebody scaled to 0 under an autoscaler', { kind: 'autoscaler', least: 2 }, 0, true, 0],
  ];
  it.each(cases)('is right: %s', (_name, ...[source, live, autoscaled, sent]) => {
    expect(replicasToSend(source, live, autoscaled)).toBe(sent);
  });

  it('is never less than what runs where an autoscaler decides, and always a number', () => {
    const count = fc.nat({ max: 1000 });
    const source = fc.oneof(
      fc.record({ kind: fc.constant('manifest' as const), replicas: count }),
      fc.record({ kind: fc.constant('autoscaler' as const), least: count }),
      fc.record({ kind: fc.constant('unset' as const) }),
    );
    fc.assert(
      fc.property(source, fc.option(count, { nil: undefined }), fc.boolean(), (from, live, autoscaled) => {
        const sent = replicasToSend(from, live, autoscaled);
        expect(Number.isInteger(sent)).toBe(true);
        if (autoscaled || from.kind !== 'manifest') expect(sent).toBeGreaterThanOrEqual(live ?? 0);
      }),
    );
  });
});
