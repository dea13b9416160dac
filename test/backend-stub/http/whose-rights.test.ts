import { listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import { waitingDeployment } from '../reconcile/waiting-deployment.ts';
import { aDeployment } from '../store/a-deployment.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

const alice = 'alice@example.com';
const admin = 'admin@example.com';
let listeners: Listeners;

beforeAll(async () => {
  listeners = await startListeners();
}, patience);
afterAll(() => listeners.close());

const viewerOf = async (user: string, { id }: DeploymentRecord) =>
  recordAt((await listeners.as(user, `/v1/deployments/${id}`)).body, 'viewer');

describe('a deployment that waits for an approval by somebody else than the requester', () => {
  const mayApprove = async (user: string, record: DeploymentRecord): Promise<unknown> =>
    listAt(await viewerOf(user, record), 'may').map((one) => `${textAt(one, 'action')} ${textAt(one, 'kind')}`);
  const excluding = { pause: { untilApproved: true, notRequester: true } } as const;

  async function waitingFor(requester: string, triggeredBy: readonly string[] = []): Promise<DeploymentRecord> {
    const { origin } = aDeployment();
    const record = waitingDeployment({ changes: { requester, origin: { ...origin, triggeredBy } } });
    const steps = [{ setWeight: { weight: 25 } }, excluding] as const;
    const kept = { ...record, policy: { ...record.policy, steps } };
    await listeners.store.create(kept, []);
    return kept;
  }

  it.each([
    ['who runs it', alice, []],
    ['who runs it, in other letters', 'Alice@Example.com', []],
    ['who is named by a trigger before it', 'rollout-sa@managed', ['bob@example.com', alice]],
  ])('keeps out %s', async (_case, requester, triggeredBy) => {
    const record = await waitingFor(requester, triggeredBy);
    const denied = ['approve denied', 'promoteFully denied', 'abort allowed', 'retry allowed'];
    expect(await mayApprove(alice, record)).toEqual(denied);
    const allowed = ['approve allowed', 'promoteFully allowed', 'abort allowed', 'retry allowed'];
    expect(await mayApprove('releaser@example.com', record)).toEqual(allowed);
  });

  it('keeps an admin out who runs it, and no other', async () => {
    const [own, others] = [await waitingFor(admin), await waitingFor(alice)];
    expect(await mayApprove(admin, own)).toEqual(expect.arrayContaining(['approve denied', 'abort allowed']));
    expect(await mayApprove(admin, others)).toEqual(expect.arrayContaining(['approve allowed']));
  });
});

describe('whose word the rights of a reader are', () => {
  it('is said with its age, and that it calls them an admin', async () => {
    const record = waitingDeployment();
    await listeners.store.create(record, []);
    expect(await viewerOf(alice, record)).toMatchObject({ user: alice, secondsOld: 0 });
    expect(await viewerOf(alice, record)).not.toHaveProperty('asAdmin');
    expect(await viewerOf(admin, record)).toMatchObject({ user: admin, asAdmin: true, secondsOld: 0 });
  });

  it('is not said where access is open: nobody was asked', async () => {
    const open = await startListeners({ access: 'open', store: listeners.store });
    const record = waitingDeployment();
    await listeners.store.create(record, []);
    const { body } = await open.as(alice, `/v1/deployments/${record.id}`);
    const keys = Object.keys(recordAt(body, 'viewer')).sort();
    expect([body['access'], keys]).toEqual(['open', ['may', 'mayGiveBack', 'user']]);
    await open.close();
  });
});
