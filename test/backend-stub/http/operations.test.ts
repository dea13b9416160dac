import { fiatView } from '../../spinnaker/fiat.ts';
import { call } from './caller.ts';
import { aRunningStage } from './executions.ts';
import { patience, startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

describe('what the kubelet and Prometheus ask', () => {
  let listeners: Listeners;
  beforeAll(async () => {
    listeners = await startListeners();
  }, patience);
  afterAll(() => listeners.close());

  const get = (path: string) => call(`${listeners.orcaUrl}${path}`);

  it('needs no credential', async () => {
    expect((await get('/health/live')).body).toEqual({ status: 'live' });
    expect((await get('/health/ready')).body).toEqual({ status: 'ready', message: 'This replica takes calls.' });
  });

  it('counts answers by listener, route and code, with no id and nothing that a caller wrote in a label', async () => {
    const running = aRunningStage({ user: 'label-user@example.com', application: 'label-application' });
    listeners.show(running);
    listeners.fiat.set(running.user, fiatView(running.user));
    await listeners.post(running);
    await listeners.status('label-deployment');
    await listeners.as('label-user@example.com', '/v1/deployments?application=label-application');
    await listeners.as('label-user@example.com', '/v1/label-route');
    const { text } = await get('/metrics');
    const count = 'gennaker_http_request_duration_seconds_count';
    for (const labels of [
      'listener="orca",route="/v1/deployments",status="403"',
      'listener="orca",route="/v1/deployments/:id/status",status="404"',
      'listener="people",route="/v1/deployments",status="403"',
      'listener="people",route="none",status="404"',
    ])
      expect(text).toContain(`${count}{${labels}} 1`);
    expect(text).not.toContain('label-');
    expect(text).not.toContain(running.id);
    expect(text).toContain('gennaker_deployments_held 0');
  });

  it('is ready without its database, since polls refused would end stages, and says what is missing', async () => {
    await listeners.store.close();
    const ready = await get('/health/ready');
    expect([ready.status, ready.body['message']]).toEqual([
      200,
      expect.stringMatching(/^The database does not answer/),
    ]);
    expect((await get('/health/live')).status).toBe(200);
  });

  it('is not ready while it shuts down, and yet alive', async () => {
    listeners.readiness.drain();
    const ready = await get('/health/ready');
    expect([ready.status, ready.body]).toEqual([
      503,
      { status: 'not-ready', message: 'This replica is shutting down.' },
    ]);
    expect((await get('/health/live')).status).toBe(200);
  });
});
