import { ClusterRejected, ClusterUnreachable } from '../../../backend-stub/control-plane/errors.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { advance } from '../../../backend-stub/reconcile/advance.ts';
import type { Advanced, Save } from '../../../backend-stub/reconcile/advance.ts';
import type { Prepared } from '../../../backend-stub/reconcile/apply.ts';
import { applyDefinitions } from '../../../backend-stub/reconcile/apply-definitions.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import type { ControlPlane, Store } from '../../../backend-stub/ports.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { definition, widget } from '../deployment/custom-resources.ts';
import { documents, planned, web } from '../deployment/planning.ts';
import { absentCluster } from '../http/absent-cluster.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const conditions = ['NamesAccepted', 'Established'].map((type) => ({ type, status: 'True' }));

describe('what a manifest defines, once its definition is applied', () => {
  let store: Store;
  let clock: HandClock;
  let stopwatch: Stopwatch;
  let record: DeploymentRecord;

  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());
  beforeEach(() => {
    clock = new HandClock();
    stopwatch = new Stopwatch(clock);
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
  const prepared = (served: boolean): readonly Prepared[] =>
    record.plan.objects.map((one) => {
      const isDefinition = one.awaited === 'established';
      const live = isDefinition ? { ...one.object, status: { conditions } } : undefined;
      return { planned: one, live, served: served || one.definedBy === undefined, toApply: one.object };
    });
  const look = (served: boolean): Promise<Advanced | undefined> => {
    const save: Save = (changed) => Promise.resolve(changed);
    return applyDefinitions(refusing(), { record, objects: prepared(served), stopwatch, save });
  };
  /** Looks, and keeps what came of it. */
  const lookOn = async (served: boolean): Promise<DeploymentRecord> => {
    const advanced = await look(served);
    return (record = advanced?.record ?? record);
  };

  it.each([0, 3_600_000, -3_600_000])(
    'is not believed to be refused for some seconds, whatever the clock does (%d ms): an API server may still judge by the definition of before',
    async (jump) => {
      clock.move(50_000);
      expect(await look(true)).toMatchObject({ record: { phase: 'applying' }, nextLook: 200 });
      await lookOn(true);
      clock.jump(jump);
      clock.move(2_900);
      expect(await look(true)).toEqual({ record, nextLook: 200 });
      clock.move(100);
      const end = await lookOn(true);
      expect(end.outcome).toBe('failed');
      expect(end.summary).toContain('Widget left in shop: .spec.depth: field not declared. Applied and left');
    },
  );

  it('is doubted anew when its kind was not served in between', async () => {
    await lookOn(true);
    clock.move(2_900);
    await lookOn(false);
    clock.move(100);
    expect((await lookOn(true)).outcome).toBeUndefined();
  });

  it('is doubted anew when the API server was away in between', async () => {
    let isAway = false;
    const [established] = prepared(true);
    const controlPlane: ControlPlane = {
      ...refusing().controlPlane,
      list: async () => [],
      read: async (account, { kind }) => {
        if (isAway) throw new ClusterUnreachable(account, 'refused');
        return kind === 'CustomResourceDefinition' ? established?.live : undefined;
      },
    };
    const lookAsAWorker = async (): Promise<DeploymentRecord> => {
      const around = { record, decisions: [], stopwatch, quiet: true };
      const services = servicesAround({ controlPlane, store, clock });
      return (record = (await advance(services, around, (changed) => Promise.resolve(changed))).record);
    };
    await lookAsAWorker();
    clock.move(2_900);
    isAway = true;
    expect((await lookAsAWorker()).summary).toContain('It is tried again.');
    isAway = false;
    clock.move(100);
    expect((await lookAsAWorker()).outcome).toBeUndefined();
    clock.move(3_000);
    expect((await lookAsAWorker()).outcome).toBe('failed');
  });

  it.each([0, 3_600_000, -3_600_000])(
    'is awaited for a minute when the API server does not serve it, whatever the clock does (%d ms), and that is said',
    async (jump) => {
      const sentence = 'The API server does not serve Widget (shop.example.com/v1) of widgets.shop.example.com yet.';
      await lookOn(false);
      clock.jump(jump);
      clock.move(59_900);
      expect(await look(false)).toMatchObject({ record: { phase: 'applying', summary: sentence }, nextLook: 200 });
      clock.move(100);
      expect(await lookOn(false)).toMatchObject({
        outcome: 'failed',
        summary: `${sentence} Applied and left as it is: CustomResourceDefinition widgets.shop.example.com. Not applied: Widget left in shop, Rollout web in shop.`,
      });
    },
  );
});
