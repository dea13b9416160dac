import { call, messageOf } from '../caller.ts';
import type { Answer } from '../caller.ts';
import { aRunningStage, deploymentManifest, withText } from '../executions.ts';
import type { RunningStage } from '../executions.ts';
import { bearer } from '../listeners.ts';
import type { OrcaWorld } from '../orca-world.ts';

/** Every host on Orca's list of allowed requests can be sent the bearer, so it must be worth nothing by itself. */
export function specifyStolenBearer(world: OrcaWorld): void {
  describe('who has only the bearer', () => {
    const victim = (): RunningStage => world.shown({ pipeline: 'Deploy of somebody else' });

    it.each([
      ['an execution that Orca does not have', {}],
      ['a task instead of a pipeline', { id: 'tasks' }],
      ['a path in place of an id', { id: '../../tasks/01M8' }],
    ])('starts nothing for %s', async (_case, changes) => {
      const answer = await world.listeners.post(aRunningStage(changes));
      expect([answer.status, answer.body['error']]).toEqual([404, 'not-found']);
    });

    const forgeries: readonly (readonly [string, (running: RunningStage) => RunningStage])[] = [
      ['for another application', (running) => ({ ...running, application: 'billing' })],
      ['as another user', (running) => ({ ...running, user: 'admin@example.com' })],
      ['with another manifest', (running) => ({ ...running, deployment: withText(deploymentManifest('mine')) })],
      ['as an attempt that is over', (running) => ({ ...running, startTime: running.startTime - 60_000 })],
      ['as an attempt to come', (running) => ({ ...running, startTime: running.startTime + 60_000 })],
    ];

    it.each(forgeries)("starts nothing by somebody else's running stage %s", async (_case, forged) => {
      const running = victim();
      const before = await world.openDeployments();
      const answer = await world.listeners.post(forged(running));
      expect([answer.status, answer.body['error'], await world.openDeployments()]).toEqual([403, 'not-ours', before]);
    });

    const claims = forgeries.filter(([forged]) => forged !== 'with another manifest');

    it.each(claims)('is not told of a deployment that was started when it calls %s', async (_case, forged) => {
      const running = victim();
      const started = await world.listeners.post(running);
      const answer = await world.listeners.post(forged(running));
      expect([answer.status, answer.body['error']]).toEqual([403, 'not-ours']);
      expect(answer.text).not.toContain(started.body['deploymentId']);
    });

    it('starts nothing in the name of an application on which the one who runs the pipeline has no EXECUTE', async () => {
      const answer = await world.listeners.post(world.shown({ user: 'stranger@example.com', pipeline: 'inline' }));
      expect([answer.status, answer.body['error']]).toEqual([403, 'not-allowed']);
    });

    it('learns the status of a deployment only with its id, which nobody can guess', async () => {
      const running = victim();
      const id = String((await world.listeners.post(running)).body['deploymentId']);
      const guesses = [running.id, running.stageId, `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`, '..%2f', ''];
      const none = 'A poll was refused: there is no such deployment. Orca polls the statusUrl that it was answered.';
      for (const guess of guesses) {
        const answer = await world.listeners.status(guess);
        expect([guess, answer.status]).toEqual([guess, 404]);
        if (guess !== '') expect(messageOf(answer)).toBe(none);
      }
    });

    it('learns from a status what Orca shows in the execution, and nothing of the manifest, the account or the people', async () => {
      const id = (await world.listeners.post(victim())).body['deploymentId'];
      const { body, text } = await world.listeners.status(id);
      expect(Object.keys(body).sort()).toEqual(['progress', 'status', 'summary']);
      expect(text).not.toMatch(/alice|registry|Deploy of somebody else|kind:/);
    });

    it('ends nothing: Orca says what became of an execution', async () => {
      const running = victim();
      const id = (await world.listeners.post(running)).body['deploymentId'];
      const attempts = [running, { ...running, startTime: running.startTime + 1 }, { ...running, stageId: '01OTHER' }];
      for (const attempt of attempts)
        expect((await world.listeners.cancel(attempt)).body['result']).toBe('nothing-to-do');
      expect(await world.listeners.store.decisions(String(id))).toEqual([]);
      expect((await world.listeners.status(id)).body['status']).toBe('RUNNING');
    });

    it('learns from a cancel call only whether an attempt is known', async () => {
      const running = victim();
      await world.listeners.post(running);
      const sentenceOf = ({ body }: Answer): unknown => body['sentence'];
      expect(sentenceOf(await world.listeners.cancel(running))).toBe('The execution is still running.');
      const unknown = 'No deployment is known for this attempt.';
      expect(sentenceOf(await world.listeners.cancel(world.shown()))).toBe(unknown);
      expect(sentenceOf(await world.listeners.cancel(aRunningStage()))).toBe(unknown);
    });

    it('is nobody on the listener for people, and has no other route', async () => {
      const asPerson = await call(`${world.listeners.peopleUrl}/v1/accounts`, { headers: bearer() });
      expect(asPerson.status).toBe(401);
      for (const path of ['/v1/accounts', '/v1/deployments?application=shop', '/v1/plan'])
        expect((await call(`${world.listeners.orcaUrl}${path}`, { headers: bearer() })).status).toBe(404);
    });
  });
}
