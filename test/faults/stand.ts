import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { PostgresCluster } from '../postgres/cluster.ts';
import { definitionsRole, freshGroup, grantKind } from '../stage/custom-kinds.ts';
import type { Kind } from '../stage/custom-kinds.ts';
import { Rehearsals } from '../stage/rehearsal.ts';
import type { Rehearsed, RehearsalsOptions, Traces } from '../stage/rehearsal.ts';
import { startReplicas } from '../stage/replicas.ts';
import type { Replicas, ReplicasOptions } from '../stage/replicas.ts';

/** A world, and the runs that are played in it one after the other. */
export interface Lane {
  readonly world: Replicas;
  readonly rehearsals: Rehearsals;
}

export interface LaneOptions extends Partial<Omit<ReplicasOptions, 'cluster'>>, Partial<RehearsalsOptions> {
  /** The manifest defines a kind of its own, which needs rights of its own. */
  readonly defining?: boolean;
}

export interface StandOptions {
  /** The shared one otherwise. */
  readonly cluster?: Cluster;
  readonly parent?: string;
}

/** Cluster, database server and worlds of a test file. */
export class Stand {
  readonly cluster: Cluster;
  readonly postgres: PostgresCluster;
  readonly #closers: (() => unknown)[] = [];

  private constructor(cluster: Cluster, postgres: PostgresCluster) {
    this.cluster = cluster;
    this.postgres = postgres;
  }

  /** `parent`: where the database server has its folder. */
  static async start(programs: string, { cluster, parent }: StandOptions = {}): Promise<Stand> {
    return new Stand(cluster ?? (await sharedCluster()), await PostgresCluster.start(programs, parent));
  }

  /** One replica with leases of three seconds, unless it is said otherwise. The first version runs already. */
  async lane({
    action = 'approve',
    name = 'web',
    stage,
    beside,
    defining,
    ...options
  }: LaneOptions = {}): Promise<Lane> {
    const databaseUrl = options.databaseUrl ?? (await this.postgres.createDatabase());
    const world = await startReplicas({
      cluster: this.cluster,
      count: 1,
      leaseSeconds: 3,
      unlimited: defining === true,
      ...options,
      databaseUrl,
    });
    this.onClose(() => world.close());
    const rehearsals = new Rehearsals(world, {
      action,
      name,
      ...(stage === undefined ? {} : { stage }),
      ...(beside === undefined ? {} : { beside }),
      ...(defining === true ? { kind: await this.#ownKind(world.namespace) } : {}),
    });
    await rehearsals.prepare();
    return { world, rehearsals };
  }

  async #ownKind(namespace: string): Promise<Kind> {
    const kind = { group: freshGroup() };
    await this.cluster.grant('driver', definitionsRole);
    await grantKind(this.cluster, kind, namespace);
    return kind;
  }

  /** What was begun last is ended first. */
  onClose(close: () => unknown): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
    await this.postgres.remove();
  }
}

/** All runs at once, so that a failure shows which of them went wrong. */
export function tracesOf(played: readonly Rehearsed[]): Readonly<Record<string, Traces>> {
  return Object.fromEntries(played.map(({ name, traces }) => [name, traces]));
}

/** The same for each of them. */
export function all(played: readonly Rehearsed[], traces: Traces): Readonly<Record<string, Traces>> {
  return Object.fromEntries(played.map(({ name }) => [name, traces]));
}

/** The same database by another port of this machine. */
export function by(port: number, url: string): string {
  const way = new URL(url);
  way.hostname = '127.0.0.1';
  way.port = String(port);
  return way.href.replace(/\/$/, '');
}
