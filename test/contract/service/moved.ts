import type { PlanReport } from '../../../backend-stub/contract/plan.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { planDeployment } from '../../../backend-stub/deployment/plan.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane, Store } from '../../../backend-stub/ports.ts';
import { applyPlan } from '../../../backend-stub/reconcile/apply-plan.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import { servicesAround } from '../../backend-stub/reconcile/services-around.ts';
import { aDeployment } from '../../backend-stub/store/a-deployment.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { deployment, documents, service as serviceManifest } from '../../stage/manifests.ts';
import { alice, application } from '../../stage/people.ts';
import { deployed, deploymentOf, endOf, progressiveStage, run } from '../../stage/pipeline.ts';
import { account, closeAll, open } from '../cluster-under-test.ts';
import type { Service } from './service-under-test.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

/** Does something right before the first apply that is no dry run: after the plan was kept. */
function meddled(controlPlane: ControlPlane, meddle: () => Promise<unknown>): ControlPlane {
  let pending: (() => Promise<unknown>) | undefined = meddle;
  return {
    accounts: () => controlPlane.accounts(),
    read: (...call) => controlPlane.read(...call),
    list: (...call) => controlPlane.list(...call),
    patch: (...call) => controlPlane.patch(...call),
    delete: (...call) => controlPlane.delete(...call),
    observe: (...call) => controlPlane.observe(...call),
    watch: (...call) => controlPlane.watch(...call),
    async apply(name, object, options) {
      const now = options?.dryRun === true ? undefined : pending;
      if (now !== undefined) pending = undefined;
      await now?.();
      return controlPlane.apply(name, object, options);
    },
  };
}

/** What was planned is what is applied, or it is said what moved in between. */
export function movedContract(service: Service): void {
  let store: Store;
  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());
  afterEach(closeAll);

  const recordOf = (manifest: string): DeploymentRecord => {
    const parsed = parseDeployment(progressiveStage({ manifest })['deployment']);
    if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
    const record = aDeployment({ account });
    const planned = planDeployment({
      deployment: parsed.deployment,
      account: { name: account, defaultNamespace: service().world.namespace },
      application,
      deploymentId: record.id,
    });
    if (planned.kind === 'invalid') throw new Error(JSON.stringify(planned.problems));
    return { ...record, plan: planned.plan };
  };

  /** Plans and applies, with somebody who meddles between the two; answers the events. */
  const eventsOf = async (manifest: string, meddle: () => Promise<unknown>): Promise<readonly string[]> => {
    const { controlPlane } = open({ kubeconfig: service().world.cluster.kubeconfig('driver') });
    const clock = new HandClock();
    const services = servicesAround({ store, clock, controlPlane: meddled(controlPlane, meddle) });
    const record = recordOf(manifest);
    await store.create(record, []);
    await store.claim('replica-1', 60_000, 1000);
    const save = (changed: DeploymentRecord): Promise<DeploymentRecord> => Promise.resolve(changed);
    const { record: after } = await applyPlan(services, { record, stopwatch: new Stopwatch(clock) }, save);
    return after.events
      .map(({ sentence }) => sentence)
      .filter((sentence) => sentence.includes('between plan and apply'));
  };

  it('is said of an object that somebody changed after the plan', async () => {
    const { world, outside } = service();
    const manifest = documents(serviceManifest('meddled'), deployment('meddled'));
    await deployed(world, { manifest });
    const meddle = (): Promise<unknown> =>
      outside.patch('Service', 'meddled', {
        metadata: { labels: { team: 'x' } },
        spec: { sessionAffinity: 'ClientIP' },
      });
    const events = await eventsOf(manifest.replace('port: 80', 'port: 81'), meddle);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatch(
      new RegExp(
        `^Service meddled in ${world.namespace} was changed between plan and apply: it is not as planned in metadata.labels`,
      ),
    );
    expect(events[0]).toContain('spec.sessionAffinity');
  });

  it('is said of an object that somebody else made meanwhile', async () => {
    const { world, outside } = service();
    const manifest = documents(serviceManifest('made'), deployment('made'));
    const made = { metadata: { name: 'made' }, spec: { sessionAffinity: 'ClientIP', ports: [{ port: 80 }] } };
    expect(await eventsOf(manifest, () => outside.create('Service', made, 'kubectl-create'))).toEqual([
      `Service made in ${world.namespace} was made by kubectl-create between plan and apply: the plan was to create it.`,
    ]);
  });

  it('is nothing where nobody meddles, and the plan that people see is the one that was made before', async () => {
    const { world } = service();
    const manifest = (image: string): string => documents(serviceManifest('planned'), deployment('planned', { image }));
    const plan = (image: string): Promise<PlanReport> =>
      world.as(alice).plan(application, progressiveStage({ manifest: manifest(image), steps: [] }));
    for (const image of ['web:1', 'web:2', 'web:2']) {
      const before = await plan(image);
      const running = run(world, { manifest: manifest(image), steps: [] });
      const id = await deploymentOf(world, running);
      expect((await endOf(world, running)).status).toBe('SUCCEEDED');
      const kept = await world.as(alice).appliedPlan(id);
      expect(kept.fingerprint).toEqual(before.fingerprint);
      expect(kept.objects.map(({ kind, change }) => [kind, change?.verdict])).toEqual(
        before.objects.map(({ kind, change }) => [kind, change?.verdict]),
      );
      expect((await service().events(id)).join(' ')).not.toContain('between plan and apply');
    }
  });
}
