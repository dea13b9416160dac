import type { KeptPlan } from '../../../../backend-stub/deployment/kept-plan.ts';
import { referenceOf } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { aDeployment, anObject, ended } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyKeepingPlans(database: () => TestDatabase): void {
  const one = () => database().replicas[0];
  const other = () => database().replicas[1];
  const plan = (cluster: string): KeptPlan => {
    const { object } = anObject();
    return {
      fingerprint: { manifest: 'm', cluster },
      objects: [{ reference: referenceOf(object), compared: { after: { ...object, note: 'a\u0000b' } } }],
    };
  };

  describe('a plan that is kept', () => {
    it('is read as it was written, and the latest stays', async () => {
      const record = aDeployment();
      await one().create(record, []);
      await one().claim('keeper', 60_000, 1000);
      expect(await other().keptPlan(record.id)).toBeUndefined();
      await one().save('keeper', record, { plan: plan('first') });
      await one().save('keeper', record, { plan: plan('second') });
      expect(await other().keptPlan(record.id)).toEqual(plan('second'));
      await one().end(ended(record));
    });

    it('is not written by whoever does not hold the lease', async () => {
      const record = aDeployment();
      await one().create(record, []);
      await one().claim('keeper', 60_000, 1000);
      await one().save('keeper', record, { plan: plan('first') });
      await expect(other().save('another', record, { plan: plan('second') })).rejects.toThrow(
        expect.objectContaining({ name: 'LeaseLost' }),
      );
      expect(await one().keptPlan(record.id)).toEqual(plan('first'));
      await one().end(ended(record));
    });
  });
}
