import { messageOf } from '../caller.ts';
import { aRunningStage } from '../executions.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyCanceling(world: OrcaWorld): void {
  describe('a cancel call', () => {
    const outcomeOf = async (id: unknown): Promise<readonly string[]> =>
      (await world.listeners.store.decisions(String(id))).map(({ action }) => action);

    it('about an execution that was canceled is written down for the deployment, once', async () => {
      const running = world.shown();
      const started = await world.listeners.post(running);
      world.listeners.show({ ...running, canceled: true, stageStatus: 'CANCELED' });
      const canceled = await world.listeners.cancel(running);
      expect([canceled.status, canceled.body['result']]).toEqual([200, 'canceled']);
      expect(await outcomeOf(started.body['deploymentId'])).toEqual(['cancel']);
    });

    it('about a stage that failed for another reason leaves the rollout alone', async () => {
      const running = world.shown();
      const started = await world.listeners.post(running);
      world.listeners.show({ ...running, stageStatus: 'TERMINAL' });
      const canceled = await world.listeners.cancel(running);
      expect([canceled.status, canceled.body['result']]).toEqual([200, 'stopped-watching']);
      expect(await outcomeOf(started.body['deploymentId'])).toEqual(['stopWatching']);
    });

    it('is not believed while Orca shows the stage running', async () => {
      const running = world.shown();
      const started = await world.listeners.post(running);
      expect((await world.listeners.cancel(running)).body['result']).toBe('nothing-to-do');
      expect(await outcomeOf(started.body['deploymentId'])).toEqual([]);
    });

    it.each([
      ['of another application', { application: 'billing' }],
      ['of another type', { type: 'webhook' }],
      ['of an attempt before it', { startTime: 1 }],
      ['under another id', { stageId: '01NOSUCHSTAGE' }],
    ])('is not believed when Orca shows a stage %s as ended', async (_case, shown) => {
      const running = world.shown();
      const started = await world.listeners.post(running);
      world.listeners.show({ ...running, ...shown, canceled: true, stageStatus: 'CANCELED' });
      const answer = await world.listeners.cancel(running);
      expect([answer.status, answer.body['result']]).toEqual([200, 'nothing-to-do']);
      expect(await outcomeOf(started.body['deploymentId'])).toEqual([]);
    });

    it('of an earlier attempt comes too late to do anything', async () => {
      const running = world.shown();
      const started = await world.listeners.post(running);
      const restarted = { ...running, startTime: running.startTime + 60_000 };
      world.listeners.show(restarted);
      await world.listeners.post(restarted);
      world.listeners.show({ ...restarted, canceled: true });
      const late = await world.listeners.cancel(running);
      expect([late.status, late.body]).toEqual([
        200,
        { result: 'nothing-to-do', sentence: expect.stringContaining('later attempt') },
      ]);
      expect(await outcomeOf(started.body['deploymentId'])).toEqual([]);
    });

    it('for what was never seen is 200, since Orca sends it after every failed end', async () => {
      const answer = await world.listeners.cancel(aRunningStage());
      expect([answer.status, answer.body['result']]).toEqual([200, 'nothing-to-do']);
    });

    it.each([
      ['an unresolved expression', { executionId: '${execution.id}', stageId: 'a', attempt: '1' }, 'executionId'],
      ['a number', { executionId: 'a', stageId: 'b', attempt: 1 }, 'attempt'],
      ['a field missing', { executionId: 'a', stageId: 'b' }, 'attempt'],
      ['a field too many', { executionId: 'a', stageId: 'b', attempt: '1', force: true }, 'body has "force"'],
    ])('with %s is refused by name', async (_case, body, part) => {
      const answer = await world.listeners.cancel(aRunningStage(), { body });
      expect([answer.status, messageOf(answer)]).toEqual([400, expect.stringContaining(part)]);
    });
  });
}
