import { join } from 'node:path';
import type { CredentialFiles } from './credentials.ts';
import type { Program } from './program.ts';

/** Everything the command lines of a cluster are made of; it is kept as JSON in the cluster's folder. */
export interface Layout {
  readonly folder: string;
  /** `buildTools()`'s folder. */
  readonly tools: string;
  readonly credentials: CredentialFiles;
  readonly ports: {
    readonly etcd: number;
    readonly peer: number;
    readonly api: number;
    readonly metrics: number;
    readonly health: number;
  };
  /** A Go duration: from bound to Ready. */
  readonly readyAfter: string;
  readonly argo: boolean;
  /** In bytes; 2 GiB otherwise. */
  readonly etcdQuota?: number | undefined;
}

export type ProgramName = 'etcd' | 'apiserver' | 'nodes' | 'controller';

export function kubeconfigFile(folder: string, user: string): string {
  return join(folder, `kubeconfig-${user}`);
}

export function programOf(layout: Layout, name: ProgramName): Program {
  const k8slite = join(layout.tools, 'k8slite');
  const parts = commands[name](layout);
  const command = [k8slite, 'with-parent', ...parts.map((part) => (part === 'k8slite' ? k8slite : part))];
  // Without a limit and with a higher GOGC the API server takes a third less CPU, and up to 5 GB.
  const environment = name === 'apiserver' ? { GOGC: '200', GOMEMLIMIT: '2GiB' } : {};
  return { name, command, environment, logFile: join(layout.folder, `${name}.log`) };
}

const commands: Readonly<Record<ProgramName, (layout: Layout) => readonly string[]>> = {
  etcd: ({ folder, ports, etcdQuota = 2 ** 31 }) => [
    'k8slite',
    'etcd',
    '--name=test',
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
    `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
    `--listen-peer-urls=http://127.0.0.1:${ports.peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${ports.peer}`,
    `--initial-cluster=test=http://127.0.0.1:${ports.peer}`,
    '--log-level=warn',
    `--quota-backend-bytes=${etcdQuota}`,
  ],
  apiserver: ({ credentials, ports }) => [
    'k8slite',
    'apiserver',
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    '--advertise-address=127.0.0.1',
    `--cert-dir=${credentials.certificateFolder}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    '--authorization-mode=RBAC',
    `--token-auth-file=${credentials.tokenFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${credentials.serviceAccountKey}`,
    `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
    // Nobody makes service accounts, storage classes or taints here, so pods must not wait for them.
    '--disable-admission-plugins=ServiceAccount,DefaultStorageClass,StorageObjectInUseProtection,TaintNodesByCondition,Priority',
    '--endpoint-reconciler-type=none',
    '--profiling=false',
    '--enable-priority-and-fairness=false',
  ],
  nodes: ({ folder, readyAfter }) => [
    'k8slite',
    'nodes',
    `--kubeconfig=${kubeconfigFile(folder, 'admin')}`,
    '--nodes=3',
    `--ready-after=${readyAfter}`,
  ],
  controller: ({ folder, ports, tools }) => [
    join(tools, 'rollouts-controller'),
    `--kubeconfig=${kubeconfigFile(folder, 'argo-rollouts')}`,
    '--namespace=argo-rollouts',
    // Argo's default of 40 a second makes a hundred rollouts at once slow.
    '--qps=200',
    '--burst=400',
    `--metricsPort=${ports.metrics}`,
    `--healthzPort=${ports.health}`,
    '--leader-elect=false',
  ],
};
