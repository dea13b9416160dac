import type { MachineCaller } from '../access/machine-caller.ts';
import { accountsOf } from '../access/tenants.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { StageOrigin } from '../deployment/origin.ts';
import { actorOf } from './actor-of.ts';
import type { NothingToDo } from './cancel.ts';
import { chooseEnd } from './choose-end.ts';
import type { ChosenEnd } from './choose-end.ts';
import { guard } from './guard.ts';
import type { Services } from './services.ts';
import { visibleDeployment } from './view-details.ts';

export type MachineCancelView = NothingToDo | ChosenEnd | Refusal;

const what = 'Canceling';

/** What a person does by canceling an execution: `onCancel` of the deployment says what becomes of its rollouts. */
export async function cancelByMachine(
  services: Services,
  { subject, tenant, user }: MachineCaller,
  id: string,
): Promise<MachineCancelView> {
  const accounts = accountsOf(tenant, services.controlPlane.accounts());
  const record = await visibleDeployment(services, { user, accounts, id }, what);
  if (isRefusal(record)) return record;
  const { application, account, origin, outcome } = record;
  if (origin.kind === 'stage') return isOfStage(id, origin);
  const denied = await guard(services, { action: 'cancel', user, application, account });
  if (denied !== undefined) return denied;
  if (outcome !== undefined) return { kind: 'nothing-to-do', sentence: `Deployment ${id} has ended already.` };
  return chooseEnd(services, record, {
    kind: 'canceled',
    sentence: `The deployment was canceled by machine ${subject}, as ${user}.`,
    by: user,
    actor: await actorOf(services, user, 'machine'),
  });
}

/** Orca would go on and call it failed, whoever canceled it here. */
function isOfStage(id: string, { stage }: StageOrigin): Refusal {
  return refuse('not-possible', {
    what,
    on: `deployment ${id}`,
    why: 'a stage of a pipeline started it, and Orca waits for that',
    remedy: `Cancel execution ${stage.executionId} in Spinnaker`,
  });
}
