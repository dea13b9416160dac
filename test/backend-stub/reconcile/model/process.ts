import { isDeepStrictEqual } from 'node:util';
import { defaultGraces } from '../../../../backend-stub/deployment/conclude.ts';
import type { DecisionRecord, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import type { Executions, Store } from '../../../../backend-stub/ports.ts';
import { defined } from '../../../../backend-stub/contract/defined.ts';
import { advance } from '../../../../backend-stub/reconcile/advance.ts';
import type { Save } from '../../../../backend-stub/reconcile/advance.ts';
import type { Services } from '../../../../backend-stub/reconcile/services.ts';
import { Stopwatch } from '../../../../backend-stub/reconcile/stopwatch.ts';
import { servicesAround } from '../services-around.ts';
import type { ModelCluster } from './cluster.ts';
import { ModelControlPlane } from './control-plane.ts';
import { Gate } from './gate.ts';
import type { Fault, OutsideAct } from './history.ts';
import { sawAll } from './journal.ts';
import type { Call, Look } from './journal.ts';
import type { MovedClock } from './moved-clock.ts';
import { WatchView } from './watch-view.ts';

const phaseOf = ({ phase, phaseSince }: DeploymentRecord): string => `${phase} since ${phaseSince.toISOString()}`;

/** What all processes of a history share. */
export interface Surroundings {
  readonly cluster: ModelCluster;
  readonly clock: MovedClock;
  readonly store: Store;
  readonly executions: Executions;
  readonly newId: () => string;
  readonly meanwhile: (act: OutsideAct) => void;
  /** Told of what the service calls a fault of its own. */
  readonly onFault: (error: unknown) => void;
  readonly looks: Look[];
}

const longLease = 3_600_000;
/** As long as a worker waits in the end, in milliseconds. */
const afterFailure = 10_000;

/** One process of the service, looking when the history lets it, as a worker does. */
export class ServiceProcess {
  readonly services: Services;
  readonly view: WatchView;
  readonly #surroundings: Surroundings;
  readonly #gate: Gate;
  /** Begins again with each process. */
  readonly #stopwatch: Stopwatch;
  #interrupt: (how: 'died' | 'standing') => void = () => undefined;
  #goOn: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #leads = false;
  readonly #known = new Map<string, number>();
  #current: Look | undefined;
  /** The store did not even tell what to look at: a worker tries that again soon. */
  #isUnread = false;

  constructor(surroundings: Surroundings, replica: string) {
    const { cluster, clock, executions, newId, meanwhile, onFault } = surroundings;
    this.#surroundings = surroundings;
    this.view = new WatchView(cluster);
    this.#gate = new Gate({
      onDeath: () => this.#interrupt('died'),
      onStandStill: () => this.#standStill(),
      meanwhile,
    });
    this.#stopwatch = new Stopwatch(clock.ofService);
    this.services = servicesAround({
      controlPlane: new ModelControlPlane(cluster, { gate: this.#gate, view: this.view }),
      executions,
      store: this.#gatedStore(surroundings.store),
      clock: clock.ofService,
      log: { info: () => undefined, warn: () => undefined, error: (fields) => onFault(fields) },
      settings: {
        replica,
        publicUrl: 'http://gennaker.example.com',
        graces: { ...defaultGraces, unbound: 60, blocked: 60, aborted: 60 },
        canSeal: false,
      },
      newId,
    });
  }

  /** One look; how it was left. A process that stands still goes on by {@link goOn}. */
  async look(
    id: string,
    { step, fault }: { readonly step: number; readonly fault: Fault | undefined },
  ): Promise<'done' | 'unread' | 'died' | 'standing'> {
    const { store } = this.#surroundings;
    const { replica } = this.services.settings;
    if (!this.#leads) this.#leads = (await store.claim(replica, longLease, 10_000)).includes(id);
    this.view.settle();
    const calls: Call[] = [];
    this.#gate.begin(calls, fault);
    const interrupted = new Promise<'died' | 'standing'>((resolve) => (this.#interrupt = resolve));
    this.#working = this.#work(id, { step, calls });
    const how = await Promise.race([this.#working.then(() => 'done' as const), interrupted]);
    if (how === 'died') this.kill();
    return how === 'done' && this.#isUnread ? 'unread' : how;
  }

  /** For what people and Orca ask of this process between its looks. */
  get undisturbed(): Services {
    this.#gate.begin([], undefined);
    return this.services;
  }

  async goOn(): Promise<void> {
    this.#goOn();
    await this.#working;
  }

  kill(): void {
    this.#gate.kill();
    this.view.close();
    if (this.#current !== undefined) this.#current.end ??= 'died';
  }

  #standStill(): Promise<void> {
    if (this.#current !== undefined) this.#current.stoodStill = true;
    const until = new Promise<void>((resolve) => (this.#goOn = resolve));
    this.#interrupt('standing');
    return until;
  }

  /** As `Worker` does it. */
  async #work(id: string, { step, calls }: { readonly step: number; readonly calls: Call[] }): Promise<void> {
    const { clock, looks } = this.#surroundings;
    const { store, settings } = this.services;
    this.#current = undefined;
    this.#isUnread = false;
    try {
      const [record, decisions] = await Promise.all([store.read(id), store.decisions(id)]);
      if (record === undefined || record.outcome !== undefined) return;
      const look: Look = {
        step,
        process: settings.replica,
        at: clock.now(),
        before: record,
        knownSince: this.#known.get(phaseOf(record)) ?? clock.now(),
        decisions,
        calls,
        stoodStill: false,
      };
      this.#current = look;
      looks.push(look);
      const known = { record, decisions, quiet: true, stopwatch: this.#stopwatch };
      const { nextLook, failure } = await advance(this.services, known, this.#saver(record));
      look.nextLook = failure === undefined ? nextLook : afterFailure;
      if (sawAll(look)) this.#known.set(phaseOf(record), look.knownSince);
      look.end = 'finished';
    } catch (error) {
      const isLost = error instanceof Error && error.name === 'LeaseLost';
      if (this.#current === undefined) this.#isUnread = true;
      else this.#current.end = isLost ? 'lost' : 'failed';
    }
  }

  #saver(first: DeploymentRecord): Save {
    let kept = first;
    const { store, settings } = this.services;
    return async (record, beside = {}) => {
      const { settled = [], plan } = beside;
      const isMore = settled.length > 0 || plan !== undefined || !isDeepStrictEqual(record, kept);
      if (isMore) await store.save(settings.replica, record, defined({ settled, plan }));
      kept = record;
      return record;
    };
  }

  /** Only what a look uses is made to fail: the rest passes. */
  #gatedStore(store: Store): Store {
    const gate = this.#gate;
    const gated: Pick<Store, 'read' | 'decisions' | 'save'> = {
      read: (id) => gate.pass<DeploymentRecord | undefined>({ ask: 'store', method: 'read' }, () => store.read(id)),
      decisions: (id) =>
        gate.pass<readonly DecisionRecord[]>({ ask: 'store', method: 'decisions' }, () => store.decisions(id)),
      save: (replica, record, beside = []) => {
        const { settled = [] } = 'length' in beside ? { settled: beside } : beside;
        return gate.pass({ ask: 'save', record, settled }, () => store.save(replica, record, beside));
      },
    };
    return new Proxy(store, {
      get: (target, name) => {
        const own: unknown = Reflect.get(gated, name) ?? Reflect.get(target, name);
        if (typeof own !== 'function') return own;
        return (...given: readonly unknown[]): unknown => Reflect.apply(own, target, given);
      },
    });
  }
}
