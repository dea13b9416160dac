import { messageOf } from '../caller.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyRequesters(world: OrcaWorld): void {
  describe('who may start a deployment', () => {
    it.each([
      ['without EXECUTE on the application', 'reader@example.com', 'EXECUTE on application shop'],
      ['without WRITE on the account', 'executor@example.com', 'WRITE on account prod'],
      ['whom Fiat does not know', 'never@example.com', 'Fiat does not know never@example.com'],
      ['named anonymous', 'anonymous', 'names nobody'],
    ])('is not a user %s', async (_case, user, reason) => {
      const answer = await world.listeners.post(world.shown({ user }));
      expect([answer.status, messageOf(answer)]).toEqual([
        user === 'anonymous' ? 401 : 403,
        expect.stringContaining(reason),
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
