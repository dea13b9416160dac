import { ArgoRollouts } from '../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { previewPlan } from '../../backend-stub/reconcile/plan-preview.ts';
import { openAuthorizations } from '../../backend-stub/spinnaker/authorizations.ts';
import { openEmptyStore } from '../postgres/empty-store.ts';
import { servicesAround } from '../backend-stub/reconcile/services-around.ts';
import { HandClock } from '../spinnaker/hand-clock.ts';
import { deployment } from '../stage/manifests.ts';
import { progressiveStage } from '../stage/pipeline.ts';
import { account, roles } from '../stage/world.ts';
import { startSimulatedCluster } from './simulated-cluster.ts';

describe('a plan where access is open', () => {
  it('says that nobody’s rights are checked', async () => {
    const cluster = await startSimulatedCluster({ readyAfter: 20 });
    const store = await openEmptyStore();
    const path = cluster.kubeconfig('driver');
    const namespace = await cluster.createNamespace('shop');
    await cluster.grant('driver', roles, namespace);
    const credentials = { source: 'kubeconfig', path } as const;
    const accounts = [{ name: account, credentials, defaultNamespace: namespace }];
    const controlPlane = new ArgoRollouts({ accounts, clock: new HandClock() });
    const services = servicesAround({ store, controlPlane, authorizations: openAuthorizations() });
    const stage = progressiveStage({ manifest: deployment('web') });
    const view = await previewPlan(
      services,
      { user: 'anybody' },
      { application: 'shop', deployment: stage['deployment'] },
    );
    expect(view.kind === 'planned' ? view.plan.warnings : view).toContain(
      'Access is open: nobody’s rights are checked, so everybody may deploy this and decide about it.',
    );
    controlPlane.close();
    await store.close();
    await cluster.stop();
  }, 60_000);
});
