import type { CallKey } from '../../../../backend-stub/deployment/approver-call.ts';
import { aDeployment } from '../a-deployment.ts';
import type { TestDatabase } from '../test-databases.ts';

export function specifyCalling(database: () => TestDatabase): void {
  const one = () => database().replicas[0];
  const other = () => database().replicas[1];
  const stopped = { milliseconds: 60_000, reason: 'it was stopped' };

  async function noted(recipients = 1): Promise<readonly [CallKey, ...CallKey[]]> {
    const record = aDeployment();
    await one().create(record, []);
    const call = (recipient: number): CallKey => ({ deploymentId: record.id, stepIndex: 1, round: 0, recipient });
    const rest = Array.from({ length: recipients - 1 }, (_each, index) => call(index + 1));
    const calls = [call(0), ...rest] as const;
    await one().noteCalls(calls);
    return calls;
  }

  describe('a call of approvers', () => {
    it('is due when it is noted, and noting it again changes nothing', async () => {
      const [call] = await noted();
      await one().takeCall(call);
      await other().noteCalls([call]);
      expect(await other().calls(call.deploymentId)).toEqual([
        { ...call, state: 'sending', attempts: 1, changedAt: expect.any(Date) },
      ]);
    });

    it('is taken by one of many who try', async () => {
      const [call] = await noted();
      const tries = Array.from({ length: 10 }, (_each, index) => (index % 2 === 0 ? one() : other()).takeCall(call));
      expect((await Promise.all(tries)).filter((attempt) => attempt !== undefined)).toEqual([1]);
    });

    it('is due again after a try that may be repeated, which is counted', async () => {
      const [call] = await noted();
      await one().takeCall(call);
      await one().settleCall(call, { state: 'due', reason: 'Echo is away' });
      expect(await other().takeCall(call)).toBe(2);
      expect(await one().calls(call.deploymentId)).toMatchObject([{ state: 'sending', reason: 'Echo is away' }]);
    });

    it('has one end: the first stays, and nobody takes it any more', async () => {
      const [call] = await noted();
      await one().takeCall(call);
      await one().settleCall(call, { state: 'sent' });
      await other().settleCall(call, { state: 'failed', reason: 'late' });
      await one().giveUpCalls(call.deploymentId, { milliseconds: 0, reason: 'late' });
      expect([await one().takeCall(call), await one().calls(call.deploymentId)]).toMatchObject([
        undefined,
        [{ state: 'sent' }],
      ]);
      const change = `update approver_calls set state = 'due' where deployment_id = '${call.deploymentId}'`;
      await expect(database().query(change)).rejects.toThrow('is settled');
    });

    it('is given up when whoever took it must have been stopped, and not before', async () => {
      const [call, second] = await noted(2);
      await one().takeCall(call);
      await other().giveUpCalls(call.deploymentId, stopped);
      expect(await one().calls(call.deploymentId)).toMatchObject([{ state: 'sending' }, { state: 'due' }]);
      await database().query(`update approver_calls set changed_at = now() - interval '61 seconds'`);
      await other().giveUpCalls(call.deploymentId, stopped);
      expect(await one().calls(call.deploymentId)).toMatchObject([
        { state: 'failed', reason: 'it was stopped' },
        { ...second, state: 'due' },
      ]);
    });

    it('of a deployment that does not exist is not kept, and nothing is asked for where there is none', async () => {
      const call = { deploymentId: 'nobody', stepIndex: 0, round: 0, recipient: 0 };
      await expect(one().noteCalls([call])).rejects.toThrow();
      await one().noteCalls([]);
      expect(await one().calls('nobody')).toEqual([]);
    });
  });
}
