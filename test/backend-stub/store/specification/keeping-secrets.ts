import { aDeployment, anObject, aSecret, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

const planted = 'hunter2-planted-secret';
const plantedBase64 = Buffer.from(planted).toString('base64');

export function specifyKeepingSecrets(database: () => TestDatabase): void {
  const store = () => database().replicas[0];
  const holding = () => {
    const data = aSecret('login', { data: { password: plantedBase64 }, immutable: true });
    const text = aSecret('token', { stringData: { token: planted } });
    return aDeployment({ plan: { objects: [data, anObject(), text], warnings: [], hash: 'h' } });
  };

  describe('Secret data', () => {
    it('comes back as it was, from every way to read a deployment', async () => {
      const record = holding();
      await store().create(record, [rollout('web')]);
      expect(await store().read(record.id)).toEqual(record);
      expect(await store().byApplication('shop', 1)).toEqual([record]);
      expect(await store().findOpen(record.stage.executionId, record.stage.stageId)).toEqual(record);
      expect(await store().create(aDeployment(), [rollout('web')])).toMatchObject({ kind: 'locked', by: record });
    });

    it('is nowhere in a dump of the whole database', async () => {
      const record = holding();
      await store().create(record, [rollout('web')]);
      await store().claim('one', 60_000, 1);
      await store().save('one', { ...record, phase: 'applying' });
      const dump = await database().dump();
      expect(dump).toContain('login');
      expect(dump).not.toContain(planted);
      expect(dump).not.toContain(plantedBase64);
    });

    it('that was moved to another deployment does not open', async () => {
      const [from, to] = [holding(), holding()];
      await store().create(from, []);
      await store().create(to, []);
      await database().query(`update deployments set plan = (select plan from deployments where id = '${from.id}')`);
      await expect(store().read(to.id)).rejects.toMatchObject({ name: 'SealedDataDamaged' });
    });
  });
}
