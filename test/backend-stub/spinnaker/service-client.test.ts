import { createServer, type RequestListener, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { NoAnswer } from '../../../backend-stub/spinnaker/errors.ts';
import { serviceClient } from '../../../backend-stub/spinnaker/service-client.ts';

describe('reading from a service', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  });

  async function listen(respond: RequestListener): Promise<string> {
    const listening = createServer(respond);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
    return `http://127.0.0.1:${address.port}`;
  }
  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it('ends on time although a byte comes now and then', async () => {
    const drips: NodeJS.Timeout[] = [];
    const url = await listen((_request, response) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write(' '), 10));
    });
    const error = await failure(serviceClient({ url, timeoutMilliseconds: 100 }).get('/'));
    drips.forEach(clearInterval);
    expect(error).toBeInstanceOf(NoAnswer);
    expect(String(error)).toContain('within 100 ms');
  });

  it('takes no more than its limit, counted unpacked', async () => {
    const bomb = gzipSync('0'.repeat(1_000_000));
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb);
    });
    expect(bomb.length).toBeLessThan(10_000);
    expect(await failure(serviceClient({ url, responseByteLimit: 10_000 }).get('/'))).toBeInstanceOf(NoAnswer);
    expect((await serviceClient({ url, responseByteLimit: 1_000_000 }).get('/')).text).toHaveLength(1_000_000);
  });

  it('is no answer when the connection is cut in the middle of it', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('[');
      setImmediate(() => response.destroy());
    });
    expect(await failure(serviceClient({ url }).get('/'))).toBeInstanceOf(NoAnswer);
  });

  it('keeps a path in the base URL', async () => {
    const url = await listen((request, response) => response.end(request.url));
    expect((await serviceClient({ url: `${url}/orca/` }).get('/pipelines/1?a=b')).text).toBe('/orca/pipelines/1?a=b');
  });

  it('uses one connection for one call after the other', async () => {
    const ports = new Set<number | undefined>();
    const url = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    const client = serviceClient({ url });
    for (let call = 0; call < 5; call += 1) await client.get('/');
    expect(ports.size).toBe(1);
  });

  it('passes by the proxy of the environment', async () => {
    const before = process.env.http_proxy;
    process.env.http_proxy = 'http://127.0.0.1:9';
    const url = await listen((_request, response) => response.end('direct'));
    const answer = await serviceClient({ url }).get('/');
    if (before === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = before;
    expect(answer.text).toBe('direct');
  });

  it('keeps what lies under a failure as its cause, without the request and its headers', async () => {
    const url = await listen(() => undefined);
    const closed = url.replace(/\d+$/, '1');
    const error = await failure(
      serviceClient({ url: closed }).get('/', { 'X-SPINNAKER-USER': 'gennaker@example.com' }),
    );
    const cause = error instanceof Error ? error.cause : undefined;
    expect(cause).toHaveProperty('code', 'ECONNREFUSED');
    expect(cause).not.toHaveProperty('config');
    expect(cause).not.toHaveProperty('request');
  });
});
