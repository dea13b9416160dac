import type { KubernetesObject, ObjectReference } from '../../deployment/kubernetes-object.ts';
import type { Observation, RolloutListener } from '../../ports.ts';
import type { Cluster } from './cluster.ts';
import { RolloutWatch, rolloutType, type RolloutWatchOptions } from './rollout-watch.ts';

/** Something that went wrong with a watch. It goes on by itself; this is for the log. */
export interface WatchTrouble {
  readonly account: string;
  readonly namespace: string;
  readonly error: unknown;
}

export type WatchesOptions = Pick<RolloutWatchOptions, 'clock' | 'timings'> & {
  readonly onTrouble: (trouble: WatchTrouble) => void;
};

/** A watch that is not open is being tried again. */
export interface WatchState {
  readonly account: string;
  readonly open: boolean;
}

interface Shared {
  readonly account: string;
  readonly watch: RolloutWatch;
  /** One object per call of `listen`: the same function may listen twice. */
  readonly listeners: Set<{ readonly tell: RolloutListener }>;
  lingering: NodeJS.Timeout | undefined;
}

/** One watch per account and namespace, shared by everybody who listens. */
export class Watches {
  private readonly options: WatchesOptions;
  private readonly shared = new Map<string, Shared>();

  constructor(options: WatchesOptions) {
    this.options = options;
  }

  listen(cluster: Cluster, namespace: string, listener: RolloutListener): () => void {
    const shared = this.sharedFor(cluster, namespace);
    clearTimeout(shared.lingering);
    const entry = { tell: listener };
    shared.listeners.add(entry);
    return () => {
      if (!shared.listeners.delete(entry) || shared.listeners.size > 0) return;
      clearTimeout(shared.lingering);
      shared.lingering = setTimeout(() => this.end(keyOf(cluster, namespace), shared), this.options.timings.linger);
      shared.lingering.unref();
    };
  }

  observe(cluster: Cluster, reference: ObjectReference): Observation {
    const { kind, namespace, name } = reference;
    const shared =
      kind === rolloutType.kind && namespace !== undefined ? this.shared.get(keyOf(cluster, namespace)) : undefined;
    if (shared !== undefined) return shared.watch.observe(name);
    return {
      kind: 'unknown',
      why: `Nobody watches the ${kind}s of ${namespace ?? 'the cluster'} on cluster ${cluster.account.name}.`,
    };
  }

  absorb(cluster: Cluster, object: KubernetesObject): void {
    const { namespace } = object.metadata;
    if (object.kind !== rolloutType.kind || object.apiVersion !== rolloutType.apiVersion || namespace === undefined)
      return;
    this.shared.get(keyOf(cluster, namespace))?.watch.absorb(object);
  }

  /** One entry for each watch that somebody needs, or needed a moment ago. */
  states(): readonly WatchState[] {
    return [...this.shared.values()].map(({ watch, account }) => ({ account, open: watch.isOpen }));
  }

  close(): void {
    for (const [key, shared] of this.shared) this.end(key, shared);
  }

  private sharedFor(cluster: Cluster, namespace: string): Shared {
    const key = keyOf(cluster, namespace);
    const existing = this.shared.get(key);
    if (existing !== undefined) return existing;
    const listeners: Shared['listeners'] = new Set();
    const trouble = (error: unknown): void =>
      this.options.onTrouble({ account: cluster.account.name, namespace, error });
    const onChange = (reference: ObjectReference): void => tellAll(listeners, reference, trouble);
    const watch = new RolloutWatch(cluster, namespace, { ...this.options, onChange, onTrouble: trouble });
    const made: Shared = { account: cluster.account.name, watch, listeners, lingering: undefined };
    this.shared.set(key, made);
    watch.start();
    return made;
  }

  private end(key: string, shared: Shared): void {
    clearTimeout(shared.lingering);
    shared.watch.stop();
    if (this.shared.get(key) === shared) this.shared.delete(key);
  }
}

/** One listener's mistake must not keep the news from the others, nor break the watch. */
function tellAll(listeners: Shared['listeners'], reference: ObjectReference, trouble: (error: unknown) => void): void {
  for (const { tell } of [...listeners]) {
    try {
      tell(reference);
    } catch (error) {
      trouble(error);
    }
  }
}

function keyOf(cluster: Cluster, namespace: string): string {
  return JSON.stringify([cluster.account.name, namespace]);
}
