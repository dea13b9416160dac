import { setTimeout } from 'node:timers/promises';
import type { DecisionRecord, DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { defaultGraces } from '../../../backend-stub/deployment/conclude.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { Metrics } from '../../../backend-stub/http/metrics.ts';
import { ApproverCalls } from '../../../backend-stub/reconcile/approver-calls.ts';
import type { CallTimes } from '../../../backend-stub/reconcile/approver-calls.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { echoNotifications } from '../../../backend-stub/spinnaker/echo.ts';
import { startEcho, type SmallEcho } from '../../spinnaker/echo.ts';
import { ended } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { waitingDeployment, waitingRollout } from './waiting-deployment.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const notifications = [
  { type: 'slack', address: '#releases' },
  { type: 'email', address: 'sre@example.com' },
] as const;
const quick: CallTimes = { pausesMilliseconds: [5, 5], lostMilliseconds: 60_000 };
const patience = 60_000;

describe('calling approvers', () => {
  let store: Store;
  let echo: SmallEcho;
  let record: DeploymentRecord;
  let metrics: Metrics;

  beforeAll(async () => {
    store = await openEmptyStore();
  }, patience);
  afterAll(() => store.close());
  beforeEach(async () => {
    metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
    echo = await startEcho();
    record = await kept(waiting());
  });
  afterEach(() => echo.close());

  const waiting = (): DeploymentRecord => {
    const found = waitingDeployment();
    return { ...found, policy: { ...found.policy, notifications } };
  };
  async function kept(created: DeploymentRecord): Promise<DeploymentRecord> {
    await store.create(created, []);
    await store.claim('replica-1', patience, 1000);
    await store.save('replica-1', created);
    return created;
  }

  const services = (): Services =>
    servicesAround({
      notifications: echoNotifications({ url: echo.url, timeoutMilliseconds: 30_000 }),
      store,
      measures: metrics,
      settings: {
        replica: 'replica-1',
        publicUrl: '',
        deckUrl: 'https://deck.example.com',
        graces: defaultGraces,
        canSeal: false,
      },
    });
  const replica = (times = quick): ApproverCalls => new ApproverCalls(services(), times);
  const states = async (): Promise<readonly string[]> => (await store.calls(record.id)).map(({ state }) => state);
  /** Looks again and again, as the loop does, until both calls have come to an end. */
  async function settled(calls: ApproverCalls, decisions: readonly DecisionRecord[] = []): Promise<readonly string[]> {
    for (;;) {
      calls.notice(record, decisions);
      const now = await states();
      if (now.length > 0 && now.every((state) => state === 'sent' || state === 'failed')) return now;
      await setTimeout(2);
    }
  }

  /** How many tries have been counted, by what came of them. */
  const counted = async (): Promise<readonly string[]> =>
    [...(await metrics.text()).matchAll(/^gennaker_approver_calls_total\{result="(\w+)"\} (\d+)$/gm)]
      .map(([, result = '', count = '']) => `${count} ${result}`)
      .sort();

  it('happens once for each recipient, however often and by whomever the deployment is looked at', async () => {
    const both = [replica(), replica()];
    expect(await Promise.all(both.map((calls) => settled(calls)))).toEqual([
      ['sent', 'sent'],
      ['sent', 'sent'],
    ]);
    await settled(replica());
    expect(await counted()).toEqual(['2 sent']);
    expect(
      echo
        .received()
        .map(({ notificationType, to }) => [notificationType, ...to])
        .sort(),
    ).toEqual([
      ['EMAIL', 'sre@example.com'],
      ['SLACK', '#releases'],
    ]);
  });

  it('happens once for a step with several rollouts', async () => {
    record = await kept({ ...waiting(), rollouts: [waitingRollout(), waitingRollout({ name: 'api' })] });
    await settled(replica());
    expect(echo.received()).toHaveLength(2);
    expect(echo.received()[0]?.body).toContain('/#/applications/shop/executions/details/');
  });

  it('happens again for the same step after a retry', async () => {
    await settled(replica());
    const retry = { action: 'retry', state: 'done' } as const;
    const decisions = [{ ...retry, id: 'x', deploymentId: record.id, by: 'alice', seen: [], at: new Date() }];
    replica().notice(record, decisions);
    while (echo.received().length < 4) await setTimeout(2);
    expect((await store.calls(record.id)).map(({ round }) => round)).toEqual([0, 0, 1, 1]);
  });

  it.each<readonly [string, Partial<DeploymentRecord>]>([
    ['nothing waits', { rollouts: [] }],
    ['it has ended', ended(waitingDeployment())],
  ])('does not happen when %s', async (_case, changes) => {
    const calls = replica();
    calls.notice({ ...record, ...changes, policy: record.policy, id: record.id }, []);
    await calls.stop();
    expect(await states()).toEqual([]);
  });

  it('is tried again while Echo is away, and is given up in the end', async () => {
    await echo.service.down();
    expect(await settled(replica())).toEqual(['failed', 'failed']);
    expect(await counted()).toEqual(['2 failed', '4 due']);
    expect(await store.calls(record.id)).toMatchObject([{ attempts: 3 }, { attempts: 3 }]);
    expect(await metrics.text()).toMatch(/gennaker_retries_total\{work="approver call",reason="\w+"\} 4/);
    await echo.service.up();
  });

  it('reaches people as soon as Echo is back', async () => {
    echo.service.onceAnswer({ status: 503 });
    expect(await settled(replica())).toEqual(['sent', 'sent']);
    expect([echo.received().length, echo.service.asked.length]).toEqual([2, 3]);
  });

  it('is not tried again where that can not help', async () => {
    echo.service.insteadAnswer({ status: 400 });
    expect(await settled(replica())).toEqual(['failed', 'failed']);
    expect(echo.service.asked).toHaveLength(2);
  });

  it('does not happen any more when the approval was given meanwhile', async () => {
    echo.service.insteadAnswer({ status: 503 });
    const calls = replica({ ...quick, pausesMilliseconds: [50] });
    calls.notice(record, []);
    while (echo.service.asked.length < 2) await setTimeout(2);
    const { waiting: _over, ...moving } = waitingRollout({ situation: 'progressing', stepIndex: 2 });
    await store.save('replica-1', { ...record, rollouts: [moving] });
    expect(await settled(calls)).toEqual(['failed', 'failed']);
    expect(await store.calls(record.id)).toMatchObject([
      { reason: expect.stringMatching(/^it was decided before/) },
      {},
    ]);
    await calls.stop();
    expect(await counted()).toEqual(['2 due', '2 overtaken']);
  });

  it('is left to the next replica when the service is stopped between two tries', async () => {
    echo.service.insteadAnswer({ status: 503 });
    const calls = replica({ ...quick, pausesMilliseconds: [patience, 5, 5] });
    calls.notice(record, []);
    while ((await states()).filter((state) => state === 'due').length < 2 || echo.service.asked.length < 2)
      await setTimeout(2);
    await calls.stop();
    echo.service.insteadAnswer();
    expect(await settled(replica({ ...quick, pausesMilliseconds: [5, 5, 5] }))).toEqual(['sent', 'sent']);
    expect(echo.received()).toHaveLength(2);
  });

  it('is never repeated by a replica that finds a call half made, which is said after a while', async () => {
    const call = { deploymentId: record.id, stepIndex: 1, round: 0, recipient: 0 };
    await store.noteCalls([call]);
    await store.takeCall(call);
    expect(await settled(replica({ ...quick, lostMilliseconds: 20 }))).toEqual(['failed', 'sent']);
    expect(echo.received().map(({ notificationType }) => notificationType)).toEqual(['EMAIL']);
    expect(await store.calls(record.id)).toMatchObject([{ reason: expect.stringContaining('is not known') }, {}]);
  });

  it('never waits with a look for an Echo that is slow', async () => {
    echo.service.hold();
    const calls = replica();
    calls.notice(record, []);
    while (echo.service.asked.length < 2) await setTimeout(2);
    expect(await states()).toEqual(['sending', 'sending']);
    echo.service.release();
    expect(await settled(calls)).toEqual(['sent', 'sent']);
  });
});
