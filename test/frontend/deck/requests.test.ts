import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RequestBuilder } from '@spinnaker/core';
import { gateRequest, patchStage } from '../../../frontend/deck/requests.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let answer: Answer;
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => answer(request, response, body));
});
const before = RequestBuilder.defaultHttpClient;

/** As Deck's own client rejects: with what came, or with status -1 when nothing did. */
function call(method: string, url: string, data?: unknown): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(url.replace('http://localhost', `http://127.0.0.1:${port}`), { method });
    outgoing.on('error', () => reject(Object.assign(new Error('network'), { status: -1, xhrStatus: 'error' })));
    outgoing.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        const body: unknown = JSON.parse(text);
        if (status < 400) resolve(body);
        else reject(Object.assign(new Error(String(status)), { status, data: body }));
      });
    });
    outgoing.end(data === undefined ? undefined : JSON.stringify(data));
  });
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const unused = (): Promise<never> => Promise.reject(new Error('not used'));
  RequestBuilder.defaultHttpClient = {
    get: <T>({ url }: { url: string }) => call('GET', url) as Promise<T>,
    post: <T>({ url, data }: { url: string; data?: unknown }) => call('POST', url, data) as Promise<T>,
    put: unused,
    patch: <T>({ url, data }: { url: string; data?: unknown }) => call('PATCH', url, data) as Promise<T>,
    delete: unused,
  };
});
afterAll(() => {
  RequestBuilder.defaultHttpClient = before;
  server.close();
});

describe('a call through Gate', () => {
  const request = gateRequest('gennaker');

  it('goes to the proxy of the service, with what it carries', async () => {
    answer = (incoming, response, body) => response.end(JSON.stringify([incoming.method, incoming.url, body]));
    expect(await request({ method: 'POST', path: ['v1', 'plan'], body: { application: 'shop' } })).toEqual({
      kind: 'answer',
      status: 200,
      body: ['POST', '/gate/proxies/gennaker/v1/plan', '{"application":"shop"}'],
    });
  });

  it('can not be led elsewhere by an id that was written by hand', async () => {
    answer = (incoming, response) => response.end(JSON.stringify(incoming.url));
    const answered = await request({ method: 'GET', path: ['v1', 'deployments', '../../tasks?x=1'] });
    expect(answered).toMatchObject({ body: '/gate/proxies/gennaker/v1/deployments/..%2F..%2Ftasks%3Fx%3D1' });
  });

  it('gives a refusal back with its status and sentence', async () => {
    answer = (_incoming, response) => response.writeHead(409).end('{"error":"stale","message":"It moved on."}');
    expect(await request({ method: 'GET', path: ['v1', 'accounts'] })).toEqual({
      kind: 'answer',
      status: 409,
      body: { error: 'stale', message: 'It moved on.' },
    });
  });

  it('says that nothing came back, when nothing did', async () => {
    answer = (incoming) => incoming.socket.destroy();
    expect(await request({ method: 'GET', path: ['v1', 'accounts'] })).toEqual({
      kind: 'no-answer',
      why: 'Gate could not be reached',
    });
  });
});

describe('what is laid on a stage', () => {
  const place = { executionId: '01E', stageId: '../01S' };

  it('goes to Gate itself, to that stage and nowhere else', async () => {
    answer = (incoming, response, body) => response.end(JSON.stringify([incoming.method, incoming.url, body]));
    expect(await patchStage(place, { gennakerDecision: 1 })).toEqual({
      kind: 'answer',
      status: 200,
      body: ['PATCH', '/gate/pipelines/01E/stages/..%2F01S', '{"gennakerDecision":1}'],
    });
  });

  it('may be refused there', async () => {
    answer = (_incoming, response) => response.writeHead(403).end('{"message":"Access denied."}');
    expect(await patchStage(place, {})).toEqual({ kind: 'answer', status: 403, body: { message: 'Access denied.' } });
  });
});
