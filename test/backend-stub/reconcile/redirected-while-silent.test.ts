import { setTimeout as pause } from 'node:timers/promises';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Execution } from '../../../backend-stub/deployment/execution.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { Loop } from '../../../backend-stub/reconcile/loop.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { anOrcaStage } from './orca-stage.ts';
import { servicesAround } from './services-around.ts';

const patience = 60_000;
const times = { leaseMilliseconds: 60_000, tickMilliseconds: 20, silenceMilliseconds: 1 };

describe('a stage that was made to ask elsewhere while it runs', () => {
  let store: Store;
  let loop: Loop;
  const counted: string[] = [];
  beforeAll(async () => {
    store = await openEmptyStore();
  }, patience);
  afterAll(async () => {
    await loop.stop();
    await store.close();
  });

  it(
    'is noticed by the silence, counted, and told once in the timeline of its deployment',
    async () => {
      const record = aDeployment();
      const { executionId, stageId, attempt } = record.origin.stage;
      const addresses = [{ key: 'statusEndpoint', address: 'http://elsewhere.example.com/' }] as const;
      const webhook = { ...anOrcaStage.webhook, addresses };
      const stages = [{ ...anOrcaStage, id: stageId, startTime: Number(attempt), webhook }];
      const state = { application: 'shop', status: 'RUNNING', canceled: false, triggeredBy: [] } as const;
      const execution: Execution = { id: executionId, ...state, stages };
      await store.create(record, []);
      const services: Services = servicesAround({
        store,
        clock: { now: () => new Date(), elapsed: () => performance.now() },
        executions: { read: async () => ({ kind: 'found', execution }) },
        tell: (id, sentence) => loop.tell(id, sentence),
        measures: { ...servicesAround({ store }).measures, redirected: (key) => counted.push(key) },
      });
      loop = new Loop(services, times);
      loop.start();
      const told = async (): Promise<readonly string[]> => sentencesOf(await store.read(record.id));
      while (counted.length < 3 || (await told()).length === 0) await pause(5);
      await loop.stop();
      expect(await told()).toEqual([
        "The stage would send Orca's credential elsewhere: its statusEndpoint is http://elsewhere.example.com/, which is not this service.",
      ]);
      expect((await store.read(record.id))?.outcome).toBeUndefined();
    },
    patience,
  );
});

function sentencesOf(record: DeploymentRecord | undefined): readonly string[] {
  return (record?.events ?? []).map(({ sentence }) => sentence).filter((sentence) => sentence.includes('credential'));
}
