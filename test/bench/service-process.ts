import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePorts } from '../cluster/ports.ts';
import { until } from '../stage/pipeline.ts';
import { account, readIdentity } from '../stage/world.ts';
import { countersIn, total } from './counters.ts';
import type { Ground } from './ground.ts';
import { start } from './processes.ts';

export interface ServiceOptions {
  /** What stands before `--config FILE`. */
  readonly command: readonly string[];
  readonly databaseUrl: string;
  readonly core?: string;
  /** The binary; the one of this process where it is left out. */
  readonly node?: string;
}

/** What a replica is told of what stands around it. */
export interface ServiceGround extends Pick<Ground, 'namespace' | 'token' | 'folder'> {
  readonly cluster: Pick<Ground['cluster'], 'kubeconfig'>;
  readonly pipelines: { readonly url: string };
  readonly fiat: { readonly url: string };
}

/** One replica as an operator runs it: a process of its own, told by a file. */
export class ServiceProcess {
  readonly url: string;
  readonly peopleUrl: string;
  readonly #child: ChildProcess;

  private constructor({ url, peopleUrl }: Pick<ServiceProcess, 'url' | 'peopleUrl'>, child: ChildProcess) {
    this.url = url;
    this.peopleUrl = peopleUrl;
    this.#child = child;
  }

  /** Resolves when it is ready to take calls. */
  static async start(
    ground: ServiceGround,
    { command, databaseUrl, core, node = process.execPath }: ServiceOptions,
  ): Promise<ServiceProcess> {
    const [orcaPort = 0, peoplePort = 0] = await freePorts(2);
    const [url, peopleUrl] = [`http://127.0.0.1:${orcaPort}`, `http://127.0.0.1:${peoplePort}`];
    const file = writeConfiguration(ground, { databaseUrl, orcaPort, peoplePort });
    const child = start({
      command: [node, ...command, '--config', file],
      ...(core === undefined ? {} : { core }),
    });
    child.stdout?.on('data', (text: Buffer) => process.stderr.write(text));
    const service = new ServiceProcess({ url, peopleUrl }, child);
    await until('the service is ready', () => service.#isReady(), 60);
    return service;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The sum of a metric over its labels. */
  async metric(name: string): Promise<number> {
    return total(countersIn(await this.metrics(), name));
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.url}/metrics`)).text();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  async #isReady(): Promise<true | undefined> {
    if (this.#child.exitCode !== null) throw new Error(`the service ended with ${this.#child.exitCode}`);
    const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  }
}

interface Addresses {
  readonly databaseUrl: string;
  readonly orcaPort: number;
  readonly peoplePort: number;
}

function writeConfiguration(ground: ServiceGround, { databaseUrl, orcaPort, peoplePort }: Addresses): string {
  const write = (name: string, text: string): string => {
    const file = join(ground.folder, `${orcaPort}-${name}`);
    writeFileSync(file, text);
    return file;
  };
  const { cluster, namespace, pipelines, fiat, token } = ground;
  const configuration = {
    listeners: { orca: { host: '127.0.0.1', port: orcaPort }, people: { host: '127.0.0.1', port: peoplePort } },
    publicUrl: `http://127.0.0.1:${orcaPort}`,
    orca: { url: pipelines.url, readAs: readIdentity, bearerFiles: [write('bearer', token)] },
    access: 'fiat',
    fiat: { url: fiat.url },
    postgres: { urlFile: write('postgres', databaseUrl) },
    accounts: [
      { name: account, kubeconfig: cluster.kubeconfig('driver'), namespaces: [namespace], defaultNamespace: namespace },
    ],
    logLevel: 'warn',
  };
  return write('gennaker.yaml', stringify(configuration));
}
