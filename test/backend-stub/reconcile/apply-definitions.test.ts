import { ClusterRejected } from '../../../backend-stub/control-plane/errors.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Advanced } from '../../../backend-stub/reconcile/advance.ts';
import type { Prepared } from '../../../backend-stub/reconcile/apply.ts';
import { applyDefinitions } from '../../../backend-stub/reconcile/apply-definitions.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { openPgliteStore } from '../../../backend-stub/store/pglite.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { definition, widget } from '../deployment/custom-resources.ts';
import { documents, planned, web } from '../deployment/planning.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';

const conditions = ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' }));

describe('what a manifest defines, once its definition is applied', () => {
  let store: Store;
  let clock: HandClock;
  let record: DeploymentRecord;

  beforeAll(async () => {
    store = await openPgliteStore();
  }, 60_000);
  afterAll(() => store.close());
  beforeEach(() => {
    clock = new HandClock();
    const plan = planned(documents(definition(), widget(), web()));
    record = aDeployment({ plan, phase: 'applying', phaseSince: clock.now() });
  });

  const refused = { object: 'Widget left in shop', why: '.spec.depth: field not declared.' };
  const refusing = (): Services =>
    servicesAround({
      controlPlane: {
        ...absentCluster([]),
        apply: async (account) => {
          throw new ClusterRejected(account, refused);
        },
      },
      store,
      clock,
    });
  /** The definition is on the cluster; `served`: and what it defines is. */
  const look = (served: boolean): Promise<Advanced | undefined> => {
    const objects = record.plan.objects.map((one): Prepared => {
      const isDefinition = one.awaited === 'established';
      const live = isDefinition ? { ...one.object, status: { conditions } } : undefined;
      return { planned: one, live, served: served || one.definedBy === undefined, toApply: one.object };
    });
    return applyDefinitions(refusing(), { record, objects, save: (changed) => Promise.resolve(changed) });
  };

  it('is not believed to be refused for some seconds: an API server may still judge by the definition of before', async () => {
    clock.move(50_000);
    const first = await look(true);
    expect(first).toMatchObject({ record: { phase: 'applying', phaseSince: clock.now() }, nextLook: 200 });
    record = first?.record ?? record;
    clock.move(2_900);
    expect(await look(true)).toEqual({ record, nextLook: 200 });
    clock.move(100);
    const end = await look(true);
    expect(end?.record.outcome).toBe('failed');
    expect(end?.record.summary).toContain('Widget left in shop: .spec.depth: field not declared. Applied and left');
  });

  it('is awaited for a minute when the API server does not serve it, and that is said', async () => {
    const sentence = 'The API server does not serve Widget (shop.example.com/v1) of widgets.shop.example.com yet.';
    clock.move(59_900);
    expect(await look(false)).toMatchObject({ record: { phase: 'applying', summary: sentence }, nextLook: 200 });
    clock.move(100);
    expect((await look(false))?.record).toMatchObject({
      outcome: 'failed',
      summary: `${sentence} Applied and left as it is: CustomResourceDefinition widgets.shop.example.com. Not applied: Widget left in shop, Rollout web in shop.`,
    });
  });
});
