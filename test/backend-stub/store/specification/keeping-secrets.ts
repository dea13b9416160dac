import { aDeployment, anObject, aSecret, ended, rollout } from '../a-deployment.ts';
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
    it('comes back as it was, from every way to read a deployment that is to be led', async () => {
      const record = holding();
      await store().create(record, [rollout('web')]);
      expect(await store().read(record.id)).toEqual(record);
      expect(await store().findOpen(record.origin.stage.executionId, record.origin.stage.stageId)).toEqual(record);
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

    it('is left out of what is told of a deployment', async () => {
      const record = holding();
      await store().create(record, []);
      for (const told of [await store().readSealed(record.id), ...(await store().byApplication('shop', 1))]) {
        expect(told?.plan.objects.map(({ object }) => object.metadata)).toEqual(
          record.plan.objects.map(({ object }) => object.metadata),
        );
        expect(JSON.stringify(told)).not.toMatch(/password|stringData|sealed/);
      }
    });

    it('that was moved to another deployment does not open, and that deployment can be told of and ended', async () => {
      const [from, to] = [holding(), holding()];
      await store().create(from, []);
      await store().create(to, []);
      await database().query(`update deployments set plan = (select plan from deployments where id = '${from.id}')`);
      await expect(store().read(to.id)).rejects.toMatchObject({ name: 'SealedDataDamaged' });
      const sealed = await store().readSealed(to.id);
      expect(sealed).toMatchObject({ id: to.id, policy: to.policy, events: to.events });
      await store().end(ended(sealed ?? to, 'canceled'));
      expect((await store().readSealed(to.id))?.outcome).toBe('canceled');
    });
  });
}
