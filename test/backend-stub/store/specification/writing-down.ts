import type { AuditRecord } from '../../../../backend-stub/contract/audit.ts';
import { aDecision, aDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

const by = { name: 'bob@example.com', roles: ['dev', 'release'], admin: true, through: 'gate' } as const;
const service = { name: 'Gennaker', through: 'service' };

export function specifyWritingDown(database: () => TestDatabase): void {
  const store = () => database().replicas[0];

  /** Oldest first. */
  const told = async (deployment: string): Promise<readonly AuditRecord[]> =>
    [...(await store().audit.page({ application: 'SHOP', deployment })).records].reverse();

  async function started() {
    const record = aDeployment();
    await store().create(record, [rollout(record.id)], {
      by: { name: 'alice@example.com', roles: ['dev'], through: 'orca' },
    });
    await store().claim('one', 60_000, 1000);
    return record;
  }

  describe('the audit', () => {
    it.each([['with workloads'], ['without']])('tells of a start %s who asked for it and what for', async (which) => {
      const record = aDeployment();
      const alice = { name: 'alice@example.com', roles: ['dev'], through: 'orca' } as const;
      await store().create(record, which === 'without' ? [] : [rollout(record.id)], { by: alice });
      expect(await told(record.id)).toMatchObject([
        {
          ...{ kind: 'command', action: 'start', actor: alice, sentence: record.summary, tenant: 'default' },
          ...{ application: 'shop', account: 'prod', deployment: record.id },
          ...{ execution: record.origin.stage.executionId, stage: record.origin.stage.stageId },
        },
      ]);
    });

    it('tells of nothing that was not done', async () => {
      const record = await started();
      const workloads = [rollout(record.id)];
      expect(await store().create(aDeployment(), workloads)).toMatchObject({ kind: 'locked' });
      expect(await store().create(aDeployment({ origin: record.origin }), [])).toMatchObject({ kind: 'exists' });
      await expect(store().addDecision(aDecision('nobody'), 0)).rejects.toMatchObject({ name: 'DeploymentNotOpen' });
      await expect(store().addDecision(aDecision(record.id), 1)).rejects.toMatchObject({ name: 'DecisionOvertaken' });
      await expect(store().save('two', ended(record))).rejects.toMatchObject({ name: 'LeaseLost' });
      await expect(store().adopt('nobody', { ...record.origin.stage, attempt: '2' })).rejects.toThrow();
      expect((await store().audit.heads()).map(({ sequence }) => sequence)).toEqual([1]);
    });

    it('tells which attempt took a deployment up, and of whom', async () => {
      const record = await started();
      await store().adopt(record.id, { ...record.origin.stage, attempt: '2' }, { name: 'carol', through: 'orca' });
      expect((await told(record.id))[1]).toMatchObject({
        ...{ kind: 'command', action: 'start', actor: { name: 'carol', through: 'orca' } },
        sentence: 'The stage was restarted (attempt 2) and takes this deployment up.',
      });
    });

    it('tells of a decision with the roles of who made it, what was seen and why, and then what came of it', async () => {
      const record = await started();
      const decision = aDecision(record.id, { comment: 'Looks like ${good}.' });
      await store().addDecision(decision, undefined, by);
      await store().save('one', record, [{ id: decision.id, state: 'done', result: 'web went on to ${step} 2.' }]);
      expect((await told(record.id)).slice(1)).toMatchObject([
        {
          ...{ kind: 'decision', action: 'approve', actor: by, step: 1, seen: decision.seen },
          sentence: 'Approving was decided by bob@example.com: Looks like $\u200b{good}.',
        },
        {
          ...{ kind: 'outcome', action: 'approve', actor: service, result: 'done' },
          sentence: 'web went on to $\u200b{step} 2.',
        },
      ]);
    });

    it.each([
      [
        'a person who canceled',
        { action: 'cancel', by: 'dave' } as const,
        { kind: 'decision', actor: { name: 'dave', through: 'orca' } },
      ],
      [
        'Orca, that ended the stage',
        { action: 'stopWatching', by: 'Orca' } as const,
        { kind: 'command', actor: { name: 'Orca', through: 'orca' } },
      ],
    ])('names %s', async (_who, changes, expected) => {
      const record = await started();
      await store().addDecision(aDecision(record.id, changes));
      expect((await told(record.id))[1]).toMatchObject({ ...expected, action: changes.action });
    });

    it.each([['saved'], ['ended by another']])(
      'tells of an outcome that is %s, and of every decision that it overtook',
      async (how) => {
        const record = await started();
        await store().addDecision(aDecision(record.id));
        await store().addDecision(aDecision(record.id, { action: 'abort' }));
        const end = { ...ended(record, 'failed'), summary: 'The pods did not come.' };
        await (how === 'saved' ? store().save('one', end) : store().end(end));
        const [, , , ...written] = await told(record.id);
        const overtaken = {
          kind: 'outcome',
          result: 'failed',
          sentence: 'The deployment ended first: The pods did not come.',
        };
        expect(written.slice(0, 2)).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ ...overtaken, action: 'approve' }),
            expect.objectContaining({ ...overtaken, action: 'abort' }),
          ]),
        );
        const outcome = { kind: 'outcome', action: 'deployment', result: 'failed', actor: service };
        expect(written.slice(2)).toMatchObject([{ ...outcome, sentence: 'The pods did not come.' }]);
      },
    );

    it('tells what a look noted together with its save, or not at all', async () => {
      const record = await started();
      const entry = {
        kind: 'outcome',
        action: 'outsidePromotion',
        actor: { name: 'unknown', through: 'cluster' },
      } as const;
      const noted = [{ ...entry, deployment: record.id, sentence: 'web went on.', step: 2 }];
      await expect(store().save('two', record, { noted })).rejects.toMatchObject({ name: 'LeaseLost' });
      await store().save('one', record, { noted });
      expect((await told(record.id)).slice(1)).toMatchObject([{ ...noted[0], application: 'shop' }]);
    });

    it('tells who asked to give workloads back, once, and what came of it', async () => {
      const record = await started();
      await store().save('one', ended(record));
      const giveBack = {
        deploymentId: record.id,
        by: by.name,
        at: new Date(),
        state: 'accepted',
        sentence: '',
      } as const;
      await store().askGiveBack({ ...giveBack, id: `${record.id}-1` }, [], by);
      await store().askGiveBack({ ...giveBack, id: `${record.id}-2` }, [], by);
      await store().claimGiveBacks('one', 60_000);
      await store().settleGiveBack('one', `${record.id}-1`, { state: 'done', sentence: 'web is a Deployment again.' });
      expect((await told(record.id)).slice(2)).toMatchObject([
        { kind: 'command', action: 'giveBack', actor: by },
        { kind: 'outcome', action: 'giveBack', actor: service, result: 'done', sentence: 'web is a Deployment again.' },
      ]);
    });

    it('keeps what nobody could have kept in the words of a person, mended', async () => {
      const record = await started();
      await store().addDecision(aDecision(record.id, { by: 'b\u0000b \ud800', comment: 'x'.repeat(9000) }));
      const [, decision] = await told(record.id);
      expect([decision?.actor.name, decision?.sentence.length]).toEqual(['b\ufffdb \ufffd', 4000]);
    });

    it('holds no plan and no Secret data of what it tells of', async () => {
      const record = await started();
      await store().save('one', ended(record));
      const text = JSON.stringify(await told(record.id));
      expect(text).not.toContain('Rollout');
    });

    it('lets nothing be done that can not be written down', async () => {
      const record = await started();
      await database().query(`alter table audit_records add constraint broken check (sequence < 0) not valid`);
      try {
        await expect(store().create(aDeployment({ id: 'unwritten' }), [])).rejects.toThrow('broken');
        await expect(store().create(aDeployment({ id: 'unwritten' }), [rollout('unwritten')])).rejects.toThrow(
          'broken',
        );
        await expect(store().addDecision(aDecision(record.id))).rejects.toThrow('broken');
        await expect(store().save('one', ended(record))).rejects.toThrow('broken');
        await expect(store().end(ended(record))).rejects.toThrow('broken');
        await expect(store().adopt(record.id, { ...record.origin.stage, attempt: '2' })).rejects.toThrow('broken');
      } finally {
        await database().query(`alter table audit_records drop constraint broken`);
      }
      expect(await store().read('unwritten')).toBeUndefined();
      expect(await store().decisions(record.id)).toEqual([]);
      expect(await store().read(record.id)).toMatchObject({
        phase: 'accepted',
        origin: { stage: { attempt: record.origin.stage.attempt } },
      });
    });
  });
}
