import type { GiveBackRecord } from '../../../../backend-stub/deployment/record.ts';
import type { GiveBackAnswer } from '../../../../backend-stub/ports.ts';
import { aDeployment, ended, rollout } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

const minute = 60_000;
let giveBacks = 0;

export function specifyGivingBack(database: () => TestDatabase): void {
  const one = () => database().replicas[0];
  const other = () => database().replicas[1];

  function aGiveBack(deploymentId: string): GiveBackRecord {
    giveBacks += 1;
    const at = new Date('2026-11-28T10:00:00.000Z');
    const sentence = 'Accepted.';
    return { id: `give-back-${giveBacks}`, deploymentId, by: 'bob@example.com', at, state: 'accepted', sentence };
  }

  async function endedDeployment(): Promise<string> {
    const record = aDeployment();
    await one().create(record, []);
    await one().end(ended(record));
    return record.id;
  }

  const ask = (deploymentId: string, ...names: readonly string[]): Promise<GiveBackAnswer> =>
    one().askGiveBack(
      aGiveBack(deploymentId),
      names.map((name) => rollout(name)),
    );

  async function asked(...names: readonly string[]): Promise<GiveBackRecord> {
    const answer = await ask(await endedDeployment(), ...names);
    if (answer.kind === 'asked') return answer.giveBack;
    throw new Error(`Deployment ${answer.by.id} holds ${answer.workload.name}.`);
  }

  describe('a give-back that was asked for', () => {
    it('is kept with who asked, and is the answer to whoever asks meanwhile', async () => {
      const first = await asked('web');
      expect(await ask(first.deploymentId, 'web')).toEqual({ kind: 'asked', giveBack: first });
      expect(await other().giveBacks(first.deploymentId)).toEqual([first]);
    });

    it('says whether who asked was an admin, to whoever carries it out as well', async () => {
      const byAdmin = { ...aGiveBack(await endedDeployment()), asAdmin: true } as const;
      await one().askGiveBack(byAdmin, [rollout('web')]);
      expect(await one().giveBacks(byAdmin.deploymentId)).toEqual([byAdmin]);
      expect(await other().claimGiveBacks('other', minute)).toEqual([byAdmin]);
    });

    it('is one, of twenty who ask at once', async () => {
      const id = await endedDeployment();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_each, index) =>
          (index % 2 === 0 ? one() : other()).askGiveBack(aGiveBack(id), [rollout('web'), rollout('api')]),
        ),
      );
      const [kept, ...more] = await one().giveBacks(id);
      expect([more, new Set(answers.map((answer) => (answer.kind === 'asked' ? answer.giveBack.id : 'none')))]).toEqual(
        [[], new Set([kept?.id])],
      );
    });

    it('is refused while an open deployment holds a workload of it, and keeps nothing then', async () => {
      const open = aDeployment();
      await one().create(open, [rollout('web')]);
      const id = await endedDeployment();
      expect(await ask(id, 'api', 'web')).toMatchObject({
        kind: 'locked',
        workload: rollout('web'),
        by: { id: open.id },
      });
      expect(await one().giveBacks(id)).toEqual([]);
      expect(await one().create(aDeployment(), [rollout('api')])).toEqual({ kind: 'created' });
    });

    it('lets no deployment have its workloads until it is settled', async () => {
      const { id, deploymentId } = await asked('web');
      expect(await one().create(aDeployment(), [rollout('web')])).toMatchObject({
        kind: 'locked',
        by: { id: deploymentId, outcome: 'succeeded' },
      });
      await one().claimGiveBacks('one', minute);
      await one().settleGiveBack('one', id, { state: 'failed', sentence: 'It runs as before.' });
      expect(await one().create(aDeployment(), [rollout('web')])).toEqual({ kind: 'created' });
    });

    it('is carried out by one replica, and by another when the lease ran out or was given back', async () => {
      const { id } = await asked();
      const ids = async (replica: string) => (await one().claimGiveBacks(replica, minute)).map((each) => each.id);
      expect([await ids('one'), await ids('two'), await ids('one')]).toEqual([[id], [], [id]]);
      await database().query(`update give_backs set lease_until = now() - interval '1 second'`);
      expect([await ids('two'), await ids('one')]).toEqual([[id], []]);
      await one().release('two');
      expect(await ids('one')).toEqual([id]);
    });

    it('is told of and settled by who holds its lease, and by nobody else', async () => {
      const { id, deploymentId } = await asked();
      await one().claimGiveBacks('one', minute);
      await other().tellGiveBack('two', id, 'not mine');
      await one().tellGiveBack('one', id, 'a\u0000b');
      await expect(other().settleGiveBack('two', id, { state: 'done', sentence: '' })).rejects.toMatchObject({
        name: 'LeaseLost',
      });
      expect(await one().giveBacks(deploymentId)).toMatchObject([{ state: 'accepted', sentence: 'a\uFFFDb' }]);
    });

    it.each([`made_by = 'mallory@example.com'`, 'as_admin = true'])('is safe from SQL that sets %s', async (set) => {
      const { deploymentId } = await asked('web');
      const before = await one().giveBacks(deploymentId);
      await expect(database().query(`update give_backs set ${set}`)).rejects.toMatchObject({ code: 'GN006' });
      expect(await one().giveBacks(deploymentId)).toEqual(before);
    });

    it('has one end, which stays, and can be asked for again after that', async () => {
      const first = await asked('web');
      await one().claimGiveBacks('one', minute);
      await one().settleGiveBack('one', first.id, { state: 'failed', sentence: 'No room.' });
      await expect(one().settleGiveBack('one', first.id, { state: 'done', sentence: '' })).rejects.toMatchObject({
        name: 'LeaseLost',
      });
      await expect(database().query(`update give_backs set state = 'done'`)).rejects.toThrow('and once');
      await expect(database().query('delete from give_backs')).rejects.toThrow('never deleted');
      expect(await one().claimGiveBacks('one', minute)).toEqual([]);
      await ask(first.deploymentId, 'web');
      expect(await one().giveBacks(first.deploymentId)).toMatchObject([
        { state: 'failed', sentence: 'No room.' },
        { state: 'accepted' },
      ]);
    });
  });
}
