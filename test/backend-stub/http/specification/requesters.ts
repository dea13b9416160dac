import type { FiatView } from '../../../spinnaker/fiat.ts';
import { messageOf } from '../caller.ts';
import type { RunningStage } from '../executions.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyRequesters(world: OrcaWorld): void {
  describe('who may start a deployment', () => {
    it.each([
      ['without EXECUTE on the application', 'reader@example.com', 'EXECUTE on application shop'],
      ['without WRITE on the account', 'executor@example.com', 'WRITE on account prod'],
      ['named anonymous', 'anonymous', 'names nobody'],
    ])('is not a user %s', async (_case, user, reason) => {
      const answer = await world.listeners.post(world.shown({ user }));
      expect([answer.status, messageOf(answer)]).toEqual([
        user === 'anonymous' ? 401 : 403,
        expect.stringContaining(reason),
      ]);
    });

    const fourMinutes = 240_000;
    const later = (running: RunningStage, milliseconds: number): RunningStage => {
      const now = world.listeners.clock.now().getTime();
      const begun = { ...running, startTime: now - milliseconds };
      world.listeners.show(begun);
      return begun;
    };

    it('is asked about again while Fiat does not know the user: its next role sync may', async () => {
      const running = later(world.shown({ user: 'new@example.com' }), 30_000);
      const answer = await world.listeners.post(running);
      expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
        503,
        'unavailable',
        expect.stringMatching(/Fiat does not know new@example\.com\. .* Orca asks again by itself, for 210 s more\.$/),
      ]);
      const alice = (await (await fetch(`${world.listeners.fiat.url}/authorize/alice@example.com`)).json()) as FiatView;
      world.listeners.fiat.set('new@example.com', { ...alice, name: 'new@example.com' });
      expect((await world.listeners.post(running)).status).toBe(202);
    });

    it('is not asked about for ever: after four minutes the stage ends, and says whom Fiat does not know', async () => {
      const running = later(world.shown({ user: 'never@example.com' }), fourMinutes);
      const answer = await world.listeners.post(running);
      expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
        424,
        'unknown-user',
        expect.stringMatching(/Fiat does not know never@example\.com\. A person logs in/),
      ]);
    });

    it('is not asked about for ever while Fiat can not tell either', async () => {
      const running = later(world.shown(), fourMinutes);
      world.listeners.fiat.service.insteadAnswer({ status: 503 });
      const answer = await world.listeners.post(running);
      world.listeners.fiat.service.insteadAnswer();
      expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
        424,
        'unreachable',
        expect.stringMatching(/could not be told for 4 minutes whether alice@example\.com may: Fiat could not say/),
      ]);
    });

    it.each([
      ['answers 503', { status: 503 }],
      ['answers something else', { status: 200, body: '<html>' }],
    ])('is not known while Fiat %s, and Orca asks again', async (_case, reply) => {
      world.listeners.fiat.service.insteadAnswer(reply);
      const answer = await world.listeners.post(world.shown());
      world.listeners.fiat.service.insteadAnswer();
      expect([answer.status, answer.body['error']]).toEqual([503, 'unavailable']);
    });
  });
}
