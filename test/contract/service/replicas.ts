import fc from 'fast-check';
import { isClusterConflict } from '../../../backend-stub/control-plane/errors.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { at, numberAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { planDeployment } from '../../../backend-stub/deployment/plan.ts';
import type { Plan } from '../../../backend-stub/deployment/record.ts';
import { preflight } from '../../../backend-stub/reconcile/apply.ts';
import { deployment, documents } from '../../stage/manifests.ts';
import { approval, progressiveStage, weight } from '../../stage/pipeline.ts';
import { seed } from '../../stage/seeded.ts';
import { account, closeAll, open } from '../cluster-under-test.ts';
import type { Service } from './service-under-test.ts';

/** What a manifest says, and what others do before and during its apply. */
interface Apply {
  readonly replicas: number | undefined;
  readonly autoscaler: boolean;
  readonly before: number | 'autoscaler removed' | undefined;
  readonly during: number | undefined;
}

const number = fc.integer({ min: 2, max: 9 });
const apply: fc.Arbitrary<Apply> = fc.record({
  replicas: fc.option(number, { nil: undefined }),
  autoscaler: fc.boolean(),
  before: fc.option(fc.oneof(number, fc.constant('autoscaler removed' as const)), { nil: undefined }),
  during: fc.option(number, { nil: undefined }),
});
const least = 3;

const autoscaler = (name: string): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name} }
spec:
  minReplicas: ${least}
  maxReplicas: 9
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
`;

/** The manifest decides where it has a number and nobody scales; else the number that runs stays. */
function wanted({ replicas, autoscaler: inManifest }: Apply, live: number | undefined, inCluster: boolean): number {
  if (replicas !== undefined && !inManifest && !inCluster) return replicas;
  return live ?? (inManifest ? least : 1);
}

const policy = { steps: [], onFailure: 'keep', onCancel: 'keep', onStall: 'wait' } as const;

/**
 * The plan, the look at the cluster and the apply, as the loop does them, without the stage around them. Every apply is
 * of another version, so that from the second on all happens in the middle of a canary.
 */
export function replicasContract(service: Service): void {
  afterEach(closeAll);

  it(`never are fewer than manifest, autoscaler or whoever scales has asked for (GENNAKER_SEED=${seed})`, async () => {
    const { world, outside } = service();
    const { controlPlane } = open({ kubeconfig: world.cluster.kubeconfig('driver') });
    let runs = 0;

    const planOf = (name: string, { replicas, autoscaler: scaled }: Apply, version: number): Plan => {
      const whole = deployment(name, { replicas: replicas ?? 1, image: `web:${version}` });
      const workload = replicas === undefined ? whole.replace(/ {2}replicas: \d+\n/, '') : whole;
      const manifest = scaled ? documents(workload, autoscaler(name)) : workload;
      const stage = progressiveStage({ manifest, steps: [weight(50), approval] });
      const parsed = parseDeployment(stage['deployment']);
      if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
      const target = { name: account, defaultNamespace: world.namespace };
      const marks = { application: 'shop', deploymentId: `${name}-${version}` };
      const planned = planDeployment({ deployment: parsed.deployment, account: target, ...marks });
      if (planned.kind === 'invalid') throw new Error(JSON.stringify(planned.problems));
      return planned.plan;
    };
    const numberOf = async (name: string): Promise<number | undefined> =>
      numberAt(await outside.rollout(name), 'spec', 'replicas');
    /** What the number should be, at the moment of the look that led to the apply that was taken. */
    const applied = async (name: string, step: Apply, plan: Plan): Promise<number> => {
      for (let during = step.during; ;) {
        const inCluster = (await outside.read('HorizontalPodAutoscaler', name)) !== undefined;
        const { problems, objects } = await preflight(controlPlane, { account, plan, policy });
        expect(problems).toEqual([]);
        const live = await numberOf(name);
        if (during !== undefined && live !== undefined && during !== live) await outside.scale(name, during);
        during = undefined;
        try {
          for (const { toApply } of objects) await controlPlane.apply(account, toApply);
          return wanted(step, live, inCluster);
        } catch (error) {
          if (!isClusterConflict(error)) throw error;
        }
      }
    };
    const settled = (name: string): Promise<unknown> =>
      outside.untilRollout(
        name,
        (one) => Number(textAt(one, 'status', 'observedGeneration') ?? 0) >= Number(at(one, 'metadata', 'generation')),
      );

    const oneSequence = async (sequence: readonly Apply[]): Promise<void> => {
      runs += 1;
      const name = `scaled-${runs}`;
      for (const [version, step] of sequence.entries()) {
        const exists = (await numberOf(name)) !== undefined;
        if (typeof step.before === 'number' && exists) await outside.scale(name, step.before);
        if (step.before === 'autoscaler removed') await outside.removeIfThere('HorizontalPodAutoscaler', name);
        const expected = await applied(name, step, planOf(name, step, version));
        await settled(name);
        expect(await numberOf(name)).toBe(expected);
      }
    };
    const sequences = fc.array(apply, { minLength: 3, maxLength: 4 });
    await fc.assert(fc.asyncProperty(sequences, oneSequence), { seed, numRuns: 12, endOnFailure: true });
  });
}
