import { messageOf } from '../caller.ts';
import { configuration, deploymentManifest, withText } from '../executions.ts';
import type { OrcaWorld } from '../orca-world.ts';

export function specifyStarting(world: OrcaWorld): void {
  describe('starting a deployment', () => {
    it('answers 202 with an absolute address of its status, which is valid at once', async () => {
      const started = await world.listeners.post(world.shown());
      expect([started.status, started.body]).toEqual([
        202,
        {
          deploymentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          status: 'RUNNING',
          progress: expect.stringContaining('Accepted'),
          statusUrl: `http://gennaker.example.com:8081/v1/deployments/${String(started.body['deploymentId'])}/status`,
        },
      ]);
      const status = await world.listeners.status(started.body['deploymentId']);
      expect([status.status, status.body]).toEqual([
        200,
        { status: 'RUNNING', progress: expect.any(String), summary: expect.any(String) },
      ]);
    });

    it('answers a repeat of the same POST the same, and starts nothing', async () => {
      const running = world.shown();
      const first = await world.listeners.post(running);
      const before = await world.openDeployments();
      const second = await world.listeners.post(running);
      expect([second.status, second.body, await world.openDeployments()]).toEqual([202, first.body, before]);
    });

    it('answers repeats that come together the same', async () => {
      const running = world.shown();
      const before = await world.openDeployments();
      const answers = await Promise.all(Array.from({ length: 8 }, () => world.listeners.post(running)));
      expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['deploymentId'])}`)).size).toBe(1);
      expect([answers[0]?.status, await world.openDeployments()]).toEqual([202, before + 1]);
    });

    it('takes the open deployment up when the stage is restarted with the same deployment', async () => {
      const running = world.shown();
      const first = await world.listeners.post(running);
      const restarted = { ...running, startTime: running.startTime + 60_000 };
      world.listeners.show(restarted);
      const second = await world.listeners.post(restarted);
      expect([second.status, second.body['deploymentId']]).toEqual([202, first.body['deploymentId']]);
    });

    it('replaces the open deployment when the stage is restarted with another one, and says so in its status', async () => {
      const running = world.shown();
      const first = await world.listeners.post(running);
      const deployment = configuration({
        manifest: (running.deployment as { manifest: unknown }).manifest,
        strategy: { canary: { steps: [{ setWeight: { weight: 50 } }] } },
      });
      const restarted = { ...running, startTime: running.startTime + 60_000, deployment };
      world.listeners.show(restarted);
      const second = await world.listeners.post(restarted);
      expect([second.status, second.body['deploymentId'] === first.body['deploymentId']]).toEqual([202, false]);
      const status = await world.listeners.end(first.body['deploymentId']);
      expect(status.body).toMatchObject({ status: 'FAILED', summary: expect.stringContaining('restarted') });
    });

    it('refuses a second pipeline on a workload that is being rolled out, and names the other deployment', async () => {
      const text = deploymentManifest('contended');
      const first = await world.listeners.post(
        world.shown({ deployment: withText(text), pipeline: 'Deploy contended' }),
      );
      const second = await world.listeners.post(world.shown({ deployment: withText(text), user: 'alice@example.com' }));
      expect([second.status, second.body['error']]).toEqual([409, 'in-progress']);
      for (const part of [
        String(first.body['deploymentId']),
        'Deploy contended',
        'contended',
        'shop',
        'alice@example.com',
      ])
        expect(messageOf(second)).toContain(part);
    });

    it('never looks at X-SPINNAKER-USER: who runs the pipeline is asked about', async () => {
      const running = world.shown({ user: 'reader@example.com' });
      const answer = await world.listeners.post(running, { headers: { 'X-SPINNAKER-USER': 'alice@example.com' } });
      expect([answer.status, messageOf(answer)]).toEqual([403, expect.stringContaining('reader@example.com')]);
    });

    it('compares names of users and applications without case, as Fiat and Front50 do', async () => {
      const running = world.shown({ application: 'Shop', user: 'Alice@Example.com' });
      expect((await world.listeners.post({ ...running, application: 'shop', user: 'alice@example.com' })).status).toBe(
        202,
      );
    });
  });
}
