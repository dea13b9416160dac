import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { stringify } from 'yaml';
import { Turns } from '../../backend-stub/reconcile/turns.ts';
import { unlimited } from '../backend-stub/http/listeners.ts';
import { until } from './pipeline.ts';
import { serviceBundle } from './service-bundle.ts';

export interface ReplicaOptions {
  readonly ports: { readonly orca: number; readonly people: number };
  readonly publicUrl: string;
  readonly orca: { readonly url: string; readonly readAs: string };
  readonly fiatUrl: string;
  readonly token: string;
  readonly sealingKey: Buffer;
  readonly databaseUrl: string;
  readonly account: {
    readonly name: string;
    readonly kubeconfig: string;
    readonly namespace: string;
    /** The account is not kept to its namespace. */
    readonly unlimited?: boolean;
  };
  readonly leaseSeconds: number;
  /** How machines are let in, as the file has it; else they are not. */
  readonly oidc?: object;
  /** Where its log lines go; `full` is a disk without space. */
  readonly output?: 'kept' | 'full';
}

const shiftedClock = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));

/** Twenty at once would each take twenty times as long, and give the database up on the way. */
const starts = new Turns(4);

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** `gennaker serve` as an operator runs it: a process of its own, told everything by a file. */
export class Replica {
  readonly orcaUrl: string;
  readonly peopleUrl: string;
  readonly #options: ReplicaOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gennaker-replica-'));
  readonly #lines: string[] = [];
  #process: ChildProcess | undefined;
  #ahead = 0;

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.orcaUrl = `http://127.0.0.1:${options.ports.orca}`;
    this.peopleUrl = `http://127.0.0.1:${options.ports.people}`;
  }

  /** Starts it, again on the same ports, and waits until it takes calls. `leaseSeconds` holds from this start on. */
  async start({ leaseSeconds = this.#options.leaseSeconds } = {}): Promise<void> {
    await starts.take(() => this.#start(leaseSeconds));
  }

  async #start(leaseSeconds: number): Promise<void> {
    const words = ['--import', shiftedClock, serviceBundle(), 'serve', '--config', this.#configure(leaseSeconds)];
    const full = this.#options.output === 'full' ? openSync('/dev/full', 'w') : undefined;
    const started = spawn(process.execPath, words, {
      stdio: ['ignore', full ?? 'pipe', full ?? 'pipe'],
      env: { ...process.env, GENNAKER_TEST_CLOCK: this.#write('clock', String(this.#ahead)) },
    });
    if (full !== undefined) closeSync(full);
    this.#process = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    for (const stream of [started.stdout, started.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.#lines.push(line));
    const isReady = async (): Promise<true | undefined> => {
      if (started.exitCode !== null)
        throw new Error(`the service ended at its start:\n${this.log.slice(-20).join('\n')}`);
      return (await statusOf(`${this.orcaUrl}/health/ready`)) === 200 ? true : undefined;
    };
    await until(`replica ${this.orcaUrl} is ready`, isReady, 120);
  }

  /** SIGKILL: nothing is ended in order. Takes effect before this returns; resolves when the process is gone. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** SIGTERM, as the kubelet ends a container. */
  terminate(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** As when the whole machine stands still: connections stay open, and nobody answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Sets the clock of its host, and of all its lives from now on: so many milliseconds ahead of ours. */
  setClock(ahead: number): void {
    this.#ahead = ahead;
    this.#write('clock', String(ahead));
    this.#process?.kill('SIGUSR2');
  }

  /** False when it has ended by itself. */
  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** All lines of all its lives. */
  get log(): readonly string[] {
    return this.#lines;
  }

  /** How many open deployments it advances, by its own metrics. */
  async held(): Promise<number> {
    const response = await fetch(`${this.orcaUrl}/metrics`);
    return Number(/^gennaker_deployments_held (\d+)$/m.exec(await response.text())?.[1]);
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = this.#process;
    if (ending === undefined) return;
    this.#process = undefined;
    if (ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  }

  #configure(leaseSeconds: number): string {
    const { ports, publicUrl, orca, fiatUrl, token, sealingKey, databaseUrl, account, oidc } = this.#options;
    const listener = (port: number) => ({ host: '127.0.0.1', port });
    return this.#write(
      'gennaker.yaml',
      stringify({
        listeners: { orca: listener(ports.orca), people: listener(ports.people) },
        publicUrl,
        orca: { ...orca, bearerFiles: [this.#write('orca-token', token)] },
        access: 'fiat',
        fiat: { url: fiatUrl },
        postgres: { urlFile: this.#write('postgres-url', databaseUrl) },
        sealingKeyFile: this.#write('sealing-key', sealingKey.toString('base64')),
        accounts: [
          {
            name: account.name,
            kubeconfig: account.kubeconfig,
            ...(account.unlimited === true ? {} : { namespaces: [account.namespace] }),
            defaultNamespace: account.namespace,
          },
        ],
        leaseSeconds,
        ...(oidc === undefined ? {} : { oidc }),
        limits: unlimited,
      }),
    );
  }

  #write(name: string, text: string): string {
    const file = join(this.#folder, name);
    writeFileSync(file, text);
    return file;
  }
}

/** Undefined when nobody answers. A new connection each time, as the kubelet's probes are. */
export function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
