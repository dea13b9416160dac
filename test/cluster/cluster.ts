import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiUrl, boot, forgetPid, killAll, pidOf, prepare, run, type ClusterOptions } from './boot.ts';
import { buildTools } from './build.ts';
import { tokenOf } from './credentials.ts';
import { Etcd } from './etcd.ts';
import { KubernetesApi } from './kubernetes-api.ts';
import { isAlive } from './lock.ts';
import { ProgramFailed, stopProgram } from './program.ts';
import { kubeconfigFile, type Layout, type ProgramName } from './programs.ts';
import { grantRoles, type TestCluster } from './test-cluster.ts';

/** Go is missing, so that there can be no cluster. A run with CI=true fails before this. */
export class NoCluster extends Error {
  override name = 'NoCluster' as const;
}

/** A running control plane. */
export class Cluster implements TestCluster {
  readonly #layout: Layout;
  readonly #clients = new Map<string, KubernetesApi>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  get url(): string {
    return apiUrl(this.#layout.ports.api);
  }

  /** PEM; what a client must trust. */
  get caFile(): string {
    return this.#layout.credentials.caFile;
  }

  get adminToken(): string {
    return tokenOf('admin');
  }

  /** The folder with logs and data; gone after `stop`. */
  get folder(): string {
    return this.#layout.folder;
  }

  /** Path of a kubeconfig; `admin`, `driver`, `outsider` or a user given at the start. */
  kubeconfig(user: string): string {
    const file = kubeconfigFile(this.#layout.folder, user);
    if (!existsSync(file)) throw new RangeError(`the cluster has no user ${user}`);
    return file;
  }

  /** A client for the tests' own calls, as that user. */
  api(user = 'admin'): KubernetesApi {
    const known = this.#clients.get(user);
    if (known !== undefined) return known;
    const client = new KubernetesApi({ url: this.url, caFile: this.caFile, token: tokenOf(user) });
    this.#clients.set(user, client);
    return client;
  }

  /** A fresh namespace. One for each test: a namespace with pods takes seconds to go. */
  async createNamespace(prefix: string): Promise<string> {
    const name = `${prefix}-${randomBytes(4).toString('hex')}`;
    await this.api().ok({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name } } });
    return name;
  }

  /**
   * Applies every ClusterRole of a YAML file and binds it to the user: in the namespace, or everywhere without one.
   * Other kinds in the file are left alone.
   */
  async grant(user: string, yamlFile: string, namespace?: string): Promise<void> {
    await grantRoles(this.api(), { user, yamlFile, namespace });
  }

  /** Of a running program. */
  processId(name: ProgramName): number {
    const pid = pidOf(this.#layout.folder, name);
    if (pid === undefined) throw new RangeError(`${name} does not run`);
    return pid;
  }

  async stopController(): Promise<void> {
    await this.#stop('controller');
  }

  async startController(): Promise<void> {
    await run(this.#layout, 'controller');
  }

  /** The data stays in etcd; watches break. */
  async stopApiserver(): Promise<void> {
    await this.#stop('apiserver');
  }

  async startApiserver(): Promise<void> {
    await run(this.#layout, 'apiserver');
  }

  /** Its etcd, past the API server. */
  get etcd(): Etcd {
    return new Etcd(this.#layout.ports.etcd);
  }

  /** Ends everything and removes the folder. */
  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close();
    const names: readonly ProgramName[] = ['controller', 'nodes', 'apiserver', 'etcd'];
    for (const name of names) await this.#stop(name);
    rmSync(this.#layout.folder, { recursive: true, force: true });
  }

  async #stop(name: ProgramName): Promise<void> {
    const pid = pidOf(this.#layout.folder, name);
    if (pid === undefined) return;
    await stopProgram(pid);
    forgetPid(this.#layout.folder, name);
  }
}

/** Boots a cluster of one's own: about 6 seconds, 0.7 GB. Throws `NoCluster` without Go. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return new Cluster(await start(options));
}

/**
 * The cluster of this process, started by its first caller. Jest gives every test file modules of its own, so it is found
 * by the process id. Nobody needs to stop it: it dies with the process.
 */
export async function sharedCluster(): Promise<Cluster> {
  const note = join(tmpdir(), `gennaker-cluster-${process.pid}-shared.json`);
  const running = readNote(note);
  if (running !== undefined) return new Cluster(running);
  const layout = await start({});
  writeFileSync(note, JSON.stringify(layout));
  process.once('exit', () => rmSync(note, { force: true }));
  return new Cluster(layout);
}

async function start(options: ClusterOptions): Promise<Layout> {
  const tools = await buildTools();
  if (tools.kind === 'missing') throw new NoCluster(tools.why);
  for (let attempt = 1; ; attempt += 1) {
    const layout = await prepare(tools.folder, options);
    process.once('exit', () => killAll(layout.folder));
    try {
      await boot(layout);
      return layout;
    } catch (error) {
      killAll(layout.folder);
      // Somebody else was quicker at one of the ports.
      const lostPort = error instanceof ProgramFailed && error.message.includes('address already in use');
      if (!lostPort || attempt === 3) throw error;
    }
  }
}

function readNote(file: string): Layout | undefined {
  if (!existsSync(file)) return undefined;
  // Written by this very process, or by a dead one with the same id: then its programs are gone.
  const layout = JSON.parse(readFileSync(file, 'utf8')) as Layout;
  const pid = pidOf(layout.folder, 'apiserver');
  return pid !== undefined && isAlive(pid) ? layout : undefined;
}
