import { call, messageOf } from '../caller.ts';
import { publicUrl } from '../executions.ts';
import type { OrcaWorld } from '../orca-world.ts';

/** What would send the bearer elsewhere, and what of it is named. */
const redirections: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
  ['monitorOnly', { monitorOnly: true }, 'it says monitorOnly'],
  ['monitorOnly as a text', { monitorOnly: 'true' }, 'it says monitorOnly'],
  ['monitorOnly as an expression', { monitorOnly: '${parameters.only}' }, 'it says monitorOnly'],
  ['a status address elsewhere', { statusEndpoint: 'http://elsewhere.example.com/' }, 'its statusEndpoint is http://'],
  ['a cancel address elsewhere', { cancelEndpoint: 'https://elsewhere.example.com/' }, 'its cancelEndpoint is https'],
  ['an address elsewhere', { url: 'http://elsewhere.example.com/' }, 'its url is http://elsewhere'],
  ['our name as a user name', { statusEndpoint: `${publicUrl}@elsewhere.example.com/` }, 'its statusEndpoint is'],
  ['our name as a beginning', { statusEndpoint: `${publicUrl}.elsewhere.example.com/` }, 'its statusEndpoint is'],
  ['an expression as its address', { statusEndpoint: '${parameters.where}' }, 'its statusEndpoint is'],
  ['another alias', { alias: 'webhook' }, 'its alias is webhook and not preconfiguredWebhook'],
  ['no alias', { alias: undefined }, 'its alias is missing'],
];

export function specifyRedirected(world: OrcaWorld): void {
  describe('a stage that would send our credential elsewhere', () => {
    const seen = async (): Promise<number> => {
      const { text } = await call(`${world.listeners.orcaUrl}/metrics`);
      const counts = [...text.matchAll(/^gennaker_redirected_credentials_total\{[^}]*\} (\d+)/gm)];
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    };

    it.each(redirections)('by %s starts nothing, and is counted', async (_case, context, part) => {
      const before = await seen();
      const answer = await world.listeners.post(world.shown({ context }));
      expect([answer.status, answer.body['error']]).toEqual([403, 'not-ours']);
      expect(messageOf(answer).replaceAll('$​{', '${')).toContain(part);
      expect(await seen()).toBe(before + 1);
    });

    it('is told from one that was restarted, whose status address is still ours', async () => {
      const statusEndpoint = `${publicUrl}/v1/deployments/1c6c/status`;
      for (const address of [statusEndpoint, statusEndpoint.replace('http:', 'https:'), ` ${statusEndpoint} `])
        expect((await world.listeners.post(world.shown({ context: { statusEndpoint: address } }))).status).toBe(202);
    });

    it.each(redirections)(
      'by %s is counted also when it is only canceled, without having called before',
      async (...row) => {
        const [, context] = row;
        const before = await seen();
        const running = world.shown({ context, stageStatus: 'TERMINAL' });
        expect((await world.listeners.cancel(running)).body['result']).toBe('nothing-to-do');
        expect(await seen()).toBe(before + 1);
      },
    );

    it('is told in the timeline of its deployment when it is laid over the stage while that runs', async () => {
      const running = world.shown();
      const id = String((await world.listeners.post(running)).body['deploymentId']);
      world.listeners.show({ ...running, context: { statusEndpoint: 'http://elsewhere.example.com/' } });
      await world.listeners.cancel(running);
      expect(world.listeners.told).toContainEqual([
        id,
        "The stage would send Orca's credential elsewhere: its statusEndpoint is http://elsewhere.example.com/, which is not this service.",
      ]);
    });

    it('is no reason to answer a cancel call otherwise while Orca can not be asked', async () => {
      world.listeners.orca.service.insteadAnswer({ status: 500 });
      const answer = await world.listeners.cancel(world.shown());
      world.listeners.orca.service.insteadAnswer();
      expect([answer.status, answer.body['result']]).toEqual([200, 'nothing-to-do']);
    });
  });
}
