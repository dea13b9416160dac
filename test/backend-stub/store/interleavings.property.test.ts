import fc from 'fast-check';
import type { Store } from '../../../backend-stub/ports.ts';
import { aDeployment, ended, rollout } from './a-deployment.ts';
import type { StageDeployment } from './a-deployment.ts';
import { databases, type TestDatabase } from './test-databases.ts';

const workloads = ['web', 'api', 'worker'];

/** What a replica may do; numbers choose among what exists when it is done. */
type Step =
  | { readonly kind: 'create'; readonly names: readonly string[] }
  | { readonly kind: 'claim'; readonly most: number }
  | { readonly kind: 'release' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'save' | 'finish' | 'end' | 'adopt'; readonly pick: number };

const pick = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('create' as const), names: fc.subarray(workloads, { minLength: 1 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('claim' as const), most: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('release' as const, 'expire' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('save' as const, 'finish' as const, 'end' as const, 'adopt' as const),
      pick,
    }),
  },
);

/** Two replicas at once, each doing its steps one after the other, until both are through. */
const interleaving = fc.tuple(fc.array(step, { maxLength: 14 }), fc.array(step, { maxLength: 14 }));

describe.each(databases)('two replicas on %s', (_, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close(), 60_000);

  it('never lead one deployment both, never have two open deployments on one workload, never change an outcome', async () => {
    await fc.assert(
      fc.asyncProperty(interleaving, async ([first, second]) => {
        await database.empty();
        const world = new World(database);
        await Promise.all([
          world.run('one', database.replicas[0], first),
          world.run('two', database.replicas[1], second),
        ]);
        expect(await world.openOnOneWorkload()).toEqual([]);
        expect(await world.lockedByEnded()).toEqual([]);
        expect(await world.changedOutcomes()).toEqual([]);
        expect(world.unexpected).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

/** What the two replicas were told, to be held against what the database says. */
class World {
  readonly unexpected: unknown[] = [];
  readonly #database: TestDatabase;
  readonly #records: StageDeployment[] = [];
  readonly #workloads = new Map<string, readonly string[]>();
  readonly #outcomes = new Map<string, string>();
  readonly #held = new Map<string, ReadonlySet<string>>();

  constructor(database: TestDatabase) {
    this.#database = database;
  }

  async run(replica: string, store: Store, steps: readonly Step[]): Promise<void> {
    for (const next of steps) {
      try {
        await this.#take(replica, store, next);
      } catch (error) {
        const allowed = error instanceof Error && ['LeaseLost', 'DeploymentNotOpen'].includes(error.name);
        if (!allowed) this.unexpected.push(error);
      }
    }
  }

  async #take(replica: string, store: Store, next: Step): Promise<void> {
    switch (next.kind) {
      case 'create':
        return this.#create(store, next.names);
      case 'claim':
        return this.#claim(replica, store, next.most);
      case 'release':
        this.#held.delete(replica);
        return store.release(replica);
      case 'expire':
        return this.#expire();
      default:
        return this.#change(replica, store, next);
    }
  }

  async #create(store: Store, names: readonly string[]): Promise<void> {
    const record = aDeployment();
    const result = await store.create(
      record,
      names.map((name) => rollout(name)),
    );
    if (result.kind === 'created') this.#records.push(record);
    if (result.kind === 'created') this.#workloads.set(record.id, names);
    // Its holder may not have ended while it stood in our way.
    if (result.kind === 'locked' && result.by.outcome !== undefined) this.unexpected.push(result);
  }

  async #claim(replica: string, store: Store, most: number): Promise<void> {
    this.#held.delete(replica);
    const since = this.#expiries;
    const ids = await store.claim(replica, 60_000, most);
    // While leases were made to expire, nobody can tell in which order the database did it.
    if (since !== this.#expiries) return;
    this.#held.set(replica, new Set(ids));
    const others = [...this.#held].filter(([name]) => name !== replica);
    const shared = others.flatMap(([, held]) => ids.filter((id) => held.has(id)));
    if (shared.length > 0) this.unexpected.push({ replica, shared });
  }

  #expiries = 0;

  async #expire(): Promise<void> {
    this.#expiries += 1;
    this.#held.clear();
    await this.#database.query(
      `update deployments set lease_until = now() - interval '1 s' where lease_owner is not null`,
    );
    this.#held.clear();
    this.#expiries += 1;
  }

  async #change(replica: string, store: Store, next: Step & { readonly pick: number }): Promise<void> {
    const record = this.#records[next.pick % Math.max(1, this.#records.length)];
    if (record === undefined) return;
    if (next.kind === 'adopt') return store.adopt(record.id, { ...record.origin.stage, attempt: `${next.pick}` });
    if (next.kind === 'save') return store.save(replica, { ...record, progress: `${replica} ${next.pick}` });
    if (next.kind === 'end') return store.end(ended(record, 'superseded'));
    await store.save(replica, ended(record, 'succeeded'));
    this.#outcomes.set(record.id, 'succeeded');
  }

  /** By what was created, not by the table of locks. */
  async openOnOneWorkload(): Promise<readonly string[]> {
    const open = await this.#database.query('select id from deployments where outcome is null');
    const held = open.flatMap(({ id }) => this.#workloads.get(String(id)) ?? ['an unknown deployment']);
    return held.filter((name, index) => held.indexOf(name) !== index);
  }

  lockedByEnded() {
    return this.#database.query(
      `select d.id from workload_locks l join deployments d on d.id = l.deployment_id where d.outcome is not null`,
    );
  }

  async changedOutcomes(): Promise<readonly string[]> {
    const rows = await this.#database.query('select id, outcome from deployments');
    const kept = new Map(rows.map(({ id, outcome }) => [id, outcome]));
    return [...this.#outcomes].filter(([id, outcome]) => kept.get(id) !== outcome).map(([id]) => id);
  }
}
