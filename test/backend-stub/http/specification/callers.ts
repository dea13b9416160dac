import { call, messageOf } from '../caller.ts';
import { aRunningStage, deploymentManifest, withText } from '../executions.ts';
import type { RunningStage } from '../executions.ts';
import { bearer, tokens } from '../listeners.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyCallers(world: OrcaWorld): void {
  describe('a caller who is not Orca', () => {
    it.each([
      ['no credential', {}],
      ['a wrong one', bearer('the-token-of-yesterday')],
      ['another scheme', { Authorization: `Basic ${tokens[0]}` }],
      ['a longer one that begins well', bearer(`${tokens[0]}x`)],
    ])('is refused with %s, on every route, before anything is read', async (_case, headers) => {
      const calls = [
        call(`${world.listeners.orcaUrl}/v1/deployments`, { method: 'POST', headers, body: '{' }),
        call(`${world.listeners.orcaUrl}/v1/deployments/any/status`, { headers }),
        call(`${world.listeners.orcaUrl}/v1/cancel`, { method: 'POST', headers, body: {} }),
      ];
      for (const { status, body } of await Promise.all(calls))
        expect([status, body['error']]).toEqual([401, 'not-authenticated']);
    });

    it('does not see the credential in the refusal', async () => {
      const { text } = await call(`${world.listeners.orcaUrl}/v1/deployments/any/status`, {
        headers: bearer('guess-me-not'),
      });
      expect(text).not.toMatch(/guess-me-not|the-token/);
    });

    it('may use any of the tokens that are configured, so that one can be replaced', async () => {
      const running = world.shown();
      for (const token of tokens)
        expect((await world.listeners.post(running, { headers: bearer(token) })).status).toBe(202);
    });
  });

  describe('the identity of a call', () => {
    it.each(['X-Spin-Execution-Id', 'X-Spin-Stage-Id', 'X-Spin-Attempt', 'X-Spin-Application', 'X-Spin-Run-As'])(
      'must have %s, and it must hold no expression',
      async (name) => {
        const running = world.shown();
        const missing = await world.listeners.post(running, { headers: { [name]: '' } });
        expect([missing.status, messageOf(missing)]).toEqual([400, expect.stringContaining(name.toLowerCase())]);
        const unresolved = await world.listeners.post(running, { headers: { [name]: '${execution.id}' } });
        expect([unresolved.status, messageOf(unresolved)]).toEqual([400, expect.stringContaining(name)]);
      },
    );

    type Difference = readonly [string, Partial<Record<'inOrca' | 'inCall', Partial<RunningStage>>>, string];
    const differences: readonly Difference[] = [
      ['another application', { inCall: { application: 'billing' } }, 'belongs to application shop'],
      ['another attempt', { inCall: { startTime: 1 } }, 'its attempt began at 1795365520651'],
      ['another user', { inCall: { user: 'executor@example.com' } }, 'it runs as another user'],
      ['another stage', { inCall: { stageId: '01NOSUCHSTAGE' } }, 'it has no stage 01NOSUCHSTAGE'],
      [
        'another deployment',
        { inCall: { deployment: withText(deploymentManifest('other')) } },
        'its deployment is not what',
      ],
      ['a stage of another type', { inOrca: { type: 'webhook' } }, 'of type webhook'],
      ['a stage that has ended', { inOrca: { stageStatus: 'SUCCEEDED' } }, 'is SUCCEEDED and not RUNNING'],
      ['a canceled execution', { inOrca: { canceled: true } }, 'the execution is canceled'],
    ];
    it.each(differences)('is refused when Orca shows %s', async (_case, { inOrca, inCall }, reason) => {
      const running = world.shown(inOrca);
      const answer = await world.listeners.post({ ...running, ...inCall });
      expect([answer.status, answer.body['error'], messageOf(answer)]).toEqual([
        403,
        'not-ours',
        expect.stringContaining(reason),
      ]);
    });

    it('is refused when Orca knows no such execution', async () => {
      const answer = await world.listeners.post(aRunningStage());
      expect([answer.status, answer.body['error']]).toEqual([404, 'not-found']);
    });

    it('is refused when Orca answers an empty 200: the read identity may not read', async () => {
      world.listeners.readers.clear();
      try {
        const answer = await world.listeners.post(world.shown());
        expect([answer.status, messageOf(answer)]).toEqual([403, expect.stringContaining('read identity')]);
      } finally {
        world.listeners.readers.add('gennaker-reader@example.com');
      }
    });

    it('is asked for again while Orca can not be asked', async () => {
      world.listeners.orca.service.insteadAnswer({ status: 500 });
      const answer = await world.listeners.post(world.shown());
      world.listeners.orca.service.insteadAnswer();
      expect([answer.status, answer.body['error']]).toEqual([503, 'unavailable']);
    });
  });
}
