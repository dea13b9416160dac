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
  const kept: (readonly Poll[])[] = [];

  beforeAll(async () => {
    const opened = await openEmptyStore();
    const statusSince = opened.statusSince.bind(opened);
    const recordPolls = opened.recordPolls.bind(opened);
    store = Object.assign(opened, {
      statusSince: (moment: Date) => {
        refreshes += 1;
        return statusSince(moment);
      },
      recordPolls: (polls: readonly Poll[]) => {
        kept.push(polls);
        return recordPolls(polls);
      },
    });
    await store.create(record, []);
  }, patience);
  afterAll(() => store.close());

  async function until(is: () => boolean): Promise<void> {
    while (!is()) await pause(5);
  }

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
