import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { numberAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { tokenOf } from '../../cluster/credentials.ts';
import { freePorts } from '../../cluster/ports.ts';
import { until } from '../../stage/pipeline.ts';
import { readIdentity } from '../../stage/world.ts';
import type { Ground } from '../ground.ts';
import { planAlone } from '../planned-objects.ts';
import { start } from '../processes.ts';
import type { BareServiceFile } from './bare-service-program.ts';
import { manifestOf, names, steps } from './fleet.ts';

export interface BareServiceStart {
  readonly ground: Ground;
  readonly namespace: string;
  /** The program, bundled. */
  readonly program: string;
  readonly node: string;
  /** It is sent these only. */
  readonly versions: readonly number[];
}

/** The bare service as a process of its own, on the ground on which Gennaker runs. */
export class BareServiceProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start({ ground, namespace, program, node, versions }: BareServiceStart): Promise<BareServiceProcess> {
    const [port = 0] = await freePorts(1);
    const { url, caFile } = ground.cluster;
    const told: BareServiceFile = {
      cluster: { url, caFile, token: tokenOf('driver') },
      ...{ namespace, port },
      databaseUrl: await ground.postgres.createDatabase(),
      orca: { url: ground.pipelines.url, readAs: readIdentity },
      planned: versions.flatMap((version) => names.map((name) => plannedOf(manifestOf(name, version), namespace))),
    };
    const file = join(ground.folder, 'bare-service.json');
    writeFileSync(file, JSON.stringify(told));
    const service = new BareServiceProcess(`http://127.0.0.1:${port}`, start({ command: [node, program, file] }));
    await until('the bare service is ready', () => service.#isReady(), 60);
    return service;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Undefined until it has ended. */
  async endedAt(id: string): Promise<Date | undefined> {
    const at = numberAt(await (await fetch(`${this.url}/v1/deployments/${id}/end`)).json(), 'endedAt');
    return at === undefined ? undefined : new Date(at);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async #isReady(): Promise<true | undefined> {
    if (this.#child.exitCode !== null) throw new Error(`the bare service ended with ${this.#child.exitCode}`);
    return (await fetch(this.url).catch(() => undefined))?.status === 200 ? true : undefined;
  }
}

function plannedOf(manifest: string, namespace: string): readonly [string, KubernetesObject] {
  const rollout = planAlone({ manifest, steps, namespace }).find(({ kind }) => kind === 'Rollout');
  if (rollout === undefined) throw new Error('a manifest of the fleet has no Rollout');
  return [manifest, rollout];
}
