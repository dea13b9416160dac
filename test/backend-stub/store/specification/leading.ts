import type { DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import { aDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

const minute = 60_000;

export function specifyLeading(database: () => TestDatabase): void {
  const store = () => database().replicas[0];
  const other = () => database().replicas[1];
  const soon = (interval: string) =>
    database().query(
      `update deployments set lease_until = now() + interval '${interval}' where lease_owner is not null`,
    );
  const endWithin = (interval: string) =>
    database().query(`select id from deployments where lease_until < now() + interval '${interval}'`);
  const leasesRunOut = () =>
    database().query(`update deployments set lease_until = now() - interval '1 second'
    where lease_owner is not null`);

  async function open(count: number): Promise<readonly string[]> {
    const records = Array.from({ length: count }, () => aDeployment());
    for (const record of records) await store().create(record, []);
    return records.map(({ id }) => id);
  }

  describe('the lead of a deployment', () => {
    it('is given to exactly one of twenty replicas that ask at once', async () => {
      const ids = await open(30);
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store() : other()).claim(`r${index}`, minute, 5)),
      );
      expect(claims.flat().sort()).toEqual([...ids].sort());
      expect(claims.every((claimed) => claimed.length <= 5)).toBe(true);
    });

    it.each([
      ['one workload', [rollout('from-the-beginning')]],
      ['no workload', []],
    ])('is held from the beginning by who creates it so, with %s', async (_what, workloads) => {
      const record = aDeployment();
      const lease = { replica: 'one', milliseconds: minute };
      expect(await store().create(record, workloads, { lease })).toEqual({ kind: 'created' });
      expect(await endWithin('50 s')).toEqual([]);
      expect(await other().claim('two', minute, 10)).toEqual([]);
      expect(await store().claim('one', minute, 10)).toEqual([record.id]);
      await leasesRunOut();
      expect(await other().claim('two', minute, 10)).toEqual([record.id]);
    });

    it('is renewed by who holds it, beyond the number of new ones asked for', async () => {
      const ids = await open(3);
      expect([...(await store().claim('one', minute, 3))].sort()).toEqual([...ids].sort());
      const [more] = await open(2);
      const held = await store().claim('one', 2 * minute, 1);
      expect([...held].sort()).toEqual([...ids, more].sort());
      expect(await endWithin('90 s')).toEqual([]);
    });

    it('is not written again while most of it is left', async () => {
      await open(1);
      await store().claim('one', minute, 1);
      const written = await database().query('select lease_until, xmin::text from deployments');
      await store().claim('one', minute, 1);
      expect(await database().query('select lease_until, xmin::text from deployments')).toEqual(written);
    });

    it('goes to another replica when it ran out, and not before', async () => {
      const ids = await open(2);
      await store().claim('one', minute, 10);
      expect(await other().claim('two', minute, 10)).toEqual([]);
      await leasesRunOut();
      expect([...(await other().claim('two', minute, 10))].sort()).toEqual([...ids].sort());
      expect(await store().claim('one', minute, 10)).toEqual([]);
    });

    it('is kept by a replica that comes late when nobody took it', async () => {
      const ids = await open(1);
      await store().claim('one', minute, 10);
      await leasesRunOut();
      expect(await store().claim('one', minute, 0)).toEqual(ids);
    });

    it('given back is free at once', async () => {
      const ids = await open(1);
      await store().claim('one', minute, 10);
      await store().release('one');
      expect(await other().claim('two', minute, 10)).toEqual(ids);
    });

    it('left to others is given back, and taken by who does not leave it', async () => {
      const ids = await open(2);
      await store().claim('one', minute, 10);
      const [left = '', kept = ''] = ids;
      expect(await store().claim('one', minute, { most: 10, except: [left] })).toEqual([kept]);
      expect(await store().claim('one', minute, { most: 10, except: [left] })).toEqual([kept]);
      expect(await other().claim('two', minute, { most: 10, except: [kept] })).toEqual([left]);
      expect([...(await store().claim('one', minute, { most: 10, except: ['unknown'] }))]).toEqual([kept]);
    });

    it('of an ended deployment is not given', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await store().end(ended(record));
      expect(await store().claim('one', minute, 10)).toEqual([]);
    });
  });

  const lost = ['never held', 'given back', 'run out', 'taken over', 'ended by another'];

  async function lose(what: string): Promise<DeploymentRecord> {
    const record = aDeployment();
    await store().create(record, []);
    if (what !== 'never held') await store().claim('one', minute, 1);
    if (what === 'given back') await store().release('one');
    if (what === 'run out' || what === 'taken over') await leasesRunOut();
    if (what === 'taken over') await other().claim('two', minute, 1);
    if (what === 'ended by another') await other().end(ended(record, 'superseded'));
    return record;
  }

  describe('holding', () => {
    it('keeps a lease that is about to end for some seconds more', async () => {
      const [id = ''] = await open(1);
      await store().claim('one', minute, 1);
      await soon('1 s');
      await store().hold('one', id);
      expect(await endWithin('2 s')).toEqual([]);
    });

    it('never makes a lease shorter', async () => {
      const [id = ''] = await open(1);
      await store().claim('one', minute, 1);
      await store().hold('one', id);
      expect(await endWithin('50 s')).toEqual([]);
    });

    it.each(lost)('is refused when the lease is %s', async (what) => {
      const { id } = await lose(what);
      await expect(store().hold('one', id)).rejects.toMatchObject({ name: 'LeaseLost' });
    });
  });

  describe('saving', () => {
    it('holds the lease', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await store().claim('one', minute, 1);
      await soon('1 s');
      await store().save('one', { ...record, progress: 'on its way' });
      expect(await endWithin('2 s')).toEqual([]);
    });

    it('writes what changed while the lease is held', async () => {
      const record = aDeployment();
      await store().create(record, []);
      await store().claim('one', minute, 1);
      const moved = { ...record, phase: 'waiting' as const, summary: 'Waits for an approval.', phaseSince: new Date() };
      await store().save('one', moved);
      expect(await store().read(record.id)).toEqual(moved);
    });

    it.each(lost)('is refused when the lease is %s', async (what) => {
      const record = await lose(what);
      const before = await store().read(record.id);
      await expect(store().save('one', { ...record, progress: 'late' })).rejects.toMatchObject({ name: 'LeaseLost' });
      expect(await store().read(record.id)).toEqual(before);
    });
  });
}
