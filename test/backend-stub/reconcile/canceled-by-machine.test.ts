import { carryOutCommands } from '../../../backend-stub/reconcile/commands.ts';
import { Stopwatch } from '../../../backend-stub/reconcile/stopwatch.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { aDecision, aDeployment, aMachineDeployment } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';

describe('what becomes of a deployment that was canceled', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openEmptyStore();
  }, 60_000);
  afterAll(() => store.close());

  const reference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' };
  const applied = [{ reference, uid: 'uid', generation: 1 }];
  const policy = { steps: [], onFailure: 'keep', onStall: 'wait' } as const;

  async function canceled(record: DeploymentRecord): Promise<DeploymentRecord> {
    const decisions = [aDecision(record.id, { action: 'cancel', comment: 'It was canceled.' })];
    const stored = { record, decisions, stopwatch: new Stopwatch(new HandClock()) };
    const services = servicesAround({ store });
    return (await carryOutCommands(services, stored, async (changed) => changed)).record;
  }

  it('is told in the words of whoever started it', async () => {
    const changes = { applied, policy: { ...policy, onCancel: 'keep' } } as const;
    const left = 'It was canceled. The rollouts are left as they are, since the';
    expect([
      (await canceled(aDeployment(changes))).summary,
      (await canceled(aMachineDeployment(changes))).summary,
    ]).toEqual([
      `${left} stage says: on cancel, keep. Restarting the stage takes them up again.`,
      `${left} machine says: on cancel, keep. Starting the same under another key takes them up again.`,
    ]);
  });

  it('is an abort of the rollouts where it says so', async () => {
    const record = await canceled(aMachineDeployment({ applied, policy: { ...policy, onCancel: 'abort' } }));
    expect([record.phase, record.summary]).toEqual([
      'aborting',
      'It was canceled. The machine says: on cancel, abort.',
    ]);
  });
});
