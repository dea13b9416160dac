import type { ConfigReader } from './config-reader.ts';
import { readServer } from './config-secrets.ts';
import { isDnsLabel } from './contract/parse-deployment.ts';
import type { ClusterAccount, ClusterCredentials } from './control-plane/argo-rollouts/accounts.ts';

export function readAccounts(root: ConfigReader): readonly ClusterAccount[] {
  const keys = [
    'name',
    'kubeconfig',
    'context',
    'inCluster',
    'server',
    'caFile',
    'token',
    'namespaces',
    'defaultNamespace',
    'tenant',
  ];
  const sections = root.sections('accounts', keys);
  const taken = new Set<string>();
  return sections.map((section) => {
    const account = readAccount(section);
    // Without case, as Fiat compares them.
    const name = account.name.toLowerCase();
    if (taken.has(name)) section.problem('name', `is ${account.name}, which another account has already`);
    if (name !== '') taken.add(name);
    return account;
  });
}

function readAccount(account: ConfigReader): ClusterAccount {
  return {
    name: account.text('name'),
    credentials: readCredentials(account),
    ...readNamespaces(account),
    ...readTenant(account),
  };
}

/** Organisation and environment, without what nobody would see in a token: space around it, or a part that is empty. */
function readTenant(account: ConfigReader): Pick<ClusterAccount, 'tenant'> {
  if (!account.has('tenant')) return {};
  const tenant = account.text('tenant');
  if (tenant !== '' && !/^[^\s/]+(\/[^\s/]+)?$/.test(tenant))
    account.problem(
      'tenant',
      'must be a name, or an organisation and an environment with a slash between (acme/production)',
    );
  return { tenant };
}

function readNamespaces(account: ConfigReader): Pick<ClusterAccount, 'namespaces' | 'defaultNamespace'> {
  const read: { namespaces?: readonly string[]; defaultNamespace?: string } = {};
  if (account.has('namespaces')) read.namespaces = account.texts('namespaces');
  if (account.has('defaultNamespace')) read.defaultNamespace = account.text('defaultNamespace');
  const { namespaces, defaultNamespace } = read;
  for (const namespace of namespaces ?? [])
    if (!isDnsLabel(namespace)) account.problem('namespaces', `has ${namespace}, which is no name of a namespace`);
  if (defaultNamespace !== undefined && namespaces?.includes(defaultNamespace) === false)
    account.problem('defaultNamespace', `is ${defaultNamespace}, which namespaces does not allow`);
  return read;
}

function readCredentials(account: ConfigReader): ClusterCredentials {
  const inCluster = account.flag('inCluster');
  requireOneWay(account);
  if (account.has('server')) return readServer(account);
  if (inCluster || !account.has('kubeconfig')) return { source: 'in-cluster' };
  const context = account.has('context') ? { context: account.text('context') } : {};
  return { source: 'kubeconfig', path: account.text('kubeconfig'), ...context };
}

function requireOneWay(account: ConfigReader): void {
  if (['kubeconfig', 'inCluster', 'server'].filter((key) => account.has(key)).length !== 1)
    account.problem('kubeconfig', 'must be given (a path), or inCluster: true, or server, and only one of them');
  if (account.has('context') && !account.has('kubeconfig')) account.problem('context', 'belongs to a kubeconfig');
  for (const key of ['caFile', 'token'])
    if (account.has(key) && !account.has('server')) account.problem(key, 'belongs to a server');
}
