import { call, messageOf } from '../caller.ts';
import { withText } from '../executions.ts';
import { bearer } from '../listeners.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyAnswers(world: OrcaWorld): void {
  describe('what Orca is told', () => {
    it('holds no expression even when it quotes one', async () => {
      const answer = await world.listeners.post(world.shown({ deployment: withText('a: ${1+1}') }));
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('${');
      expect(messageOf(answer)).toContain('$\u200b{1+1}');
    });

    it('holds no expression even when one reached the store', async () => {
      const started = await world.listeners.post(world.shown());
      const id = String(started.body['deploymentId']);
      const record = await world.listeners.store.read(id);
      if (record === undefined) throw new Error('not kept');
      const sentence = 'It failed: ${1+1} $${2}';
      await world.listeners.store.end({
        ...record,
        phase: 'ended',
        outcome: 'failed',
        status: 'FAILED',
        progress: sentence,
        summary: sentence,
        endedAt: new Date(),
      });
      const status = await world.listeners.end(id);
      expect(status.body['status']).toBe('FAILED');
      expect(status.text).not.toContain('${');
    });

    it('is the same 200 for an id that was given out, long after the end', async () => {
      const started = await world.listeners.post(world.shown());
      const id = String(started.body['deploymentId']);
      const record = await world.listeners.store.read(id);
      if (record === undefined) throw new Error('not kept');
      await world.listeners.store.end({
        ...record,
        phase: 'ended',
        outcome: 'succeeded',
        status: 'SUCCEEDED',
        endedAt: new Date(),
      });
      expect((await world.listeners.end(id)).status).toBe(200);
      for (let poll = 0; poll < 3; poll += 1)
        expect([(await world.listeners.status(id)).status, (await world.listeners.status(id)).body['status']]).toEqual([
          200,
          'SUCCEEDED',
        ]);
    });

    it.each(['unknown', '00000000-0000-0000-0000-000000000000', '%00', '..%2f..', '${1}', 'x'.repeat(90)])(
      'is 404 for the id %s, which was never given out',
      async (id) => {
        const answer = await world.listeners.status(id);
        expect([answer.status, answer.body['error']]).toEqual([404, 'not-found']);
      },
    );

    it('is a JSON object where there is no such route', async () => {
      for (const path of ['/', '/v2/deployments', '/v1/deployments/${1+1}/x']) {
        const answer = await call(`${world.listeners.orcaUrl}${path}`, { headers: bearer() });
        expect([answer.status, answer.body['error']]).toEqual([404, 'not-found']);
      }
    });
  });
}
