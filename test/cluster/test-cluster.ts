import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/** What tests need of a cluster, be it the real one of this room or the simulated one. */
export interface TestCluster {
  readonly url: string;
  /** Path of a kubeconfig; `admin`, `driver`, `outsider` or a user given at the start. */
  kubeconfig(user: string): string;
  /** A client for the tests' own calls, as that user; `admin` when none is named. */
  api(user?: string): KubernetesApi;
  /** A fresh namespace. */
  createNamespace(prefix: string): Promise<string>;
  /** Gives a user the ClusterRoles of a YAML file: in the namespace, or everywhere without one. */
  grant(user: string, yamlFile: string, namespace?: string): Promise<void>;
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';

export interface Grant {
  readonly user: string;
  readonly yamlFile: string;
  readonly namespace?: string | undefined;
}

/** Applies every ClusterRole of the file and binds it. Other kinds in it are left alone. */
export async function grantRoles(api: KubernetesApi, { user, yamlFile, namespace }: Grant): Promise<void> {
  const objects = parseAllDocuments(readFileSync(yamlFile, 'utf8')).map((document): unknown => document.toJS());
  for (const role of objects.filter((object) => textAt(object, 'kind') === 'ClusterRole')) {
    const name = textAt(role, 'metadata', 'name') ?? '';
    await api.apply(`${rbac}/clusterroles/${name}`, role, 'test-cluster');
    await bind(api, name, { user, namespace });
  }
}

async function bind(api: KubernetesApi, role: string, { user, namespace }: Omit<Grant, 'yamlFile'>): Promise<void> {
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  const name = `${role}-${user}`;
  const where = namespace === undefined ? 'clusterrolebindings' : `namespaces/${namespace}/rolebindings`;
  await api.apply(`${rbac}/${where}/${name}`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
}
