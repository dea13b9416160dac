import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { SmallService } from '../spinnaker/small-service.ts';
import { identityCookie } from './gate/identity.ts';
import { routeProxy } from './gate/proxy.ts';
import { playgroundUsers } from './users.ts';

const users = playgroundUsers('test');
const [alice, releaser] = users;

describe('the proxy of Gate', () => {
  const app: FastifyInstance = fastify();
  let service: SmallService;
  let uri: string;

  beforeAll(async () => {
    service = await SmallService.start(() => ({ status: 200, body: { ok: true } }));
    const parts = {
      users,
      get proxies() {
        return [{ id: 'gennaker', uri }];
      },
    };
    await app.register(async (gate) => routeProxy(gate, parts), { prefix: '/gate' });
  });
  beforeEach(() => {
    uri = service.url;
    service.insteadAnswer();
    service.asked.length = 0;
  });
  afterAll(async () => {
    await app.close();
    await service.close();
  });

  it('says who is asking, by the identity that was chosen and by nothing else', async () => {
    const cookie = releaser === undefined ? '' : identityCookie(releaser);
    const headers = { cookie, 'x-spinnaker-user': 'admin@example.com', 'x-forged': 'yes' };
    await app.inject({ url: '/gate/proxies/gennaker/v1/accounts', headers });
    expect(service.asked[0]?.headers).toMatchObject({
      'x-spinnaker-user': releaser?.name,
      'x-spinnaker-user-origin': 'api',
    });
    expect(service.asked[0]?.headers).not.toHaveProperty('x-forged');
    expect(service.asked[0]?.headers).not.toHaveProperty('cookie');
  });

  it('takes somebody unknown for the first user', async () => {
    const headers = { cookie: 'gennaker-playground-user=mallory%40example.com' };
    await app.inject({ url: '/gate/proxies/gennaker/v1/accounts', headers });
    expect(service.asked[0]?.headers['x-spinnaker-user']).toBe(alice?.name);
  });

  it('keeps the path, and of a repeated query key the first value', async () => {
    await app.inject({ url: '/gate/proxies/gennaker/v1/deployments/a%2Fb?limit=1&limit=2&more=3' });
    expect(service.asked[0]?.path).toBe('/v1/deployments/a%2Fb?limit=1&more=3');
  });

  it('leads to what the profile of Gate names, whatever the case, and nowhere else', async () => {
    expect((await app.inject({ url: '/gate/proxies/Gennaker/v1/accounts' })).statusCode).toBe(200);
    service.asked.length = 0;
    await app.inject({ url: '/gate/proxies/other/v1/accounts' });
    expect(service.asked).toEqual([]);
  });

  it('sends a body as JSON', async () => {
    await app.inject({ method: 'POST', url: '/gate/proxies/gennaker/v1/plan', payload: { application: 'shop' } });
    expect(service.asked[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('hands a refusal on as it is', async () => {
    service.insteadAnswer({ status: 403, body: { message: 'You may not.' } });
    const answer = await app.inject({ url: '/gate/proxies/gennaker/v1/accounts' });
    expect([answer.statusCode, answer.json()]).toEqual([403, { message: 'You may not.' }]);
    expect(answer.headers['x-proxy-status-code']).toBe('403');
  });

  it('makes a 502 without a sentence out of a failure', async () => {
    service.insteadAnswer({ status: 503, body: { message: 'The store is away.' } });
    const answer = await app.inject({ url: '/gate/proxies/gennaker/v1/accounts' });
    expect([answer.statusCode, answer.body]).toEqual([502, '']);
  });

  it('makes a 502 out of nobody there', async () => {
    uri = 'http://127.0.0.1:1';
    const answer = await app.inject({ url: '/gate/proxies/gennaker/v1/accounts' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([502, expect.stringContaining('text/plain')]);
  });

  it.each([
    ['PATCH', '/gate/proxies/gennaker/v1/accounts', 404],
    ['GET', '/gate/proxies/other/v1/accounts', 400],
  ] as const)('forwards no %s %s', async (method, url, status) => {
    const answer = await app.inject({ method, url });
    expect([answer.statusCode, service.asked]).toEqual([status, []]);
  });
});
