import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { listAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { administrator, alice, executor, reader } from '../stage/people.ts';
import { until } from '../stage/pipeline.ts';
import { identityCookieName } from './gate/identity.ts';
import { startPlainPlayground } from './plain-playground.ts';
import type { PlainPlayground } from './plain-playground.ts';
import type { Playground } from './playground.ts';
import { printConfiguration } from './printed-configuration.ts';
import { samplePipeline } from './sample.ts';

// The first start on a machine bundles Deck.
jest.setTimeout(60_000);

describe('the Gate of the playground', () => {
  const logged: string[] = [];
  let plain: PlainPlayground;
  let playground: Playground;

  beforeAll(async () => {
    plain = await startPlainPlayground({ log: (line) => logged.push(line) });
    ({ playground } = plain);
  });
  afterAll(() => plain.close());

  async function ask(user: string, call: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const [method = '', path = ''] = call.split(' ');
    const answer = await fetch(`${playground.url}/gate${path}`, {
      method,
      headers: { cookie: `${identityCookieName}=${user}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  }

  it('names our plugin in its manifest and serves it', async () => {
    const { body } = await ask(alice, 'GET /plugins/deck/plugin-manifest.json');
    expect(body).toEqual([{ id: 'Gennaker.Progressive', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) }]);
    const [entry] = Array.isArray(body) ? body : [];
    const path = `/gate/plugins/deck/${textAt(entry, 'id')}/${textAt(entry, 'version')}/index.js`;
    const asset = await fetch(`${playground.url}${path}`);
    expect([asset.headers.get('content-type'), await asset.text()]).toEqual([
      'application/javascript',
      expect.any(String),
    ]);
  });

  it('has in the settings of Deck what npm run config prints for settings-local.js, and nothing else of ours', async () => {
    const settings = await (await fetch(`${playground.url}/settings.js`)).text();
    const { plugin } = printConfiguration('http://127.0.0.1:1');
    expect(plugin.settings).toContain('"proxyId": "gennaker"');
    expect(settings.endsWith(plugin.settings)).toBe(true);
    expect(settings.replace(plugin.settings, '')).not.toMatch(/gennaker/i);
  });

  it('is an installation of which the doctor finds nothing wrong', async () => {
    const { status, body } = await ask(administrator, 'GET /proxies/gennaker/v1/doctor');
    expect(status).toBe(200);
    const wrong = listAt(body, 'findings').filter((finding) => textAt(finding, 'verdict') === 'wrong');
    expect(wrong).toEqual([]);
  });

  it('knows the applications that somebody may read', async () => {
    expect((await ask(reader, 'GET /applications')).body).toEqual([
      expect.objectContaining({ name: 'shop' }),
      expect.objectContaining({ name: 'shop-jobs' }),
    ]);
  });

  it('lists the preconfigured webhook of plugin.yaml, as Orca tells Gate', async () => {
    const { body } = await ask(alice, 'GET /webhooks/preconfigured');
    const preconfiguredProperties = expect.arrayContaining(['url', 'payload', 'cancelEndpoint']);
    expect(body).toEqual([expect.objectContaining({ type: 'kubernetesProgressive', preconfiguredProperties })]);
    expect(JSON.stringify(body)).not.toContain('Bearer');
  });

  it.each([
    [reader, 403],
    [executor, 202],
    [administrator, 202],
  ])('lets who may execute the application start its pipeline: %s', async (user, status) => {
    expect((await ask(user, `POST /pipelines/v2/shop/${encodeURIComponent(samplePipeline)}`, {})).status).toBe(status);
  });

  it('starts an execution as who is signed in, whatever the body says', async () => {
    const started = await ask(alice, `POST /pipelines/shop/${encodeURIComponent(samplePipeline)}`, { user: 'mallory' });
    const { body } = await ask(reader, `GET ${textAt(started.body, 'ref')}`);
    expect(body).toMatchObject({ authentication: { user: alice }, pipelineConfigId: playground.pipeline.id });
  });

  it('lists executions by status, with and without what their stages hold', async () => {
    const { ledger, pipeline } = playground;
    const id = ledger.start({ ...pipeline, stages: [{ type: 'wait', name: 'Wait', waitTime: 3600 }] }, alice);
    await ask(executor, `PUT /pipelines/${id}/cancel?reason=enough`);
    await until('it is canceled', () => (playground.orca.execution(id)?.status === 'CANCELED' ? true : undefined));
    const { body } = await ask(reader, 'GET /applications/shop/pipelines?expand=false&statuses=CANCELED');
    const stage = expect.objectContaining({ context: {}, tasks: [] });
    expect(body).toContainEqual(
      expect.objectContaining({ id, canceledBy: executor, cancellationReason: 'enough', stages: [stage] }),
    );
  });

  it('saves pipelines of those who may write to the application', async () => {
    const pipeline = { application: 'shop', name: 'Another one', stages: [] };
    const refused = await ask(executor, 'POST /pipelines?staleCheck=true', pipeline);
    expect([refused.status, textAt(refused.body, 'message')]).toEqual([400, expect.stringContaining('Status: 403')]);
    expect(await ask(alice, 'POST /pipelines?staleCheck=true', pipeline)).toEqual({ status: 200, body: '' });
    const { body } = await ask(reader, 'GET /applications/shop/pipelineConfigs/Another%20one');
    expect(body).toMatchObject({ ...pipeline, lastModifiedBy: alice, id: expect.any(String) });
  });

  it('hands calls to the service on as the person who is signed in', async () => {
    const { body } = await ask(reader, 'GET /proxies/gennaker/v1/accounts');
    expect(body).toMatchObject({ accounts: [{ name: 'simulated-cluster', authorized: false }] });
  });

  it('says once that it has no such route', async () => {
    expect((await ask(alice, 'GET /nowhere')).status).toBe(404);
    expect((await ask(alice, 'GET /nowhere')).status).toBe(404);
    expect(logged).toEqual(['no such route: GET /gate/nowhere']);
  });

  it.each([
    ['from a page of elsewhere', { origin: 'http://elsewhere.example.com' }],
    ['by another name of this machine', { host: 'rebound.example.com' }],
  ])('answers nothing %s', async (_, headers) => {
    // A browser's own `fetch` sets neither, and Node's lets nobody set the host.
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request(`${playground.url}/gate/auth/user`, { headers }, (answer) => resolve(answer.resume().statusCode)).end(),
    );
    expect(status).toBe(403);
  });
});
