import { setTimeout as pause } from 'node:timers/promises';
import type { Poll, Store } from '../../../backend-stub/ports.ts';
import { StatusBoard } from '../../../backend-stub/reconcile/status-board.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { aDeployment } from '../store/a-deployment.ts';

const patience = 60_000;

describe('the board that answers polls', () => {
  const record = aDeployment();
  let store: Store;
  let refreshes = 0;
  let tellsChanges = true;
  const kept: (readonly Poll[])[] = [];

  beforeAll(async () => {
    const opened = await openEmptyStore();
    const statusSince = opened.statusSince.bind(opened);
    const recordPolls = opened.recordPolls.bind(opened);
    store = Object.assign(opened, {
      statusSince: (moment: Date) => {
        refreshes += 1;
        return tellsChanges ? statusSince(moment) : Promise.resolve([]);
      },
      recordPolls: (polls: readonly Poll[]) => {
        kept.push(polls);
        return recordPolls(polls);
      },
    });
    await store.create(record, []);
  }, patience);
  afterEach(() => {
    tellsChanges = true;
    kept.length = 0;
  });
  afterAll(() => store.close());

  async function until(is: () => boolean): Promise<void> {
    while (!is()) await pause(5);
  }

  it('knows what was just created here before its line is read, and nothing that an older reading of it could take back', async () => {
    const board = new StatusBoard({
      store,
      clock: new HandClock(),
      refreshMilliseconds: 60_000,
      onFailure: () => undefined,
    });
    const created = aDeployment({ id: 'just-created' });
    await board.showing(created, Promise.resolve({ kind: 'created' }));
    expect(board.atHand(created.id)).toBeUndefined();
    await board.start();
    await board.showing(created, Promise.resolve({ kind: 'created' }));
    const { status, progress, summary } = created;
    expect(JSON.parse(board.atHand(created.id) ?? '')).toEqual({ status, progress, summary });
    await board.showing(aDeployment({ id: 'another' }), Promise.resolve({ kind: 'exists', id: created.id }));
    expect(board.atHand('another')).toBeUndefined();
    const known = await board.read(record.id);
    await board.showing({ ...record, progress: 'older' }, Promise.resolve({ kind: 'created' }));
    expect(board.atHand(record.id)).toBe(known);
    await board.stop();
  });

  it('answers for what has ended from memory for half a minute', async () => {
    const clock = new HandClock();
    const ending = aDeployment({ id: 'ending' });
    await store.create(ending, []);
    await store.end({ ...ending, outcome: 'succeeded', phase: 'ended', status: 'SUCCEEDED' });
    tellsChanges = false;
    const board = new StatusBoard({ store, clock, refreshMilliseconds: 5, onFailure: () => undefined });
    await board.start();
    await board.read(ending.id);
    clock.move(29_999);
    const enough = refreshes + 2;
    await until(() => refreshes > enough);
    expect(JSON.parse(board.atHand(ending.id) ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    clock.move(1);
    await until(() => board.atHand(ending.id) === undefined);
    await board.stop();
  });

  it('writes polls down once in some seconds, however often it looks for changes, and what is left when it stops', async () => {
    const clock = new HandClock();
    const board = new StatusBoard({ store, clock, refreshMilliseconds: 5, onFailure: () => undefined });
    const pollFor = async (count: number): Promise<void> => {
      const enough = refreshes + count;
      while (refreshes < enough) {
        if (board.atHand(record.id) === undefined) await board.read(record.id);
        await pause(1);
      }
    };
    await board.start();
    await pollFor(10);
    expect(kept).toHaveLength(1);
    clock.move(4999);
    await pollFor(10);
    expect(kept).toHaveLength(1);
    clock.move(1);
    await until(() => kept.length === 2);
    clock.move(1000);
    board.atHand(record.id);
    await board.stop();
    expect(kept.map((polls) => polls.map(({ id, ago }) => [id, ago]))).toEqual([
      [[record.id, 0]],
      [[record.id, 1]],
      [[record.id, 0]],
    ]);
  });
});
