import { aDeployment, ended } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyTelling(database: () => TestDatabase): void {
  const store = () => database().replicas[0];
  const longAgo = new Date(0);
  const allWereLongAgo = () => database().query(`update deployments set changed_at = '2020-01-01T00:00:00Z'`);

  async function led() {
    const record = aDeployment();
    await store().create(record, []);
    await store().claim('one', 60_000, 100);
    return record;
  }

  describe('the status line', () => {
    it('follows what was saved, and says when the deployment has ended', async () => {
      const record = await led();
      const { id, status, progress, summary } = record;
      expect(await store().status(id)).toEqual({
        id,
        status,
        progress,
        summary,
        open: true,
        changedAt: expect.any(Date),
      });
      await store().save('one', { ...ended(record), summary: 'web runs 2.0.0.' });
      expect(await store().status(id)).toMatchObject({ status: 'SUCCEEDED', summary: 'web runs 2.0.0.', open: false });
    });

    it('is undefined for an unknown deployment', async () => {
      expect(await store().status('nobody')).toBeUndefined();
    });
  });

  describe('the status lines since a moment', () => {
    it('are those that changed then or later, in the order of their change', async () => {
      const first = await led();
      const second = await led();
      await led();
      await allWereLongAgo();
      await store().save('one', { ...second, progress: 'step 1 of 3' });
      await store().save('one', { ...first, progress: 'step 2 of 3' });
      const lines = await store().statusSince(new Date('2021-01-01T00:00:00Z'));
      expect(lines.map(({ id, progress }) => [id, progress])).toEqual([
        [second.id, 'step 1 of 3'],
        [first.id, 'step 2 of 3'],
      ]);
      expect(await store().statusSince(longAgo)).toHaveLength(3);
    });

    it('leave out what was saved without a change of the line', async () => {
      const record = await led();
      await allWereLongAgo();
      await store().save('one', { ...record, applied: [], events: [], phaseSince: new Date() });
      expect(await store().statusSince(new Date('2021-01-01T00:00:00Z'))).toEqual([]);
    });

    it('repeat the last seconds, so that a change that is committed late is not missed', async () => {
      const record = await led();
      const changedAt = (await store().status(record.id))?.changedAt ?? longAgo;
      const lines = await store().statusSince(new Date(changedAt.getTime() + 4_000));
      expect(lines.map(({ id }) => id)).toEqual([record.id]);
      expect(await store().statusSince(new Date(changedAt.getTime() + 6_000))).toEqual([]);
    });
  });

  describe('polls', () => {
    const minute = 60_000;
    /** The one that is asked is said to be so many minutes old; the database takes less than another one. */
    const minutesSince = async (id: string): Promise<number> =>
      Math.floor(((await store().sinceLastPoll(id)) ?? Number.NaN) / minute);

    it('are kept, the latest of each deployment, whatever their order and unknown ids', async () => {
      const record = await led();
      await store().recordPolls([
        { id: record.id, ago: 5 * minute },
        { id: record.id, ago: 3 * minute },
        { id: 'nobody', ago: 0 },
      ]);
      await store().recordPolls([{ id: record.id, ago: 4 * minute }]);
      await store().recordPolls([]);
      expect(await minutesSince(record.id)).toBe(3);
      expect(await store().sinceLastPoll('nobody')).toBeUndefined();
    });

    it('of two replicas can be written at once', async () => {
      const records = Array.from({ length: 40 }, () => aDeployment());
      for (const record of records) await store().create(record, []);
      const polls = records.map(({ id }) => ({ id, ago: 3 * minute }));
      const batches = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? polls : polls.toReversed()));
      await Promise.all(batches.map((batch, index) => database().replicas[index % 2 === 0 ? 0 : 1].recordPolls(batch)));
      for (const { id } of records) expect(await minutesSince(id)).toBe(3);
    });

    it('tell which deployments of a replica Orca has stopped asking about', async () => {
      const silent = await led();
      const asked = await led();
      const never = await led();
      const over = await led();
      const young = aDeployment({ createdAt: await store().now() });
      await store().create(young, []);
      await store().claim('one', 60_000, 100);
      await store().recordPolls([
        { id: silent.id, ago: 6 * minute },
        { id: asked.id, ago: 4 * minute },
      ]);
      await store().end(ended(over));
      expect([...(await store().unpolled('one', 5 * minute))].sort()).toEqual([silent.id, never.id].sort());
      expect(await store().unpolled('two', 5 * minute)).toEqual([]);
    });
  });
}
