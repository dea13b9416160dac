import { actionNames, type Action } from '../contract/decision.ts';

/**
 * Everything that Fiat is asked about. `cancel` is a machine's, of what a machine started. Orca's call is not here: it comes
 * without a person, and what it means is read back from the execution, which Orca lets nobody cancel without EXECUTE.
 */
export type GuardedAction = Action | 'view' | 'start' | 'cancel' | 'giveBack';

/** What one action needs, all columns together. */
export interface Right {
  readonly application: 'READ' | 'EXECUTE' | 'none';
  readonly account: 'WRITE' | 'none';
  /** Whether the roles that an approval step names are asked for. */
  readonly requiredRoles: boolean;
  /** Whether Fiat's admin flag answers all of it, but for `notRequester`. */
  readonly adminPasses: boolean;
  /** Whether an approval step may keep it from whoever asked for the deployment; then from admins too. */
  readonly notRequester: boolean;
}

const operate: Right = {
  application: 'EXECUTE',
  account: 'WRITE',
  requiredRoles: false,
  adminPasses: true,
  notRequester: false,
};
const approve: Right = { ...operate, requiredRoles: true, notRequester: true };

/**
 * The one table. EXECUTE on the application and WRITE on the account is what Spinnaker asks for a Kubernetes deploy: Gate or
 * Echo the first, Clouddriver the second. Our stage passes by both, so they are asked here, of whoever decides, before
 * anything moves. An action without a row does not compile.
 */
export const rights: Readonly<Record<GuardedAction, Right>> = {
  view: { ...operate, application: 'READ', account: 'none' },
  start: operate,
  approve,
  promoteFully: approve,
  abort: operate,
  retry: operate,
  cancel: operate,
  giveBack: operate,
};

export const guardedActionNames: Readonly<Record<GuardedAction, string>> = {
  ...actionNames,
  view: 'Viewing deployments',
  start: 'Starting a deployment',
  cancel: 'Canceling a deployment',
  giveBack: 'Giving back',
};
