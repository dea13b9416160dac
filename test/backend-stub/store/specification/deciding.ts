import type { Command, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import type { Settlement } from '../../../../backend-stub/ports.ts';
import { aDecision, aDeployment, ended } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

const commands: readonly Command[] = ['approve', 'promoteFully', 'abort', 'retry', 'cancel', 'stopWatching'];

export function specifyDeciding(database: () => TestDatabase): void {
  const store = () => database().replicas[0];

  async function decided() {
    const record = aDeployment();
    const decision = aDecision(record.id);
    await store().create(record, []);
    await store().addDecision(decision);
    return { record, decision };
  }

  async function settle(record: DeploymentRecord, settled: readonly Settlement[]): Promise<void> {
    await store().claim('one', 60_000, 1);
    await store().save('one', record, settled);
  }

  describe('a decision', () => {
    it.each(commands)('to %s is kept as it was made', async (action) => {
      const { record, decision: first } = await decided();
      const { comment, ...silent } = aDecision(record.id, { action });
      await store().addDecision(silent);
      expect(comment).toBeDefined();
      expect(await database().replicas[1].decisions(record.id)).toEqual([first, silent]);
    });

    it('says whether its maker was an admin', async () => {
      const { record, decision } = await decided();
      const byAdmin = aDecision(record.id, { action: 'retry', asAdmin: true });
      await store().addDecision(byAdmin);
      expect(await store().decisions(record.id)).toEqual([decision, byAdmin]);
    });

    it('is taken from one of many who looked at the same', async () => {
      const { record } = await decided();
      const [one, other] = database().replicas;
      const tries = Array.from({ length: 10 }, (_each, index) =>
        (index % 2 === 0 ? one : other).addDecision(aDecision(record.id, { action: 'abort' }), 0),
      );
      const results = await Promise.allSettled(tries);
      const refused = results.flatMap((result): readonly unknown[] =>
        result.status === 'rejected' ? [result.reason] : [],
      );
      expect(refused).toEqual(Array.from({ length: 9 }, () => expect.objectContaining({ name: 'DecisionOvertaken' })));
      await expect(one.addDecision(aDecision(record.id, { action: 'abort' }), 1)).resolves.toBeUndefined();
    });

    it('waits for being carried out until it is settled', async () => {
      const { record, decision } = await decided();
      expect(await store().undecided()).toEqual([record.id]);
      await settle(record, [{ id: decision.id, state: 'done', result: 'web went on to step 2.' }]);
      expect(await store().undecided()).toEqual([]);
      const settled = { ...decision, state: 'done', result: 'web went on to step 2.' };
      expect(await store().decisions(record.id)).toEqual([settled]);
    });

    it('is settled once: the first result stays', async () => {
      const { record, decision } = await decided();
      const failed = [{ id: decision.id, state: 'failed', result: 'The step had moved.' }] as const;
      // Before the two: else one of them may save while the claim of the other is not committed yet.
      await store().claim('one', 60_000, 1);
      await Promise.all([settle(record, failed), settle(record, failed)]);
      await settle(record, [{ id: decision.id, state: 'done', result: 'late' }]);
      expect(await store().decisions(record.id)).toMatchObject([{ state: 'failed', result: 'The step had moved.' }]);
    });

    it('is settled with the record that tells of it, or not at all', async () => {
      const { record, decision } = await decided();
      const settled = [{ id: decision.id, state: 'done', result: 'web went on.' }] as const;
      await expect(store().save('one', record, settled)).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await store().decisions(record.id)).toEqual([decision]);
      await store().claim('one', 60_000, 1);
      await store().save('one', { ...record, approvedSteps: [1] }, settled);
      expect((await store().read(record.id))?.approvedSteps).toEqual([1]);
      expect(await store().decisions(record.id)).toMatchObject([settled[0]]);
    });

    it.each(['saved', 'ended by another'])('that nobody has carried out fails with an end that is %s', async (how) => {
      const { record, decision } = await decided();
      const carriedOut = aDecision(record.id, { action: 'cancel' });
      await store().addDecision(carriedOut);
      await store().claim('one', 60_000, 1);
      const settled = [{ id: carriedOut.id, state: 'done', result: 'It was left as it is.' }] as const;
      await store().save('one', how === 'saved' ? ended(record) : record, settled);
      if (how !== 'saved') await store().end(ended(record));
      const rest = { id: decision.id, state: 'failed', result: `The deployment ended first: ${record.summary}` };
      expect(await store().decisions(record.id)).toMatchObject([rest, settled[0]]);
      expect(await store().undecided()).toEqual([]);
    });

    it('is not accepted once the deployment has ended, nor for an unknown one', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await store().end(ended(record));
      await expect(store().addDecision(aDecision(record.id))).rejects.toMatchObject({ name: 'DeploymentNotOpen' });
      await expect(store().addDecision(aDecision('nobody'))).rejects.toMatchObject({ name: 'DeploymentNotOpen' });
      expect(await store().decisions(record.id)).toEqual([]);
    });

    it.each([
      'delete from decisions',
      'truncate decisions',
      `update decisions set made_by = 'mallory@example.com'`,
      'update decisions set as_admin = true',
      `update decisions set state = 'done', result = 'x', seen = '[]'`,
    ])('is safe from: %s', async (statement) => {
      const { record, decision } = await decided();
      await expect(database().query(statement)).rejects.toMatchObject({ code: 'GN002' });
      expect(await store().decisions(record.id)).toEqual([decision]);
    });

    it('that is settled is safe from being settled again by SQL', async () => {
      const { record, decision } = await decided();
      await settle(record, [{ id: decision.id, state: 'done', result: 'It went on.' }]);
      await expect(database().query(`update decisions set result = 'other'`)).rejects.toMatchObject({ code: 'GN002' });
    });
  });
}
