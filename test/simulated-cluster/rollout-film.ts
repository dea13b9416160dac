import { setTimeout as pause } from 'node:timers/promises';
import { at, isRecord, listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesApi } from '../cluster/kubernetes-api.ts';

/** What a watch tells of one rollout, in order, while somebody acts on it. */
export class RolloutFilm {
  readonly events: unknown[] = [];
  readonly #path: string;
  readonly #api: KubernetesApi;
  readonly #end = new AbortController();

  constructor(api: KubernetesApi, { namespace, name }: { readonly namespace: string; readonly name: string }) {
    const collection = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts`;
    this.#api = api;
    this.#path = `${collection}/${name}`;
    void this.#record(`${collection}?watch=true`);
  }

  apply(object: unknown): Promise<unknown> {
    return this.#api.apply(this.#path, object);
  }

  patchStatus(status: unknown): Promise<unknown> {
    return this.#api.mergePatch(`${this.#path}/status`, { status });
  }

  /** The first event, from one on, that is as asked for; answers its place. What is waited for is a condition. */
  async until(what: string, is: (rollout: unknown) => boolean, from = 0): Promise<number> {
    for (const end = Date.now() + 20_000; Date.now() < end; await pause(2)) {
      const found = this.events.findIndex((event, index) => index >= from && is(event));
      if (found >= 0) return found;
    }
    throw new Error(`never came true: ${what}; last seen: ${JSON.stringify(frameOf(this.events.at(-1)))}`);
  }

  close(): void {
    this.#end.abort();
  }

  async #record(path: string): Promise<void> {
    for await (const { object } of this.#api.watch(path, this.#end.signal)) this.events.push(object);
  }
}

/** One state of a rollout, in what decisions are made of. Hashes are told apart by letters, in order of appearance. */
export interface Frame {
  readonly phase: string;
  /** By how much the generation grew since the story began, and up to which the status speaks. */
  readonly generation: string;
  readonly step: number | undefined;
  readonly pauses: readonly string[];
  readonly flags: string;
  readonly current: string;
  readonly stable: string;
  readonly pods: { readonly all: number; readonly updated: number; readonly ready: number; readonly available: number };
  readonly conditions: readonly string[];
}

export function frameOf(rollout: unknown, letters = new Map<string, string>(), first: unknown = rollout): Frame {
  const status = at(rollout, 'status');
  const text = (field: string): string => textAt(status, field) ?? '';
  const count = (field: string): number => numberAt(status, field) ?? 0;
  const letter = (hash: string): string => {
    if (hash !== '' && !letters.has(hash)) letters.set(hash, String.fromCharCode(65 + letters.size));
    return letters.get(hash) ?? '';
  };
  const flags = ['controllerPause', 'abort', 'abortedAt', 'promoteFull'].filter(
    (flag) => at(status, flag) !== undefined,
  );
  return {
    phase: `${text('phase')}: ${text('message').replace(/"backend-\w+"/, 'it')}`,
    generation: generations(rollout, first),
    step: numberAt(status, 'currentStepIndex'),
    pauses: listAt(status, 'pauseConditions').map((condition) => textAt(condition, 'reason') ?? ''),
    flags: flags.filter((flag) => at(status, flag) !== false).join(' '),
    current: letter(text('currentPodHash')),
    stable: letter(text('stableRS')),
    pods: {
      all: count('replicas'),
      updated: count('updatedReplicas'),
      ready: count('readyReplicas'),
      available: count('availableReplicas'),
    },
    conditions: listAt(status, 'conditions').filter(isRecord).map(conditionText).sort(),
  };
}

function generations(rollout: unknown, first: unknown): string {
  const of = (object: unknown): number => numberAt(object, 'metadata', 'generation') ?? 0;
  const observed = textAt(rollout, 'status', 'observedGeneration');
  return `${of(rollout) - of(first)} of ${observed === undefined ? 'none' : Number(observed) - of(first)}`;
}

function conditionText({ type, status, reason }: Readonly<Record<string, unknown>>): string {
  return `${String(type)}=${String(status)} (${String(reason)})`;
}

/**
 * Frames without those that say nothing new. Pods of one ReplicaSet become ready one by one or together, as it happens: of
 * frames that differ in nothing else, the last one counts.
 */
export function storyOf(rollouts: readonly unknown[]): readonly Frame[] {
  const letters = new Map<string, string>();
  const frames = rollouts.map((rollout) => frameOf(rollout, letters, rollouts[0]));
  const rest = ({ pods, ...frame }: Frame): string => JSON.stringify([frame, pods.all, pods.updated, pods.available]);
  return frames.filter((frame, index) => {
    const next = frames[index + 1];
    return next === undefined || rest(next) !== rest(frame);
  });
}
