import { setTimeout as delay } from 'node:timers/promises';
import { Backoff } from '../../backoff.ts';
import type { KubernetesObject, ObjectReference } from '../../deployment/kubernetes-object.ts';
import { managedLabel, managedSelector } from '../../deployment/labels.ts';
import type { Clock, Observation } from '../../ports.ts';
import { ClusterBusy, mayRetry } from '../errors.ts';
import type { Cluster } from './cluster.ts';
import { trimmed } from './object.ts';
import { isManaged, RolloutCache } from './rollout-cache.ts';
import type { Timings } from './timings.ts';
import { watchEvent, type WatchEvent } from './watch-event.ts';

export const rolloutType = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' } as const;

export interface RolloutWatchOptions {
  readonly clock: Clock;
  readonly timings: Timings;
  /** Must not throw. */
  readonly onChange: (reference: ObjectReference) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** List and watch of our rollouts in one namespace of one cluster, until it is stopped. */
export class RolloutWatch {
  private readonly cluster: Cluster;
  private readonly namespace: string;
  private readonly options: RolloutWatchOptions;
  private readonly cache = new RolloutCache();
  private readonly stopping = new AbortController();
  private readonly asking = new Set<string>();
  /** From where the watch goes on; undefined: a list is due. */
  private version: string | undefined;
  /** As `elapsed` counts. */
  private listedAt: number | undefined;
  /** When the cache was last known to be what the cluster has: to be shown, and as `elapsed` counts. */
  private seenAt: { readonly date: Date; readonly elapsed: number } | undefined;
  private open = false;
  private lastTrouble = '';

  constructor(cluster: Cluster, namespace: string, options: RolloutWatchOptions) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.options = options;
  }

  start(): void {
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
  }

  get isOpen(): boolean {
    return this.open;
  }

  observe(name: string): Observation {
    const why = this.ignorance();
    if (why !== undefined) return { kind: 'unknown', why };
    const entry = this.cache.get(name);
    switch (entry?.kind) {
      case 'present':
        return { kind: 'present', object: entry.object };
      case 'absent':
        return { kind: 'absent' };
      case 'unlabelled':
        return {
          kind: 'unknown',
          why: `Rollout ${name} in ${this.namespace} does not carry the label ${managedLabel}: "true", so it is not watched.`,
        };
      case 'left':
      case undefined:
        // The selection does not have it, which is no proof that the cluster has not: one read tells.
        this.ask(name);
        return { kind: 'unknown', why: `Whether Rollout ${name} in ${this.namespace} exists is being asked.` };
    }
  }

  /** Our own write, before its event comes. */
  absorb(object: KubernetesObject): void {
    if (isManaged(object) && this.cache.put(object)) this.changed(object.metadata.name);
  }

  private ignorance(): string | undefined {
    const where = `The rollouts of ${this.namespace} on cluster ${this.cluster.account.name}`;
    if (this.seenAt === undefined) return `${where} have not been seen yet.${this.lastTrouble}`;
    const age = this.options.clock.elapsed() - this.seenAt.elapsed;
    if (this.open || age <= this.options.timings.broken) return undefined;
    return `${where} have not been seen since ${this.seenAt.date.toISOString()}.${this.lastTrouble}`;
  }

  private async run(): Promise<void> {
    const { leastBackoff, mostBackoff } = this.options.timings;
    const backoff = new Backoff({ least: leastBackoff, most: mostBackoff });
    while (!this.stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.listWhenDue();
        await this.follow(() => backoff.reset());
        // A server that ends every watch at once is not asked without a pause either.
        await this.pause(Math.max(leastBackoff - (performance.now() - startedAt), 0));
      } catch (error) {
        this.failed(error);
        await this.pause(backoff.next());
      }
    }
  }

  private async listWhenDue(): Promise<void> {
    const now = this.options.clock.elapsed();
    if (this.version !== undefined && this.listedAt !== undefined && this.resyncIn(now, this.listedAt) > 0) return;
    const { items, resourceVersion } = await this.cluster.list(this.selection(), trimmed);
    const changed = this.cache.replace(items);
    this.version = resourceVersion;
    this.listedAt = now;
    for (const name of this.cache.unsettled()) await this.settle(name);
    this.seen();
    this.lastTrouble = '';
    for (const name of changed) this.changed(name);
  }

  private resyncIn(now: number, listedAt: number): number {
    return listedAt + this.options.timings.resync - now;
  }

  /** Returns when the stream ended well or the next list is due. */
  private async follow(onOpen: () => void): Promise<void> {
    const now = this.options.clock.elapsed();
    // Whole milliseconds, as `AbortSignal.timeout` wants them.
    const left = Math.max(Math.ceil(this.resyncIn(now, this.listedAt ?? now)), 1);
    const seconds = String(Math.ceil(left / 1000));
    // A server that forgets timeoutSeconds is cut off a little later.
    const overdue = AbortSignal.timeout(left + 5_000);
    const signal = AbortSignal.any([this.stopping.signal, overdue]);
    const query = { allowWatchBookmarks: 'true', timeoutSeconds: seconds, resourceVersion: this.version ?? '' };
    const stream = await this.cluster.watch(this.selection(), query, signal);
    try {
      this.open = true;
      this.lastTrouble = '';
      this.seen();
      onOpen();
      for await (const line of stream) {
        this.seen();
        await this.take(watchEvent(line));
      }
    } catch (error) {
      if (!overdue.aborted) throw error;
    } finally {
      this.open = false;
    }
  }

  private async take(event: WatchEvent): Promise<void> {
    switch (event.kind) {
      case 'bookmark':
        this.version = event.resourceVersion;
        return;
      case 'changed':
        this.version = event.object.metadata.resourceVersion;
        if (this.cache.put(event.object)) this.changed(event.object.metadata.name);
        return;
      case 'left':
        this.version = event.object.metadata.resourceVersion;
        this.cache.leave(event.object.metadata.name);
        await this.settle(event.object.metadata.name);
        return;
      case 'expired':
        this.version = undefined;
        throw new ClusterBusy(this.cluster.account.name, { why: `its watch has to start over: ${event.why}.` });
    }
  }

  private ask(name: string): void {
    if (this.asking.has(name)) return;
    this.asking.add(name);
    void this.settle(name)
      .catch(async (error: unknown) => {
        this.options.onTrouble(error);
        // A cluster that can't answer is not asked again at every look.
        await this.pause(this.options.timings.mostBackoff);
      })
      .finally(() => this.asking.delete(name));
  }

  private async settle(name: string): Promise<void> {
    const found = await this.cluster.read({ ...rolloutType, namespace: this.namespace, name });
    if (this.cache.settle(name, found)) this.changed(name);
  }

  private failed(error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.lastTrouble = error instanceof Error ? ` ${error.message}` : '';
    // What the API server will not serve from this version it may serve after a list.
    if (!mayRetry(error)) this.version = undefined;
    this.options.onTrouble(error);
  }

  private seen(): void {
    const { clock } = this.options;
    this.seenAt = { date: clock.now(), elapsed: clock.elapsed() };
  }

  private changed(name: string): void {
    this.options.onChange({ ...rolloutType, namespace: this.namespace, name });
  }

  private selection(): { apiVersion: string; kind: string; namespace: string; labels: string } {
    return { ...rolloutType, namespace: this.namespace, labels: managedSelector };
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }
}
