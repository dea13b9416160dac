import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { numberAt, textAt, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster.ts';
import { isKubernetesObject, Journal } from './journal.ts';
import { isDone, readyPods, type Snapshot } from './snapshot.ts';
import { backend, type Variant } from './workload.ts';

export const recordedWith = { kubernetes: '1.34.4', 'argo-rollouts': '1.10.1' };

/** What the API server returned for an apply, and what was sent. */
export interface Applied {
  readonly generation: number;
  readonly uid: string;
  readonly sent: KubernetesObject;
}

const folder = fileURLToPath(new URL('../../fixtures/rollouts/', import.meta.url));

/** One namespace with podinfo's backend in it, driven through a story while everything is written down. */
export class Scene {
  readonly journal: Journal;
  readonly namespace: string;
  readonly cluster: Cluster;

  constructor(cluster: Cluster, namespace: string) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.journal = new Journal(cluster.api(), namespace);
    mkdirSync(folder, { recursive: true });
  }

  get path(): string {
    return `/apis/argoproj.io/v1alpha1/namespaces/${this.namespace}/rollouts/backend`;
  }

  async apply(variant: Variant): Promise<Applied> {
    const sent = backend(variant);
    const answer = await this.cluster.api().apply(this.path, sent);
    return {
      generation: numberAt(answer, 'metadata', 'generation') ?? 0,
      uid: textAt(answer, 'metadata', 'uid') ?? '',
      sent,
    };
  }

  /** The first version, rolled out to the end. */
  async deployed(variant: Variant): Promise<Applied> {
    const applied = await this.apply(variant);
    await this.journal.until('first version done', (state) => isDone(state) && readyPods(state) === 4);
    return applied;
  }

  async create(path: string, object: unknown): Promise<void> {
    const answer = await this.cluster.api().ok({ method: 'POST', path, body: object });
    if (!isKubernetesObject(answer)) throw new TypeError(`POST ${path} gave no object`);
  }

  async patchSpec(spec: unknown): Promise<void> {
    await this.cluster.api().mergePatch(this.path, { spec });
  }

  async patchStatus(status: unknown): Promise<void> {
    await this.cluster.api().mergePatch(`${this.path}/status`, { status });
  }

  save(situation: string, note: string, { applied, state }: { applied: Applied; state: Snapshot }): void {
    const { analysisRuns, ...rest } = state;
    const runs = analysisRuns.length > 0 ? { analysisRuns } : {};
    write(
      `${situation}.json`,
      JSON.stringify({ situation, recordedWith, note, applied, ...rest, ...runs }, undefined, 2),
    );
  }

  /** Every event of the rollout's watch, in order, from an event on; one a line. */
  saveStream(name: string, note: string, from = 0): void {
    const { events } = this.journal;
    const lines = events.slice(from).map((event) => JSON.stringify(event));
    const head = JSON.stringify({ name, recordedWith, note }).slice(0, -1);
    write(`${name}.stream.json`, `${head},"events":[\n${lines.join(',\n')}\n]}`);
  }
}

function write(file: string, text: string): void {
  writeFileSync(`${folder}${file}`, `${text}\n`);
  process.stderr.write(`recorded ${file}\n`);
}
