import { setTimeout as pause } from 'node:timers/promises';
import type { DeploymentRecord } from '../../../backend-stub/deployment/record.ts';
import type { Store } from '../../../backend-stub/ports.ts';
import { Loop, pauseBetweenLooks } from '../../../backend-stub/reconcile/loop.ts';
import type { LoopTimes } from '../../../backend-stub/reconcile/loop.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { appliedOf, boundTo, first, recorded, second, steps } from '../deployment/situations.ts';
import { aDecision, aDeployment, anObject, ended } from '../store/a-deployment.ts';
import { servicesAround } from './services-around.ts';
import { WatchedCluster } from './watched-cluster.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

const patience = 60_000;
const replica = 'replica-1';
/** No turn but the first, except where a test is about turns. */
const still: LoopTimes = { leaseMilliseconds: 600_000, tickMilliseconds: 600_000, silenceMilliseconds: 600_000 };

/** Bound to the version that the recordings roll out, as a look before this one left it. */
function bound(situation: string): DeploymentRecord {
  const moment = recorded(situation);
  return aDeployment({
    policy: { steps, onFailure: 'keep', onCancel: 'keep', onStall: 'wait' },
    plan: { objects: [{ ...anObject(), object: moment.applied.sent }], warnings: [], hash: '' },
    applied: [appliedOf(moment)],
    bindings: [boundTo(moment, second, first)],
    phase: 'progressing',
  });
}

describe('the pause between two looks for news', () => {
  it('is short for a few deployments, and grows with how many move at once, to three seconds', () => {
    expect([1, 50, 100, 300, 100_000].map(pauseBetweenLooks)).toEqual([250, 500, 1000, 3000, 3000]);
  });
});

describe('the loop', () => {
  let store: Store;
  let reads: number;
  const asked: string[] = [];
  /** When decisions are answered. */
  let answering: Promise<void> = Promise.resolve();
  let turns: number;
  let record: DeploymentRecord;
  let cluster: WatchedCluster;
  let clock: HandClock;
  let loop: Loop;

  beforeAll(async () => {
    const opened = await openEmptyStore();
    const read = opened.read.bind(opened);
    const undecided = opened.undecided.bind(opened);
    const decisions = opened.decisions.bind(opened);
    store = Object.assign(opened, {
      read: (id: string) => {
        reads += 1;
        asked.push('record');
        return read(id);
      },
      decisions: async (id: string) => {
        asked.push('decisions');
        await answering;
        const found = await decisions(id);
        asked.push('decisions, answered');
        return found;
      },
      undecided: () => {
        turns += 1;
        return undecided();
      },
    });
  }, patience);
  afterAll(() => store.close());
  afterEach(async () => {
    await loop.stop();
    const left = await store.read(record.id);
    if (left !== undefined && left.outcome === undefined) await store.end(ended(left));
  });

  async function lead(times: LoopTimes = still): Promise<void> {
    const situation = 'progressing-at-25';
    record = bound(situation);
    cluster = new WatchedCluster(situation);
    clock = new HandClock();
    await store.create(record, []);
    reads = turns = 0;
    loop = new Loop(servicesAround({ controlPlane: cluster.controlPlane, store, clock }), times);
    loop.start();
    await untilTold('at step 1 of 4');
  }
  /** Past what counts reads. */
  const summary = async (): Promise<string> => (await store.status(record.id))?.summary ?? '';
  const untilTold = (part: string): Promise<void> => until(async () => (await summary()).includes(part));
  async function until(is: () => Promise<boolean> | boolean): Promise<void> {
    while (!(await is())) await pause(5);
  }

  it('answers news of the cluster from memory, with one look for all that comes within a moment', async () => {
    await lead();
    const before = { looks: cluster.looks, reads };
    for (let news = 0; news < 20; news += 1) cluster.tell();
    cluster.show('promote-in-flight');
    await untilTold('at step 2 of 4');
    for (let news = 0; news < 20; news += 1) cluster.tell();
    cluster.show('progressing-at-25');
    await untilTold('at step 1 of 4');
    expect({ looks: cluster.looks - before.looks, reads: reads - before.reads }).toEqual({ looks: 2, reads: 0 });
  });

  it('reads again when its lease may be over: another replica may have written since', async () => {
    await lead();
    const before = reads;
    clock.move(still.leaseMilliseconds);
    cluster.show('promote-in-flight');
    await untilTold('at step 2 of 4');
    expect(reads - before).toBe(1);
  });

  it('reads what was decided before the record, which then knows what came of it', async () => {
    await lead();
    asked.length = 0;
    clock.move(still.leaseMilliseconds);
    cluster.show('promote-in-flight');
    await untilTold('at step 2 of 4');
    expect(asked).toEqual(['decisions', 'decisions, answered', 'record']);
  });

  it('writes nothing from memory when another replica has its lease, and lets go of the deployment', async () => {
    await lead();
    await store.release(replica);
    expect(await store.claim('replica-2', patience, 1)).toEqual([record.id]);
    cluster.show('promote-in-flight');
    await until(() => loop.held === 0);
    expect(await summary()).not.toContain('at step 2');
  });

  it('carries out nothing when another replica took its lease, before it has been told so', async () => {
    await lead();
    await store.release(replica);
    expect(await store.claim('replica-2', patience, 1)).toEqual([record.id]);
    clock.move(still.leaseMilliseconds);
    await store.addDecision(aDecision(record.id, { seen: [{ rollout: 'backend', podHash: second, stepIndex: 0 }] }));
    loop.wake(record.id);
    await until(() => loop.held === 0);
    expect(cluster.reads).toBe(0);
  });

  it('carries out what was decided at another replica, although the cluster has no news', async () => {
    await lead({ ...still, tickMilliseconds: 20 });
    const before = reads;
    const decision = aDecision(record.id, { action: 'stopWatching', comment: 'Orca is gone.' });
    await store.addDecision(decision);
    await until(async () => (await store.decisions(record.id)).every(({ state }) => state === 'done'));
    expect(reads - before).toBe(0);
    expect((await store.read(record.id))?.events.at(-1)?.sentence).toMatch(/^Orca is gone\. /);
  });

  it('goes on from memory after it has settled a decision', async () => {
    await lead({ ...still, tickMilliseconds: 20 });
    const before = reads;
    await store.addDecision(aDecision(record.id, { action: 'stopWatching', comment: 'Orca is gone.' }));
    await until(async () => (await store.decisions(record.id)).every(({ state }) => state === 'done'));
    cluster.show('promote-in-flight');
    await untilTold('at step 2 of 4');
    expect(reads - before).toBe(0);
  });

  it('does not ask the cluster every turn what came of a decision that it is carrying out', async () => {
    await lead({ ...still, tickMilliseconds: 20 });
    cluster.show('promote-in-flight');
    await untilTold('at step 2 of 4');
    await store.addDecision(aDecision(record.id, { seen: [{ rollout: 'backend', podHash: second, stepIndex: 1 }] }));
    await until(() => cluster.reads > 0);
    const before = turns;
    await until(() => turns - before >= 20);
    expect(cluster.reads).toBeLessThan(10);
  });

  it('takes what was just made here at once, without asking what was decided elsewhere', async () => {
    await lead();
    const made = bound('progressing-at-25');
    await store.create(made, []);
    loop.wake(made.id);
    await until(() => loop.held === 2);
    expect(turns).toBe(1);
    await store.end(ended(made));
  });

  it('leads what it begins from then on, without a turn and without reading what it has just written', async () => {
    await lead();
    const before = turns;
    const begun = bound('progressing-at-25');
    asked.length = 0;
    await loop.begin(begun, [], { name: 'alice@example.com', through: 'orca' });
    const told = async (): Promise<string> => (await store.status(begun.id))?.summary ?? '';
    await until(async () => (await told()).includes('at step 1 of 4'));
    expect([asked, turns - before, await store.claim('replica-2', patience, 10)]).toEqual([[], 0, []]);
    await store.end(ended(begun));
  });

  it('keeps what it begins while a turn asks for work, and lets go of it when another replica took it', async () => {
    await lead();
    const begun = bound('progressing-at-25');
    const claim = store.claim.bind(store);
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    // Answers what was so before.
    store.claim = async (...wanted) => {
      const led = await claim(...wanted);
      await held;
      return led;
    };
    loop.tick();
    await pause(300);
    await loop.begin(begun, [], { name: 'alice@example.com', through: 'orca' });
    answer();
    store.claim = claim;
    await pause(300);
    expect(loop.held).toBe(2);
    await store.release(replica);
    await store.claim('replica-2', patience, 10);
    loop.tick();
    await until(() => loop.held === 0);
    await store.end(ended(begun));
  });

  it('reads once what was decided elsewhere, however many turns it takes to read it', async () => {
    await lead({ ...still, tickMilliseconds: 5 });
    const decision = aDecision(record.id, { action: 'stopWatching', comment: 'Orca is gone.' });
    asked.length = 0;
    let answer = (): void => undefined;
    answering = new Promise((resolve) => (answer = resolve));
    await store.addDecision(decision);
    await until(() => asked.includes('decisions'));
    const before = turns;
    await until(() => turns - before >= 5);
    answer();
    await until(() => turns - before >= 20);
    expect((await store.read(record.id))?.events.at(-1)?.sentence).toMatch(/^Orca is gone\. /);
    expect(asked.filter((what) => what === 'decisions')).toHaveLength(1);
  });

  it('lets go of what another replica leads, although nothing has changed, and carries out nothing there', async () => {
    await lead({ ...still, tickMilliseconds: 20 });
    await store.release(replica);
    expect(await store.claim('replica-2', patience, 1)).toEqual([record.id]);
    await store.addDecision(aDecision(record.id, { seen: [{ rollout: 'backend', podHash: second, stepIndex: 1 }] }));
    const before = turns;
    await until(() => turns - before >= 5);
    expect([loop.held, cluster.reads]).toEqual([0, 0]);
  });

  it('lets go of what somebody else ended, although the cluster has no news', async () => {
    await lead({ ...still, tickMilliseconds: 20 });
    await store.end(ended(record, 'superseded'));
    await until(() => loop.held === 0);
    expect((await store.read(record.id))?.outcome).toBe('superseded');
  });
});
