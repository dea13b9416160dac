import { aDeployment, aMachineDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyStartingByMachine(database: () => TestDatabase): void {
  const store = () => database().replicas[0];
  const origin = { kind: 'machine', subject: 'ci', key: 'build-1', request: 'hash' } as const;
  const start = { tenant: 'default', subject: 'ci', key: 'build-1' };

  describe('a deployment that a machine started', () => {
    it('is read back as it was written, and has no stage in the audit', async () => {
      const record = aMachineDeployment({ origin });
      expect(await store().create(record, [rollout('web')])).toEqual({ kind: 'created' });
      expect(await store().read(record.id)).toEqual(record);
      const { records } = await store().audit.page({ application: 'shop' });
      expect(records).toMatchObject([{ action: 'start', deployment: record.id, actor: { through: 'machine' } }]);
      for (const absent of ['execution', 'stage']) expect(records[0]).not.toHaveProperty(absent);
    });

    it('is found by its tenant, machine and key together, when it has ended too', async () => {
      const record = aMachineDeployment({ origin });
      await store().create(record, []);
      await store().end(ended(record));
      expect(await store().findByKey(start)).toBe(record.id);
      for (const other of [{ tenant: 'acme' }, { subject: 'CI' }, { key: 'build-2' }])
        expect(await store().findByKey({ ...start, ...other })).toBeUndefined();
    });

    it('keeps what the same key asks for again from being created, whatever it holds', async () => {
      const record = aMachineDeployment({ origin });
      await store().create(record, [rollout('web')]);
      for (const workloads of [[rollout('web')], [rollout('api')], []]) {
        const again = aMachineDeployment({ origin });
        expect(await store().create(again, workloads)).toEqual({ kind: 'exists', id: record.id });
        expect(await store().read(again.id)).toBeUndefined();
      }
      expect(await store().create(aDeployment(), [rollout('api')])).toEqual({ kind: 'created' });
    });

    it.each([
      ['with a workload', [rollout('web')]],
      ['without one', []],
    ])('%s has one winner when both replicas get it twenty times at once', async (_case, workloads) => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_each, index) =>
          database().replicas[index % 2 === 0 ? 0 : 1].create(aMachineDeployment({ origin }), workloads),
        ),
      );
      const winner = await store().findByKey(start);
      expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'exists')).toEqual(
        Array.from({ length: 19 }, () => ({ kind: 'exists', id: winner })),
      );
    });

    it('is refused with whoever holds its workload, and nothing of it is kept', async () => {
      const holder = aDeployment();
      await store().create(holder, [rollout('web')]);
      const other = aMachineDeployment({ origin });
      expect(await store().create(other, [rollout('web')])).toMatchObject({ kind: 'locked', by: { id: holder.id } });
      expect(await store().findByKey(start)).toBeUndefined();
    });

    it('is not one that Orca has stopped asking about', async () => {
      const [record, ofStage] = [aMachineDeployment(), aDeployment()];
      for (const one of [record, ofStage]) await store().create(one, []);
      await store().claim('one', 60_000, 10);
      expect(await store().unpolled('one', 0)).toEqual([ofStage.id]);
    });
  });

  it('keeps a deployment from being half of a stage and half of a machine, or of nobody', async () => {
    await store().create(aDeployment(), []);
    for (const change of ["machine = 'ci'", 'attempt = null', 'execution_id = null, stage_id = null, attempt = null'])
      await expect(database().query(`update deployments set ${change}`)).rejects.toThrow('has_one_origin');
  });
}
