import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isRecord, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { standardUsers, tokenOf, writeCredentials, writeKubeconfig, type ClusterUser } from './credentials.ts';
import { KubernetesApi } from './kubernetes-api.ts';
import { isAlive } from './lock.ts';
import { freePorts } from './ports.ts';
import { signal, startProgram, untilReady } from './program.ts';
import { kubeconfigFile, programOf, type Layout, type ProgramName } from './programs.ts';

export interface ClusterOptions {
  /** How long a pod takes to become Ready, as a Go duration. */
  readonly readyAfter?: string;
  /** False leaves the Argo Rollouts controller and its definitions out. */
  readonly argo?: boolean;
  /** How much etcd may keep, in bytes; more than any test needs otherwise. */
  readonly etcdQuota?: number;
  /** More users than the standard ones. */
  readonly users?: readonly ClusterUser[];
}

const prefix = 'gennaker-cluster-';
const startOrder: readonly ProgramName[] = ['etcd', 'apiserver', 'nodes', 'controller'];

/** A folder of its own with credentials and ports. Folders of runs that died are swept first. */
export async function prepare(tools: string, options: ClusterOptions): Promise<Layout> {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const users = [...standardUsers, ...(options.users ?? [])];
  const credentials = writeCredentials(folder, users);
  const [etcd = 0, peer = 0, api = 0, metrics = 0, health = 0] = await freePorts(5);
  for (const { name } of users) {
    writeKubeconfig(kubeconfigFile(folder, name), { url: apiUrl(api), caFile: credentials.caFile, user: name });
  }
  const { readyAfter = '300ms', argo = true, etcdQuota } = options;
  return { folder, tools, credentials, ports: { etcd, peer, api, metrics, health }, readyAfter, argo, etcdQuota };
}

export function apiUrl(port: number): string {
  return `https://127.0.0.1:${port}`;
}

/** Starts everything and waits until it serves. Throws `ProgramFailed` with the tail of a log. */
export async function boot(layout: Layout): Promise<void> {
  await run(layout, 'etcd');
  await run(layout, 'apiserver');
  await run(layout, 'nodes');
  if (!layout.argo) return;
  await installDefinitions(layout);
  await run(layout, 'controller');
}

/** Starts one program and waits for its own sign of readiness. */
export async function run(layout: Layout, name: ProgramName): Promise<void> {
  const program = programOf(layout, name);
  const pid = startProgram(program);
  writeFileSync(pidFile(layout.folder, name), String(pid));
  await untilReady(program, pid, readiness(layout)[name]);
}

export function pidOf(folder: string, name: ProgramName): number | undefined {
  try {
    return Number(readFileSync(pidFile(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}

export function forgetPid(folder: string, name: ProgramName): void {
  rmSync(pidFile(folder, name), { force: true });
}

/** Ends what still runs, without waiting: for the moment a process exits. */
export function killAll(folder: string): void {
  for (const name of startOrder) {
    const pid = pidOf(folder, name);
    if (pid !== undefined) signal(pid, 'SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
}

function pidFile(folder: string, name: ProgramName): string {
  return join(folder, `${name}.pid`);
}

function readiness(layout: Layout): Readonly<Record<ProgramName, () => Promise<boolean>>> {
  const { ports, credentials, folder } = layout;
  return {
    etcd: () => answersOk(`http://127.0.0.1:${ports.etcd}/health`),
    apiserver: () => isApiReady(ports.api, credentials.caFile),
    nodes: async () => readFileSync(join(folder, 'nodes.log'), 'utf8').includes('k8slite nodes: ready'),
    controller: () => answersOk(`http://127.0.0.1:${ports.health}/healthz`),
  };
}

function answersOk(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    outgoing.on('error', () => resolve(false));
  });
}

async function isApiReady(port: number, caFile: string): Promise<boolean> {
  try {
    const api = new KubernetesApi({ url: apiUrl(port), caFile, token: tokenOf('admin') });
    const { body } = await api.send({ method: 'GET', path: '/readyz' }).finally(() => api.close());
    return body === 'ok';
  } catch {
    return false; // no certificate yet, or nobody listens
  }
}

async function installDefinitions(layout: Layout): Promise<void> {
  const { credentials, ports, tools } = layout;
  const api = new KubernetesApi({ url: apiUrl(ports.api), caFile: credentials.caFile, token: tokenOf('admin') });
  const definitions = readdirSync(join(tools, 'crds')).map((file) => readDefinition(join(tools, 'crds', file)));
  for (const { name, object } of definitions) {
    await api.apply(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, object, 'test-cluster');
  }
  await api.apply('/api/v1/namespaces/argo-rollouts', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'argo-rollouts' },
  });
  const server = programOf(layout, 'apiserver');
  const served = definitions.map(({ resource }) => resource);
  const areServed = async (): Promise<boolean> => {
    const answers = await Promise.all(
      served.map((resource) => api.isWatchable(`/apis/argoproj.io/v1alpha1/${resource}`)),
    );
    return answers.every((watchable) => watchable);
  };
  await untilReady(server, pidOf(layout.folder, 'apiserver') ?? 0, areServed);
  api.close();
}

function readDefinition(file: string): { name: string; resource: string; object: unknown } {
  const object: unknown = parse(readFileSync(file, 'utf8'));
  const name = textAt(object, 'metadata', 'name');
  const resource = textAt(object, 'spec', 'names', 'plural');
  if (!isRecord(object) || name === undefined || resource === undefined)
    throw new TypeError(`${file} is no CustomResourceDefinition`);
  return { name, resource, object };
}

/** A process that was killed hard could not remove its folder; its programs died with it. */
function sweep(): void {
  for (const entry of readdirSync(tmpdir())) {
    const owner = entry.startsWith(prefix) ? Number.parseInt(entry.slice(prefix.length), 10) : Number.NaN;
    if (owner > 0 && !isAlive(owner)) rmSync(join(tmpdir(), entry), { recursive: true, force: true });
  }
}
