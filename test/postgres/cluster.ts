import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { freePorts } from '../cluster/ports.ts';
import { onceARun } from '../once-a-run.ts';

/** Who owns the server: PostgreSQL refuses to run as root. Empty when we are not root. */
type Owner = { readonly uid: number; readonly gid: number } | Record<string, never>;

/** Nothing is kept that a crash of the machine would take. */
export const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'max_connections=300'];

/** One private server with a folder and a port of its own. */
export class PostgresCluster {
  readonly #programs: string;
  readonly #folder: string;
  readonly #owner: Owner;
  #server: ChildProcess | undefined;
  #databases = 0;

  private constructor(
    programs: string,
    readonly port: number,
    parent: string,
  ) {
    this.#programs = programs;
    this.#owner = owner();
    this.#folder = ownedFolder(parent, this.#owner);
  }

  /** Makes and starts a cluster. `programs`: the folder of `initdb`; `parent`: where its own folder is made. */
  static async start(programs: string, parent = tmpdir()): Promise<PostgresCluster> {
    const [port = 0] = await freePorts(1);
    const cluster = new PostgresCluster(programs, port, parent);
    copyFreshData(programs, cluster.#data);
    await cluster.start();
    return cluster;
  }

  /** Starts the server again, on the same port with the same data, and waits until it takes connections. */
  async start(): Promise<void> {
    for (let attempt = 1; !(await this.#startOnce()); attempt += 1) {
      // After a kill, the processes of its connections may hold the shared memory for a moment longer.
      if (attempt === 50) throw new Error(`PostgreSQL does not start in ${this.#folder}.`);
    }
  }

  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    await this.execute(this.url('postgres'), `create database ${name}`);
    return this.url(name);
  }

  /** Of the server; its connections are its children. */
  get pid(): number {
    return this.#server?.pid ?? 0;
  }

  url(database: string): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs statements on a connection of its own. */
  async execute(url: string, statements: string): Promise<void> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(statements);
    } finally {
      await client.end();
    }
  }

  /** Everything in a database as SQL text. */
  dump(url: string): string {
    return this.#run('pg_dump', ['--inserts', url]);
  }

  /** Ends connections and server in order. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** As a crash of the machine would: nothing is written any more, and connections break. */
  async kill(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Starts it again when it has ended by itself, as a full disk makes it do; nothing when it runs. */
  async revive(): Promise<void> {
    const { exitCode, signalCode } = this.#server ?? { exitCode: 0, signalCode: null };
    if (exitCode !== null || signalCode !== null) await this.start();
  }

  async remove(): Promise<void> {
    await this.#end('SIGQUIT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  async #startOnce(): Promise<boolean> {
    const options = settings.flatMap((setting) => ['-c', setting]);
    const place = ['-D', this.#data, '-p', String(this.port), '-k', this.#folder];
    const server = spawn(join(this.#programs, 'postgres'), [...place, ...options], {
      ...this.#owner,
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#server = server;
    const ready = await new Promise<boolean>((done) => {
      server.once('exit', () => done(false));
      server.stderr.on('data', (text: Buffer) => {
        if (text.includes('ready to accept connections')) done(true);
      });
    });
    if (!ready) this.#server = undefined;
    return ready;
  }

  async #end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  #run(program: string, parameters: readonly string[]): string {
    const options = { ...this.#owner, cwd: this.#folder, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    return execFileSync(join(this.#programs, program), parameters, options);
  }
}

/** What a server finds at its first start. Made once a run, since a copy costs a sixth of that. */
export function copyFreshData(programs: string, to: string): void {
  const fresh = onceARun('postgres-data', (folder) => initialize(programs, folder));
  // With their owners, as root may.
  execFileSync('cp', ['-a', join(fresh, 'data'), to]);
}

/** Made where its owner may come. */
function initialize(programs: string, into: string): void {
  const owned = owner();
  const folder = ownedFolder(tmpdir(), owned);
  const options = ['-A', 'trust', '-U', 'postgres', '--no-sync', '--no-locale', '-E', 'UTF8'];
  execFileSync(join(programs, 'initdb'), ['-D', join(folder, 'data'), ...options], { ...owned, cwd: folder });
  renameSync(join(folder, 'data'), join(into, 'data'));
  rmSync(folder, { recursive: true });
}

function ownedFolder(parent: string, owned: Owner): string {
  const folder = mkdtempSync(join(parent, 'gennaker-postgres-'));
  if ('uid' in owned) chownSync(folder, owned.uid, owned.gid);
  return folder;
}

export function owner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
