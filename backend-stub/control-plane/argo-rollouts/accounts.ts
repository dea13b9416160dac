import { AccountUnknown, ClusterRejected } from '../errors.ts';
import type { AccountDescription } from '../../ports.ts';
import type { SecretSource } from '../../secret-port.ts';

/** A cluster and the credentials the service uses on it. */
export interface ClusterAccount extends AccountDescription {
  readonly credentials: ClusterCredentials;
}

export type ClusterCredentials =
  | { readonly source: 'kubeconfig'; readonly path: string; readonly context?: string }
  | { readonly source: 'token'; readonly server: string; readonly caFile?: string; readonly token: SecretSource }
  /** The service account of the pod that the service runs in. */
  | { readonly source: 'in-cluster' };

export function findAccount<Found>(accounts: ReadonlyMap<string, Found>, name: string): Found {
  const found = accounts.get(name);
  if (found === undefined) throw new AccountUnknown(name, [...accounts.keys()]);
  return found;
}

/** A second lock behind the planner's: no call leaves for a namespace that the operator did not name. */
export function requireNamespace(account: AccountDescription, namespace: string | undefined, object: string): void {
  const allowed = account.namespaces;
  if (allowed === undefined || (namespace !== undefined && allowed.includes(namespace))) return;
  const where = namespace === undefined ? 'what has no namespace' : `namespace ${namespace}`;
  const why = `Gennaker's configuration keeps this account to ${allowed.join(', ')}, and this is ${where}.`;
  throw new ClusterRejected(account.name, { object, why });
}
