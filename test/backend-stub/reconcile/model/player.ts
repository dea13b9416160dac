import { numberAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { DecisionRecord, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import type { Execution } from '../../../../backend-stub/deployment/execution.ts';
import { cancelDeployment } from '../../../../backend-stub/reconcile/cancel.ts';
import { startDeployment } from '../../../../backend-stub/reconcile/start.ts';
import { StatusBoard } from '../../../../backend-stub/reconcile/status-board.ts';
import { takeDecision } from '../../../../backend-stub/reconcile/take-decision.ts';
import type { TestDatabase } from '../../store/test-databases.ts';
import { ModelCluster } from './cluster.ts';
import type { Beginning, Fault, History, HistoryEvent, HistoryStep, OutsideAct, RolloutName } from './history.ts';
import { isMove, type Look } from './journal.ts';
import { atRest, MovedClock } from './moved-clock.ts';
import { meddle } from './outside.ts';
import { sightOf } from './sight.ts';
import { ServiceProcess, type Surroundings } from './process.ts';
import { claimOf, configurationOf, deployEarlier, executionOf, images, tellVersions, toldRecord } from './setting.ts';

/** What a history left behind, for those who judge it. */
export interface Trace {
  readonly history: History;
  readonly cluster: ModelCluster;
  readonly looks: readonly Look[];
  /** Of each step, and after it was left alone: what the store had, and what Orca was told. */
  readonly kept: readonly Kept[];
  readonly outside: readonly Meddled[];
  readonly decisions: readonly DecisionRecord[];
  readonly faults: readonly unknown[];
}

export interface Kept {
  readonly record: DeploymentRecord;
  readonly poll: string | undefined;
}

/** An act that was possible, and what it was done to. */
export interface Meddled {
  readonly step: number;
  readonly act: OutsideAct;
  readonly rollout: RolloutName;
  readonly podHash: string | undefined;
  readonly stepIndex: number | undefined;
  readonly isPaused: boolean;
}

let plays = 0;
/** A service that is left alone looks at the latest after these many seconds, which are longer than all its graces. */
const leftAlone = [1, 6, 31, 61, 61, 61];
/** More looks than that without time passing are no rest. */
const mostLooks = 40;
const fewLooks = 3;

export class Player {
  readonly #history: History;
  readonly #database: TestDatabase;
  readonly #clock = new MovedClock(Math.floor(Date.now() / 1000) * 1000);
  readonly #cluster: ModelCluster;
  readonly #looks: Look[] = [];
  readonly #kept: Kept[] = [];
  readonly #outside: Meddled[] = [];
  readonly #faults: unknown[] = [];
  readonly #standing: ServiceProcess[] = [];
  readonly #play = (plays += 1);
  #processes = 0;
  #ids = 0;
  #id = '';
  #step = -1;
  #told = 0;
  #leader: ServiceProcess;
  #execution: Execution;

  constructor(history: History, database: TestDatabase) {
    const { beginning } = history;
    this.#history = history;
    this.#database = database;
    this.#cluster = new ModelCluster(this.#clock, { controller: beginning.cluster === 'simulated' });
    const deployment = configurationOf(beginning, (name) => images.ours(name, beginning));
    this.#execution = executionOf(`execution-${this.#play}`, deployment);
    this.#leader = this.#startProcess();
  }

  async play(): Promise<Trace> {
    try {
      return await this.#all();
    } finally {
      this.#leader.kill();
      await this.#forget();
    }
  }

  async #all(): Promise<Trace> {
    await this.#begin();
    for (const [index, step] of this.#history.steps.entries()) {
      this.#step = index;
      await this.#take(step);
      await this.#keep();
    }
    await this.#leaveAlone();
    const decisions = await this.#store.decisions(this.#id);
    return {
      ...{ history: this.#history, cluster: this.#cluster, looks: this.#looks, kept: this.#kept },
      ...{ outside: this.#outside, decisions, faults: this.#faults },
    };
  }

  get #store() {
    return this.#database.replicas[0];
  }

  #startProcess(): ServiceProcess {
    this.#processes += 1;
    const surroundings: Surroundings = {
      cluster: this.#cluster,
      clock: this.#clock,
      store: this.#store,
      executions: { read: () => Promise.resolve({ kind: 'found', execution: this.#execution }) },
      newId: () => `${this.#play}-${(this.#ids += 1)}`,
      meanwhile: (act) => this.#meddle(act, this.#rolloutOf(0)),
      onFault: (fault) => this.#faults.push(fault),
      looks: this.#looks,
    };
    return new ServiceProcess(surroundings, `play-${this.#play}-process-${this.#processes}`);
  }

  async #begin(): Promise<void> {
    const { beginning } = this.#history;
    if (beginning.cluster !== 'simulated') return this.#beginTold(beginning);
    await deployEarlier(this.#cluster, beginning, this.#clock);
    const [stage] = this.#execution.stages;
    const claim = claimOf(this.#execution, stage?.deployment);
    const started = await startDeployment(this.#leader.undisturbed, claim);
    if (started.kind !== 'started') throw new TypeError(started.sentence);
    this.#id = started.reply.deploymentId;
  }

  async #beginTold(beginning: Beginning): Promise<void> {
    const told = beginning.cluster === 'simulated' ? undefined : beginning.cluster.told;
    if (told === undefined) return;
    tellVersions(this.#cluster, told);
    this.#cluster.tell('web', told.first);
    const record = toldRecord(beginning, told, new Date(this.#clock.now()));
    this.#id = record.id;
    this.#execution = { ...this.#execution, id: record.origin.stage.executionId };
    await this.#store.create(record, []);
  }

  async #take({ event, then, fault }: HistoryStep): Promise<void> {
    await this.#happen(event);
    await atRest();
    if (then === 'look') await this.#look(fault);
    if (then === 'rest') await this.#rest(fault);
    while (this.#standing.length > 0) {
      await this.#standing.shift()?.goOn();
      if (then === 'rest') await this.#rest(undefined);
    }
  }

  /** True when the look found something to do, so that another is due before time passes. */
  async #look(fault: Fault | undefined): Promise<boolean> {
    const leader = this.#leader;
    const before = this.#looks.length;
    const how = await leader.look(this.#id, { step: this.#step, fault });
    if (how === 'died') await this.#replace();
    if (how === 'standing') {
      this.#standing.push(leader);
      await this.#replace();
    }
    await atRest();
    const look = this.#looks[before];
    return how !== 'done' || (look !== undefined && look.calls.some(isMove));
  }

  async #rest(fault: Fault | undefined): Promise<void> {
    let again = await this.#look(fault);
    for (let looks = 1; again || this.#leader.view.takeWoken(); looks += 1) {
      // Where nobody acts upon what is written, it is written again and again.
      if (looks > fewLooks && this.#history.beginning.cluster !== 'simulated') return;
      if (looks > mostLooks) throw new Error('the service never comes to rest');
      this.#leader.view.takeWoken();
      again = await this.#look(undefined);
    }
  }

  async #replace(): Promise<void> {
    await this.#database.query(
      `update deployments set lease_until = now() - interval '1 s' where id = '${this.#id}' and lease_owner is not null`,
    );
    this.#leader = this.#startProcess();
  }

  #rolloutOf(index: number): RolloutName {
    return this.#history.beginning.rollouts[index] ?? 'web';
  }

  async #happen(event: HistoryEvent): Promise<void> {
    switch (event.do) {
      case 'wait':
        return this.#clock.pass(event.seconds);
      case 'outside':
        return this.#meddle(event.act, event.rollout);
      case 'told':
        return this.#tell(event.state.object);
      case 'decide':
        return this.#decide(event);
      case 'orca':
        return this.#hearOrca(event.says);
      case 'watch':
        return this.#leader.view.set(event.is);
      case 'controller':
        return event.is === 'stopped' ? this.#cluster.stopController() : this.#cluster.startController();
      case 'service':
        if (event.is === 'restarted') this.#leader.kill();
        else this.#leader.view.close();
        return this.#replace();
    }
  }

  #tell(object: Parameters<ModelCluster['tell']>[1]): void {
    // Each is newer than what is there, or the API server would not have shown it.
    this.#told += 1;
    this.#cluster.tell('web', object);
  }

  #meddle(act: OutsideAct, rollout: RolloutName): void {
    const { beginning } = this.#history;
    const live = this.#cluster.rollout(rollout);
    const meddled: Meddled = {
      ...{ step: this.#step, act, rollout, podHash: textAt(live, 'status', 'currentPodHash') },
      stepIndex: numberAt(live, 'status', 'currentStepIndex'),
      isPaused: JSON.stringify(live?.['status'] ?? {}).includes('"CanaryPauseStep"'),
    };
    if (meddle(act, { cluster: this.#cluster, name: rollout, ourImage: images.ours(rollout, beginning) }))
      this.#outside.push(meddled);
  }

  async #decide({ action, saw, people }: HistoryEvent & { readonly do: 'decide' }): Promise<void> {
    const services = this.#leader.undisturbed;
    const seen = sightOf(saw, { cluster: this.#cluster, rollouts: this.#history.beginning.rollouts });
    const request = { action, seen, comment: `Look ${(this.#told += 1)}` };
    const make = (user: string) => takeDecision(services, { user, id: this.#id, request });
    if (people === 'twoInTurn') await make('person-0');
    await Promise.all(people === 2 ? [make('person-0'), make('person-1')] : [make('person-1')]);
  }

  async #hearOrca(says: 'canceled' | 'failed'): Promise<void> {
    const canceled = says === 'canceled';
    const ending = canceled ? { canceled, canceledBy: 'bob@example.com', status: 'CANCELED' } : { status: 'TERMINAL' };
    const stages = this.#execution.stages.map((stage) => ({ ...stage, status: ending.status }));
    this.#execution = { ...this.#execution, ...ending, stages };
    const record = await this.#store.read(this.#id);
    if (record?.origin.kind === 'stage') await cancelDeployment(this.#leader.undisturbed, record.origin.stage);
  }

  async #keep(): Promise<void> {
    const record = await this.#store.read(this.#id);
    if (record === undefined) throw new Error('the deployment is not kept');
    const board = new StatusBoard({
      store: this.#store,
      clock: this.#clock.ofService,
      onFailure: (error) => this.#faults.push(error),
    });
    const poll = board.atHand(this.#id) ?? (await board.read(this.#id));
    await board.stop();
    this.#kept.push({ record, poll });
  }

  /** Everything works and is seen, and time passes. */
  async #leaveAlone(): Promise<void> {
    this.#step = this.#history.steps.length;
    this.#cluster.startController();
    for (const name of this.#history.beginning.rollouts)
      meddle('label', { cluster: this.#cluster, name, ourImage: '' });
    this.#leader.view.set('listedAnew');
    await atRest();
    await this.#rest(undefined);
    for (const seconds of leftAlone) {
      if ((await this.#store.read(this.#id))?.outcome !== undefined) break;
      await this.#clock.pass(seconds);
      await this.#rest(undefined);
    }
    await this.#keep();
  }

  /** Nothing of it stands in the way of the next. */
  async #forget(): Promise<void> {
    const record = await this.#store.read(this.#id);
    if (record !== undefined && record.outcome === undefined)
      await this.#store.end({ ...record, outcome: 'superseded', status: 'FAILED', phase: 'ended' });
  }
}
