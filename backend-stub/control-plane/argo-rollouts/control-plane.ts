import type { GrantedRules } from '../../deployment/granted-rules.ts';
import type { KubernetesObject, ObjectReference } from '../../deployment/kubernetes-object.ts';
import type {
  AccountDescription,
  Clock,
  ControlPlane,
  MergePatch,
  Observation,
  RolloutListener,
  Selection,
  WriteOptions,
} from '../../ports.ts';
import type { ReadSecret } from '../../secret-port.ts';
import { findAccount, requireNamespace, type ClusterAccount } from './accounts.ts';
import type { OnCall, OnWatched } from './calls.ts';
import { Cluster } from './cluster.ts';
import { rolloutType } from './rollout-watch.ts';
import { defaultTimings, type Timings } from './timings.ts';
import { Watches, type WatchState, type WatchTrouble } from './watches.ts';

export interface ArgoRolloutsOptions {
  readonly accounts: readonly ClusterAccount[];
  readonly clock: Clock;
  /** For accounts with a token of their own. */
  readonly readSecret?: ReadSecret;
  /** For metrics: every call that leaves for a cluster. */
  readonly onCall?: OnCall;
  /** For metrics: every event of every watch. */
  readonly onWatched?: OnWatched;
  /** For the log: what a watch is in trouble with. Errors here have no secrets in their messages. */
  readonly onTrouble?: (trouble: WatchTrouble) => void;
  readonly timings?: Partial<Timings>;
  /** Calls under way at once per account; further ones wait. Default 32. */
  readonly mostCalls?: number;
}

const nobody = (): void => undefined;
const unread: ReadSecret = () => Promise.reject(new Error('nobody reads secrets here'));

/** Argo Rollouts in the target clusters. Asks no cluster before somebody asks it, so a dead one stops nobody else. */
export class ArgoRollouts implements ControlPlane {
  private readonly clusters: ReadonlyMap<string, Cluster>;
  private readonly descriptions: readonly AccountDescription[];
  private readonly watches: Watches;

  constructor(options: ArgoRolloutsOptions) {
    const timings = { ...defaultTimings, ...options.timings };
    const { onCall = nobody, onWatched = nobody, onTrouble = nobody, mostCalls = 32, clock } = options;
    const { readSecret = unread } = options;
    const clusterOptions = { timings, readSecret, onCall, onWatched, mostCalls };
    this.clusters = new Map(options.accounts.map((account) => [account.name, new Cluster(account, clusterOptions)]));
    this.descriptions = options.accounts.map(({ credentials: _credentials, ...description }) => description);
    this.watches = new Watches({ clock, timings, onTrouble });
  }

  accounts(): readonly AccountDescription[] {
    return this.descriptions;
  }

  async read(account: string, reference: ObjectReference): Promise<KubernetesObject | undefined> {
    return this.cluster(account).read(reference);
  }

  async list(account: string, selection: Selection): Promise<readonly KubernetesObject[]> {
    const { items } = await this.cluster(account).list(selection);
    return items;
  }

  async apply(account: string, object: KubernetesObject, options: WriteOptions = {}): Promise<KubernetesObject> {
    const cluster = this.cluster(account);
    const applied = await cluster.apply(object, options);
    if (options.dryRun !== true) this.watches.absorb(cluster, applied);
    return applied;
  }

  async patch(account: string, reference: ObjectReference, patch: MergePatch): Promise<KubernetesObject> {
    const cluster = this.cluster(account);
    const patched = await cluster.patch(reference, patch);
    if (patch.dryRun !== true) this.watches.absorb(cluster, patched);
    return patched;
  }

  /** The watch tells that it is gone. */
  async delete(account: string, object: KubernetesObject, options: WriteOptions = {}): Promise<void> {
    await this.cluster(account).delete(object, options);
  }

  /** The rollout as the watch keeps it: without `spec.template`, `metadata.managedFields` and kubectl's last-applied. */
  observe(account: string, reference: ObjectReference): Observation {
    return this.watches.observe(this.cluster(account), reference);
  }

  /** Throws at once for an account that is not configured or a namespace that it is kept from. */
  watch(account: string, namespace: string, listener: RolloutListener): () => void {
    const cluster = this.cluster(account);
    requireNamespace(cluster.account, namespace, rolloutType.kind);
    return this.watches.listen(cluster, namespace, listener);
  }

  /** Of all accounts, for metrics. */
  watchStates(): readonly WatchState[] {
    return this.watches.states();
  }

  /** Whether the cluster serves Rollouts at all. Says nothing about a controller that works on them. */
  async rolloutsInstalled(account: string): Promise<boolean> {
    return this.cluster(account).serves(rolloutType);
  }

  /** What the service's user may do in a namespace; changes nothing. */
  async rulesIn(account: string, namespace: string): Promise<GrantedRules> {
    const cluster = this.cluster(account);
    requireNamespace(cluster.account, namespace, 'SelfSubjectRulesReview');
    return cluster.rulesIn(namespace);
  }

  /** Ends all watches and connections. */
  close(): void {
    this.watches.close();
    for (const cluster of this.clusters.values()) cluster.close();
  }

  private cluster(account: string): Cluster {
    return findAccount(this.clusters, account);
  }
}
