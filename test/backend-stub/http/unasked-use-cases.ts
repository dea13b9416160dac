import type { MachineUseCases } from '../../../backend-stub/reconcile/machine-use-cases.ts';
import type { OrcaUseCases, PeopleUseCases } from '../../../backend-stub/reconcile/use-cases.ts';

const unasked = (): never => {
  throw new Error('Nobody asks for this here.');
};

/** For tests of a listener that are not about what stands behind it. */
export const unaskedByOrca: OrcaUseCases = { start: unasked, statusAtHand: unasked, status: unasked, cancel: unasked };

export const unaskedByPeople: PeopleUseCases = {
  access: 'fiat',
  accounts: unasked,
  deployment: unasked,
  appliedPlan: unasked,
  deployments: unasked,
  plan: unasked,
  decide: unasked,
  giveBack: unasked,
  nonce: unasked,
  decideOnStage: unasked,
  audit: unasked,
  creation: unasked,
  creationOverview: unasked,
  doctor: unasked,
  pipelineAccess: unasked,
  serviceAccounts: unasked,
  applicationsAccess: unasked,
};

export const unaskedByMachines: MachineUseCases = {
  access: 'fiat',
  accounts: unasked,
  deployments: unasked,
  deployment: unasked,
  start: unasked,
  cancel: unasked,
  plan: unasked,
  exportAudit: unasked,
  notAdmitted: unasked,
};
