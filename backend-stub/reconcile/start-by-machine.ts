import type { MachineCaller } from '../access/machine-caller.ts';
import { accountsOf } from '../access/tenants.ts';
import { parseDeployment } from '../contract/parse-deployment.ts';
import { isRefusal, problemText, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { DeploymentReport } from '../contract/report.ts';
import { contentHash } from '../deployment/content-hash.ts';
import type { MachineOrigin } from '../deployment/origin.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { actorOf } from './actor-of.ts';
import { guard } from './guard.ts';
import type { PlanRequest } from './plan-preview.ts';
import { invalid, prepareDeployment, starting, unknownAccount } from './prepare-deployment.ts';
import { workloadsOf } from './services.ts';
import type { Services } from './services.ts';
import type { RefusedStart } from './start.ts';
import { visibleDeployment } from './view-details.ts';
import { reportDeployment } from './view.ts';
import { inProgress } from './workload-holder.ts';

export interface MachineStartRequest extends PlanRequest {
  readonly idempotencyKey: string;
}

export type MachineStartView = { readonly kind: 'found'; readonly deployment: DeploymentReport } | RefusedStart;

/**
 * Answers before anything is asked of a cluster. The same key of the same machine finds what it started, as long as that may
 * be seen, and starts nothing. Throws when Fiat or the store can't tell: the machine asks again.
 */
export async function startByMachine(
  services: Services,
  caller: MachineCaller,
  { application, deployment, idempotencyKey: key }: MachineStartRequest,
): Promise<MachineStartView> {
  const { subject, tenant } = caller;
  const request = contentHash({ application, deployment });
  const origin: MachineOrigin = { kind: 'machine', subject, key, request };
  const known = await services.store.findByKey({ tenant, subject, key });
  if (known !== undefined) return startedBefore(services, caller, { id: known, origin });
  const parsed = parseDeployment(deployment);
  if (parsed.kind === 'invalid') return invalid(problemText(parsed.problems), origin);
  const { account } = parsed.deployment.targets[0];
  const names = accountsOf(tenant, services.controlPlane.accounts());
  const accounts = services.controlPlane.accounts().filter(({ name }) => names.includes(name));
  // Before Fiat is asked, whose refusal would name the roles of an account that is not to be known.
  if (!names.includes(account)) return unknownAccount(accounts, account);
  const asked = { origin, application, requester: caller.user, deployment: parsed.deployment, accounts };
  const denied = await guard(services, { action: 'start', user: caller.user, application, account });
  const prepared = denied ?? prepareDeployment(services, asked);
  const started = prepared.kind === 'refused' ? prepared : await keep(services, caller, { ...prepared, origin });
  return started.kind === 'refused' ? { ...started, account } : started;
}

interface Kept {
  readonly record: DeploymentRecord;
  readonly origin: MachineOrigin;
}

async function keep(services: Services, caller: MachineCaller, { record, origin }: Kept): Promise<MachineStartView> {
  const { id, application, account, requester } = record;
  const by = await actorOf(services, requester, 'machine');
  const created = await services.begin(record, workloadsOf(record), by);
  switch (created.kind) {
    case 'created':
      services.log.info({ deployment: id, application, account, machine: caller.subject }, 'deployment accepted');
      return { kind: 'found', deployment: await reportDeployment(services, record) };
    case 'exists':
      return startedBefore(services, caller, { id: created.id, origin });
    case 'locked':
      return inProgress(created);
  }
}

/** Judged as any look at it: that it was started once says nothing about what may be seen now. */
async function startedBefore(
  services: Services,
  { user, tenant }: MachineCaller,
  { id, origin }: { readonly id: string; readonly origin: MachineOrigin },
): Promise<MachineStartView> {
  const accounts = accountsOf(tenant, services.controlPlane.accounts());
  const record = await visibleDeployment(services, { user, accounts, id }, starting);
  if (isRefusal(record)) return record;
  if (record.origin.kind === 'machine' && record.origin.request === origin.request)
    return { kind: 'found', deployment: await reportDeployment(services, record) };
  return keyTaken(origin.key, id);
}

function keyTaken(key: string, id: string): Refusal {
  return refuse('bad-input', {
    what: starting,
    on: `key ${key}`,
    why: `deployment ${id} was started under it, and for something else`,
    remedy: 'Choose a new key for what is new, and repeat a call with the same body',
  });
}
