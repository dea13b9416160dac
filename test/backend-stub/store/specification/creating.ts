import type { Workload } from '../../../../backend-stub/ports.ts';
import { aDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyCreating(database: () => TestDatabase): void {
  const store = () => database().replicas[0];

  describe('a new deployment', () => {
    it('is read back as it was written', async () => {
      const record = aDeployment({
        before: [{ namespace: 'shop', name: 'web', podHash: '5d7c9f' }],
        ending: { kind: 'abort', outcome: 'aborted', because: 'alice aborted it', requestedAt: '2026-11-22T10:00:00Z' },
      });
      expect(await store().create(record, [rollout('web')])).toEqual({ kind: 'created' });
      expect(await store().read(record.id)).toEqual(record);
    });

    it('keeps a ConfigMap with U+0000 and a lone surrogate, which jsonb would refuse', async () => {
      const data = { odd: 'a\u0000b\ud800c' };
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd', namespace: 'shop' }, data };
      const objects = [{ object, treatment: 'applied' as const, restoredByAbort: false }];
      const record = aDeployment({ plan: { objects, warnings: [], hash: 'h' }, progress: 'pod says \u0000' });
      await store().create(record, []);
      const read = await store().read(record.id);
      expect(read?.plan.objects[0]?.object).toEqual(object);
      expect(read?.progress).toBe('pod says \uFFFD');
    });

    it('is found by its attempt, and by its stage as long as it is open', async () => {
      const record = aDeployment();
      await store().create(record, []);
      expect(await store().findByAttempt(record.origin.stage)).toBe(record.id);
      expect(await store().findOpen(record.origin.stage.executionId, record.origin.stage.stageId)).toEqual(record);
      await store().end(ended(record));
      expect(await store().findByAttempt(record.origin.stage)).toBe(record.id);
      expect(await store().findOpen(record.origin.stage.executionId, record.origin.stage.stageId)).toBeUndefined();
    });

    it('is listed under its application, the newest first, and no more than asked for', async () => {
      const times = ['2026-11-22T10:00:00Z', '2026-11-22T12:00:00Z', '2026-11-22T11:00:00Z'];
      const records = times.map((time) => aDeployment({ createdAt: new Date(time) }));
      for (const record of [...records, aDeployment({ application: 'bank' })]) await store().create(record, []);
      const listed = await store().byApplication('shop', 2);
      expect(listed.map(({ id }) => id)).toEqual([records[1]?.id, records[2]?.id]);
    });

    it('is listed with others on the same accounts, where these are named, however new the others are', async () => {
      const on = ['prod', 'staging', 'prod', 'other'].map((account) => aDeployment({ account, application: 'Cart' }));
      for (const record of on) await store().create(record, []);
      const listed = async (accounts: readonly string[]) =>
        (await store().byApplication('cart', 2, accounts)).map(({ account }) => account);
      expect([await listed(['prod']), await listed(['other', 'absent'])]).toEqual([['prod', 'prod'], ['other']]);
      expect([await listed(['absent']), await listed([])]).toEqual([[], []]);
    });

    it('is undefined under an unknown id, attempt and stage', async () => {
      const { id, origin } = aDeployment();
      const { stage } = origin;
      expect(await store().read(id)).toBeUndefined();
      expect(await store().findByAttempt(stage)).toBeUndefined();
      expect(await store().findOpen(stage.executionId, stage.stageId)).toBeUndefined();
    });
  });

  describe('creating the same attempt again', () => {
    it('answers with the first deployment and keeps nothing of the second', async () => {
      const first = aDeployment();
      const second = aDeployment({ origin: first.origin });
      await store().create(first, [rollout('web')]);
      expect(await store().create(second, [rollout('api')])).toEqual({ kind: 'exists', id: first.id });
      expect(await store().read(second.id)).toBeUndefined();
      expect(await store().create(aDeployment(), [rollout('api')])).toEqual({ kind: 'created' });
    });

    it('answers so after the deployment has ended too', async () => {
      const record = aDeployment();
      await store().create(record, [rollout('web')]);
      await store().end(ended(record));
      expect(await store().create({ ...record, id: 'again' }, [rollout('web')])).toEqual({
        kind: 'exists',
        id: record.id,
      });
    });

    it('has one winner when both replicas get it twenty times at once', async () => {
      const { origin } = aDeployment();
      const attempts = Array.from({ length: 20 }, () => aDeployment({ origin }));
      const results = await Promise.all(
        attempts.map((record, index) => database().replicas[index % 2 === 0 ? 0 : 1].create(record, [rollout('web')])),
      );
      const winner = await store().findByAttempt(origin.stage);
      expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'exists')).toEqual(
        Array.from({ length: 19 }, () => ({ kind: 'exists', id: winner })),
      );
    });
  });

  describe('a workload', () => {
    it('that an open deployment holds is refused with that deployment, and nothing is kept', async () => {
      const holder = aDeployment();
      const other = aDeployment();
      await store().create(holder, [rollout('web'), rollout('worker')]);
      const result = await store().create(other, [rollout('api'), rollout('worker')]);
      expect(result).toEqual({ kind: 'locked', workload: rollout('worker'), by: holder });
      expect(await store().findByAttempt(other.origin.stage)).toBeUndefined();
      expect(await store().create(other, [rollout('api')])).toEqual({ kind: 'created' });
    });

    it('of the same name in another account is another workload', async () => {
      await store().create(aDeployment(), [rollout('web', 'prod')]);
      expect(await store().create(aDeployment(), [rollout('web', 'staging')])).toEqual({ kind: 'created' });
    });

    it('is free again when its deployment has ended', async () => {
      const holder = aDeployment();
      await store().create(holder, [rollout('web')]);
      await store().end(ended(holder, 'superseded'));
      expect(await store().create(aDeployment(), [rollout('web')])).toEqual({ kind: 'created' });
    });

    it('named twice by one deployment is locked once', async () => {
      expect(await store().create(aDeployment(), [rollout('web'), rollout('web')])).toEqual({ kind: 'created' });
    });

    it('has one holder when replicas ask for overlapping sets in any order, and nobody waits for ever', async () => {
      const sets: readonly Workload[][] = [
        [rollout('a'), rollout('b'), rollout('c')],
        [rollout('c'), rollout('b')],
        [rollout('b'), rollout('a')],
        [rollout('c'), rollout('a')],
      ];
      const all = [...sets, ...sets, ...sets];
      const results = await Promise.all(
        all.map((set, index) => database().replicas[index % 2 === 0 ? 0 : 1].create(aDeployment(), set)),
      );
      expect(results.filter(({ kind }) => kind === 'created')).toHaveLength(1);
      expect(results.filter(({ kind }) => kind === 'locked')).toHaveLength(all.length - 1);
    });

    it('can be taken over at once by an attempt that replaces its holder, while others want it too', async () => {
      const holder = aDeployment();
      await store().create(holder, [rollout('web')]);
      const results = await Promise.all([
        store().end(ended(holder, 'superseded')),
        ...Array.from({ length: 8 }, () => database().replicas[1].create(aDeployment(), [rollout('web')])),
      ]);
      const created = results.filter((result) => result?.kind === 'created');
      const last = await store().create(aDeployment(), [rollout('web')]);
      expect(created.length + (last.kind === 'created' ? 1 : 0)).toBe(1);
    });
  });

  describe('a later attempt of a stage', () => {
    it('takes the open deployment up, which both attempts then find', async () => {
      const record = aDeployment();
      const later = { ...record.origin.stage, attempt: '1763809200000' };
      await store().create(record, []);
      await store().adopt(record.id, later);
      expect(await store().read(record.id)).toEqual({ ...record, origin: { ...record.origin, stage: later } });
      expect(await store().findByAttempt(record.origin.stage)).toBe(record.id);
      expect(await store().findByAttempt(later)).toBe(record.id);
    });

    it('may do so twice', async () => {
      const record = aDeployment();
      const later = { ...record.origin.stage, attempt: '1763809200000' };
      await store().create(record, []);
      await Promise.all([store().adopt(record.id, later), database().replicas[1].adopt(record.id, later)]);
      expect((await store().read(record.id))?.origin).toEqual({ ...record.origin, stage: later });
    });

    it('is not forgotten when the replica in the lead saves what it read before', async () => {
      const record = aDeployment();
      const later = { ...record.origin.stage, attempt: '1763809200000' };
      await store().create(record, []);
      await store().claim('one', 60_000, 1);
      await store().adopt(record.id, later);
      await store().save('one', { ...record, progress: 'step 1 of 1' });
      expect(await store().read(record.id)).toEqual({
        ...record,
        origin: { ...record.origin, stage: later },
        progress: 'step 1 of 1',
      });
    });

    it('takes up neither an ended deployment nor one of another stage', async () => {
      const record = aDeployment();
      const later = { ...record.origin.stage, attempt: '1763809200000' };
      await store().create(record, []);
      const stranger = aDeployment();
      await expect(store().adopt(record.id, stranger.origin.stage)).rejects.toMatchObject({
        name: 'DeploymentNotOpen',
      });
      await store().end(ended(record));
      await expect(store().adopt(record.id, later)).rejects.toMatchObject({ name: 'DeploymentNotOpen' });
      expect(await store().findByAttempt(later)).toBeUndefined();
    });

    it('that has a deployment of its own takes up no other', async () => {
      const record = aDeployment();
      const other = aDeployment();
      await store().create(record, []);
      await store().create(other, []);
      await expect(store().adopt(record.id, other.origin.stage)).rejects.toMatchObject({ name: 'AttemptTaken' });
    });
  });
}
