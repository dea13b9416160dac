import { ClusterUnreachable } from '../../../backend-stub/control-plane/errors.ts';
import type { AccountDescription, ControlPlane } from '../../../backend-stub/ports.ts';

/** Accounts whose clusters never answer: for what must be said without asking a cluster, and for when it can't be asked. */
export function absentCluster(accounts: readonly AccountDescription[]): ControlPlane {
  const unreachable = async (account: string): Promise<never> => {
    throw new ClusterUnreachable(account, 'refused');
  };
  return {
    accounts: () => accounts,
    read: unreachable,
    list: unreachable,
    apply: unreachable,
    patch: unreachable,
    delete: unreachable,
    observe: (account) => ({ kind: 'unknown', why: `Cluster ${account} has not answered yet.` }),
    watch: () => () => undefined,
  };
}
