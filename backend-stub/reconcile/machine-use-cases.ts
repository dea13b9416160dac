import type { MachineCaller } from '../access/machine-caller.ts';
import { accountsOf } from '../access/tenants.ts';
import type { Refusal } from '../contract/refusal.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { DeploymentReport } from '../contract/report.ts';
import { previewPlan } from './plan-preview.ts';
import type { PlanRequest, PlanView } from './plan-preview.ts';
import type { Services } from './services.ts';
import { visibleDeployment } from './view-details.ts';
import { reportDeployment, viewAccounts, viewApplication } from './view.ts';
import type { AccountReport, DeploymentsView } from './view.ts';

/** What machines can ask for. Each sees the accounts of its tenant only, and of these what its service account may see. */
export interface MachineUseCases {
  readonly access: 'fiat' | 'open';
  accounts(caller: MachineCaller): Promise<readonly AccountReport[]>;
  deployments(caller: MachineCaller, application: string): Promise<DeploymentsView>;
  deployment(caller: MachineCaller, id: string): Promise<MachineDeploymentView>;
  plan(caller: MachineCaller, request: PlanRequest): Promise<PlanView>;
}

export type MachineDeploymentView = { readonly kind: 'found'; readonly deployment: DeploymentReport } | Refusal;

export function machineUseCases(services: Services): MachineUseCases {
  const within = ({
    user,
    tenant,
  }: MachineCaller): { readonly user: string; readonly accounts: readonly string[] } => ({
    user,
    accounts: accountsOf(tenant, services.controlPlane.accounts()),
  });
  return {
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
    plan: (caller, request) => previewPlan(services, within(caller), request),
  };
}
