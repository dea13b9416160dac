import { randomUUID } from 'node:crypto';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { ControlPlane, Store } from '../../../backend-stub/ports.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { absentCluster } from '../../backend-stub/http/absent-cluster.ts';
import { startListeners } from '../../backend-stub/http/listeners.ts';
import type { Listeners } from '../../backend-stub/http/listeners.ts';
import { appliedOf, boundTo, first, recorded, second, steps } from '../../backend-stub/deployment/situations.ts';
import { aDeployment } from '../../backend-stub/store/a-deployment.ts';

const account = 'prod';
const moment = recorded('waiting-at-approval');

/** As long as the service keeps what Fiat answered. */
const fiatCacheMilliseconds = 5000;
const leaseMilliseconds = 600_000;

/** Both listeners on one store, over a cluster that shows a recorded Rollout at its approval and costs nothing. */
export class TrustingService {
  readonly #listeners: Listeners;
  readonly #store: Store;

  private constructor(listeners: Listeners, store: Store) {
    this.#listeners = listeners;
    this.#store = store;
  }

  static async start(access: 'fiat' | 'open', store: Store): Promise<TrustingService> {
    const listeners = await startListeners({
      ...{ access, store, fiatCacheMilliseconds },
      controlPlane: shownCluster(),
      wake: (id, services) => void settle(services, id),
    });
    return new TrustingService(listeners, store);
  }

  /** A deployment that waits for its approval, led by this replica. */
  async waiting(): Promise<string> {
    const id = randomUUID();
    const waits: DeploymentRecord = aDeployment({
      ...{ id, account, phase: 'waiting' },
      policy: { steps, onFailure: 'keep', onCancel: 'keep', onStall: 'wait' },
      applied: [appliedOf(moment)],
      bindings: [boundTo(moment, second, first)],
    });
    await this.#store.create(waits, []);
    await this.#store.claim('replica-1', leaseMilliseconds, 1_000_000);
    return id;
  }

  /** Milliseconds until Orca has the answer. */
  async status(id: string): Promise<number> {
    const began = performance.now();
    const { status } = await this.#listeners.status(id);
    const took = performance.now() - began;
    if (status !== 200) throw new Error(`a status was answered with ${status}`);
    return took;
  }

  /** Milliseconds until a person has what came of an approval, of which Fiat is asked anew. */
  async decide(id: string): Promise<number> {
    this.#listeners.clock.move(fiatCacheMilliseconds + 1);
    const seen = [{ rollout: moment.applied.sent.metadata.name, podHash: second, stepIndex: 1 }];
    const began = performance.now();
    const call = { method: 'POST', body: { action: 'approve', seen } } as const;
    const { status, body } = await this.#listeners.as('alice@example.com', `/v1/deployments/${id}/decisions`, call);
    const took = performance.now() - began;
    if (status !== 200 || body['state'] !== 'done') throw new Error(JSON.stringify(body));
    return took;
  }

  close(): Promise<void> {
    return this.#listeners.close();
  }
}

function shownCluster(): ControlPlane {
  return { ...absentCluster([{ name: account }]), read: async () => moment.rollout };
}

/** As the loop does when Argo Rollouts has acted, without waiting for it. */
async function settle({ store, settings, settled }: Services, id: string): Promise<void> {
  const [record, decisions] = await Promise.all([store.read(id), store.decisions(id)]);
  const accepted = decisions.find(({ state }) => state === 'accepted');
  if (record === undefined || accepted === undefined) throw new Error(`deployment ${id} has nothing to settle`);
  const settlement = { id: accepted.id, state: 'done', result: 'Argo Rollouts has acted on it.' } as const;
  await store.save(settings.replica, record, [settlement]);
  settled.announce(id, [settlement]);
}
