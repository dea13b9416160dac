import type { MachineCaller } from '../access/machine-caller.ts';
import type { MachineRoute } from '../access/machine-scopes.ts';
import { accountsOf } from '../access/tenants.ts';
import type { AuditStretch } from '../audit/ledger.ts';
import type { Refusal } from '../contract/refusal.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { DeploymentReport } from '../contract/report.ts';
import { auditedForMachines } from './audited.ts';
import { cancelByMachine } from './cancel-by-machine.ts';
import type { MachineCancelView } from './cancel-by-machine.ts';
import { exportAudit } from './export-audit.ts';
import { standingOf } from './guard.ts';
import { previewPlan } from './plan-preview.ts';
import type { PlanRequest, PlanView } from './plan-preview.ts';
import { Refusals } from './refusals.ts';
import type { Services } from './services.ts';
import { startByMachine } from './start-by-machine.ts';
import type { MachineStartRequest, MachineStartView } from './start-by-machine.ts';
import { visibleDeployment } from './view-details.ts';
import { reportDeployment, viewAccounts, viewApplication } from './view.ts';
import type { AccountReport, DeploymentsView } from './view.ts';

/** What machines can ask for. Each sees the accounts of its tenant only, and of these what its service account may see. */
export interface MachineUseCases {
  readonly access: 'fiat' | 'open';
  accounts(caller: MachineCaller): Promise<readonly AccountReport[]>;
  deployments(caller: MachineCaller, application: string): Promise<DeploymentsView>;
  deployment(caller: MachineCaller, id: string): Promise<MachineDeploymentView>;
  start(caller: MachineCaller, request: MachineStartRequest): Promise<MachineStartView>;
  cancel(caller: MachineCaller, id: string): Promise<MachineCancelView>;
  plan(caller: MachineCaller, request: PlanRequest): Promise<PlanView>;
  /** The chain of the caller's tenant, whatever application a record is about. */
  exportAudit(caller: MachineCaller, stretch: Pick<AuditStretch, 'after' | 'from' | 'to'>): Promise<MachineAuditView>;
  /** Told of a machine with a good token that may not do what it asks for. Never throws. */
  notAdmitted(machine: MachineOutside, refusal: Refusal): Promise<void>;
}

export interface MachineOutside {
  readonly subject: string;
  /** The service account, where one is configured. */
  readonly user?: string;
  readonly route: MachineRoute;
}

export type MachineDeploymentView = { readonly kind: 'found'; readonly deployment: DeploymentReport } | Refusal;

/** `lines`: of NDJSON, each with its end. */
export type MachineAuditView = { readonly kind: 'exported'; readonly lines: AsyncGenerator<string> } | Refusal;

/** `refusals`: one for all listeners, whose owner closes it. */
export function machineUseCases(services: Services, refusals: Refusals = new Refusals(services)): MachineUseCases {
  const within = ({
    user,
    tenant,
  }: MachineCaller): { readonly user: string; readonly accounts: readonly string[] } => ({
    user,
    accounts: accountsOf(tenant, services.controlPlane.accounts()),
  });
  const useCases: MachineUseCases = {
    access: services.authorizations.mode,
    async accounts(caller) {
      const { user, accounts } = within(caller);
      return (await viewAccounts(services, user)).filter(({ name }) => accounts.includes(name));
    },
    deployments: (caller, application) => viewApplication(services, { ...within(caller), application }),
    async deployment(caller, id) {
      const record = await visibleDeployment(services, { ...within(caller), id });
      if (isRefusal(record)) return record;
      return { kind: 'found', deployment: await reportDeployment(services, record) };
    },
    start: (caller, request) => startByMachine(services, caller, request),
    cancel: (caller, id) => cancelByMachine(services, caller, id),
    plan: (caller, request) => previewPlan(services, within(caller), request),
    // What is written down of it is all that comes of it.
    notAdmitted: () => Promise.resolve(),
    async exportAudit({ user, tenant }, stretch) {
      const { asAdmin } = await standingOf(services, user);
      if (services.authorizations.mode === 'fiat' && asAdmin === undefined) return noAdmin(user, tenant);
      return { kind: 'exported', lines: exportAudit(services, { tenant, ...stretch }) };
    },
  };
  return auditedForMachines(useCases, { services, refusals });
}

/** A chain tells of applications that a service account may not read, so READ on one of them would not do. */
function noAdmin(user: string, tenant: string): Refusal {
  return refuse('not-allowed', {
    what: 'Exporting the audit',
    on: `tenant ${tenant}`,
    why: `it tells of every application, and ${user} is no admin in Fiat`,
    remedy: 'An operator can make that service account one; the page Audit of an application needs READ on it only',
  });
}
