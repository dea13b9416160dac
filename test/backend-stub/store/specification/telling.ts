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
    const early = new Date('2026-11-22T10:00:01.000Z');
    const late = new Date('2026-11-22T10:00:02.000Z');

    it('are kept, the latest of each deployment, whatever their order and unknown ids', async () => {
      const record = await led();
      await store().recordPolls([
        { id: record.id, at: early },
        { id: record.id, at: late },
        { id: 'nobody', at: late },
      ]);
      await store().recordPolls([{ id: record.id, at: early }]);
      await store().recordPolls([]);
      expect(await store().lastPoll(record.id)).toEqual(late);
      expect(await store().lastPoll('nobody')).toBeUndefined();
    });

    it('of two replicas can be written at once', async () => {
      const records = Array.from({ length: 40 }, () => aDeployment());
      for (const record of records) await store().create(record, []);
      const polls = records.map(({ id }) => ({ id, at: late }));
      const batches = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? polls : polls.toReversed()));
      await Promise.all(batches.map((batch, index) => database().replicas[index % 2 === 0 ? 0 : 1].recordPolls(batch)));
      for (const { id } of records) expect(await store().lastPoll(id)).toEqual(late);
    });

    it('tell which deployments of a replica Orca has stopped asking about', async () => {
      const silent = await led();
      const asked = await led();
      const never = await led();
      const over = await led();
      const young = aDeployment({ createdAt: new Date('2026-11-22T10:10:00Z') });
      await store().create(young, []);
      await store().claim('one', 60_000, 100);
      await store().recordPolls([
        { id: silent.id, at: early },
        { id: asked.id, at: new Date('2026-11-22T10:06:00Z') },
      ]);
      await store().end(ended(over));
      const since = new Date('2026-11-22T10:05:00Z');
      expect([...(await store().unpolled('one', since))].sort()).toEqual([silent.id, never.id].sort());
      expect(await store().unpolled('two', since)).toEqual([]);
    });
  });
}
