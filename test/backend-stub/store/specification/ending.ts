import { openPhases, outcomes } from '../../../../backend-stub/contract/report.ts';
import { orcaStatusWords } from '../../../../backend-stub/contract/orca.ts';
import { aDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyEnding(database: () => TestDatabase): void {
  const store = () => database().replicas[0];

  async function endedBySave(outcome: 'succeeded' | 'aborted') {
    const record = aDeployment();
    await store().create(record, [rollout('web')]);
    await store().claim('one', 60_000, 1);
    await store().save('one', ended(record, outcome));
    return record;
  }

  describe('an outcome', () => {
    it('that is saved frees the workloads and gives the lease up', async () => {
      const record = await endedBySave('succeeded');
      expect(await store().read(record.id)).toEqual(ended(record));
      expect(await database().query('select * from workload_locks')).toEqual([]);
      await expect(store().save('one', ended(record))).rejects.toMatchObject({ name: 'LeaseLost' });
    });

    it('frees no workload when the save was refused', async () => {
      const record = aDeployment();
      await store().create(record, [rollout('web')]);
      await expect(store().save('one', ended(record))).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await store().create(aDeployment(), [rollout('web')])).toMatchObject({ kind: 'locked' });
    });

    it('stays, whoever saves or ends the deployment again', async () => {
      const record = await endedBySave('aborted');
      await store().claim('one', 60_000, 1);
      await expect(store().save('one', ended(record))).rejects.toMatchObject({ name: 'LeaseLost' });
      await expect(store().save('one', record)).rejects.toMatchObject({ name: 'LeaseLost' });
      await store().end(ended(record, 'superseded'));
      expect(await store().read(record.id)).toEqual(ended(record, 'aborted'));
    });

    it('is one when both replicas end the deployment at once, each with its own', async () => {
      const record = aDeployment();
      await store().create(record, [rollout('web')]);
      await store().claim('one', 60_000, 1);
      const [saved] = await Promise.allSettled([
        store().save('one', ended(record, 'aborted')),
        database().replicas[1].end(ended(record, 'superseded')),
      ]);
      const outcome = (await store().read(record.id))?.outcome;
      expect(outcome).toBe(saved.status === 'fulfilled' ? 'aborted' : 'superseded');
    });

    it.each([`'succeeded'`, 'null'])('can not be made %s by SQL either', async (value) => {
      const record = await endedBySave('aborted');
      const phase = value === 'null' ? `'waiting'` : 'phase';
      await expect(
        database().query(`update deployments set outcome = ${value}, phase = ${phase} where id = '${record.id}'`),
      ).rejects.toThrow(`the outcome of deployment ${record.id} is aborted and stays so`);
    });

    it('must be there to end a deployment', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await expect(store().end(record)).rejects.toThrow(TypeError);
    });

    it('comes with a time, the one of the database when none is given', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await store().end({ ...record, phase: 'ended', outcome: 'superseded', status: 'CANCELED' });
      expect((await store().read(record.id))?.endedAt).toBeInstanceOf(Date);
    });
  });

  describe('the words of the contract', () => {
    it.each(openPhases.map((phase) => [phase]))('phase %s can be kept', async (phase) => {
      expect(await store().create(aDeployment({ phase }), [])).toEqual({ kind: 'created' });
    });

    it.each(outcomes.map((outcome) => [outcome]))('outcome %s can be kept', async (outcome) => {
      const record = aDeployment();
      await store().create(record, []);
      await store().end(ended(record, outcome));
      expect((await store().read(record.id))?.outcome).toBe(outcome);
    });

    it.each(orcaStatusWords.map((status) => [status]))('status %s can be kept', async (status) => {
      expect(await store().create(aDeployment({ status }), [])).toEqual({ kind: 'created' });
    });

    it('an ended deployment can not stay RUNNING, since Orca would poll for ever', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await expect(store().end({ ...ended(record), status: 'RUNNING' })).rejects.toThrow('ended_is_told');
    });
  });
}
