import { request } from 'node:https';
import type { RequestOptions } from 'node:https';
import { connect } from 'node:tls';
import { pino } from 'pino';
import { parseConfig } from '../../backend-stub/config.ts';
import { Metrics } from '../../backend-stub/http/metrics.ts';
import { Readiness } from '../../backend-stub/http/readiness.ts';
import { createListeners } from '../../backend-stub/listeners.ts';
import type { Addresses, ServiceListeners } from '../../backend-stub/listeners.ts';
import { stringify } from 'yaml';
import { Authority } from './certificates.ts';
import type { Certified } from './certificates.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { call } from './http/caller.ts';
import { unaskedByOrca, unaskedByPeople } from './http/unasked-use-cases.ts';
import { patiently } from './patiently.ts';

const token = 'the-bearer-of-orca';
const bearer = { Authorization: `Bearer ${token}` };

let files: ConfigurationFiles;
let own: Authority;
let foreign: Authority;
let server: Certified;
let orcas: Certified;
let listeners: ServiceListeners;
let addresses: Addresses;
let logged: string[];

beforeAll(() => {
  files = new ConfigurationFiles();
  own = new Authority('Own authority');
  foreign = new Authority('Foreign authority');
  server = own.sign('gennaker');
  orcas = own.sign('orca');
});
afterAll(() => {
  files.remove();
  own.remove();
  foreign.remove();
});

beforeEach(async () => {
  logged = [];
  const tls = {
    certificateFile: files.write('server.crt', server.certificate),
    keyFile: files.write('server.key', server.key),
    clientCaFile: files.write('client-ca.crt', own.certificate),
  };
  const local = { host: '127.0.0.1', port: 0 };
  const config = parseConfig(
    'gennaker.yaml',
    stringify({
      listeners: { orca: { ...local, tls }, people: { ...local, tls }, operations: local },
      publicUrl: 'https://gennaker.gennaker.svc:8081',
      orca: { url: 'http://127.0.0.1:1', readAs: 'reader', bearerFiles: [files.write('bearer', token)] },
      access: 'open',
      postgres: { urlFile: files.write('url', 'postgres://localhost/gennaker') },
      accounts: [{ name: 'prod', inCluster: true }],
    }),
  );
  const accounts = async () => [];
  listeners = await createListeners({
    config,
    useCases: {
      orca: { ...unaskedByOrca, statusAtHand: () => undefined, status: async () => undefined },
      people: { ...unaskedByPeople, access: 'open', accounts },
    },
    log: pino({}, { write: (line: string) => void logged.push(line) }),
    metrics: new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] }),
    readiness: new Readiness({ health: async () => undefined }),
    clock: { elapsed: () => 0 },
    renewing: { intervalMilliseconds: 2 },
  });
  addresses = await listeners.listen();
});
afterEach(() => listeners.close());

/** A status code, or `no connection`. A new connection for each call. */
async function ask(
  url: string,
  { client, headers = {}, ca = own }: { client?: Certified; headers?: object; ca?: Authority } = {},
): Promise<number | 'no connection'> {
  const shown = client === undefined ? {} : { cert: client.certificate, key: client.key };
  const options: RequestOptions = { agent: false, ca: ca.certificate, headers: { ...headers }, ...shown };
  return new Promise((resolve) => {
    request(url, options, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', () => resolve('no connection'))
      .end();
  });
}
/** 404: let in, and there is no such deployment. */
const status = (): string => `${addresses.orcaUrl}/v1/deployments/any/status`;

describe('with an authority for clients, the listener for Orca', () => {
  it('lets in who brings a certificate of it and the bearer', async () => {
    expect(await ask(status(), { client: orcas, headers: bearer })).toBe(404);
  });

  it('does not take the certificate instead of the bearer, nor the bearer instead of the certificate', async () => {
    expect(await ask(status(), { client: orcas })).toBe(401);
    expect(await ask(status(), { client: orcas, headers: { Authorization: 'Bearer of-something-else' } })).toBe(401);
    expect(await ask(status(), { headers: bearer })).toBe('no connection');
  });

  it.each<readonly [string, () => Certified]>([
    ['that has expired', () => own.sign('orca', { from: -30, until: -1 })],
    ['that is not valid yet', () => own.sign('orca', { from: 1, until: 30 })],
    ['of another authority', () => foreign.sign('orca')],
  ])('closes the connection on a certificate %s, whatever bearer comes with it', async (_case, certificate) => {
    const client = certificate();
    expect(await ask(status(), { client, headers: bearer })).toBe('no connection');
  });

  it('speaks no plain HTTP', async () => {
    await expect(call(status().replace('https:', 'http:'), { headers: bearer })).rejects.toThrow();
  });

  it('leaves health and metrics to a plain port of their own, which has nothing else', async () => {
    const { operationsUrl = '' } = addresses;
    expect((await call(`${operationsUrl}/health/ready`)).status).toBe(200);
    expect((await call(`${operationsUrl}/health/live`)).status).toBe(200);
    expect((await call(`${operationsUrl}/metrics`)).text).toContain('gennaker_files_stale{key="listeners.orca.tls"} 0');
    expect((await call(`${operationsUrl}/v1/deployments/any/status`, { headers: bearer })).status).toBe(404);
    for (const path of ['/health/live', '/health/ready', '/metrics'])
      expect(await ask(`${addresses.orcaUrl}${path}`, { client: orcas, headers: bearer })).toBe(404);
  });
});

it('the listener for people asks for a certificate too, where it is told to', async () => {
  expect(await ask(`${addresses.peopleUrl}/v1/accounts`)).toBe('no connection');
  expect(await ask(`${addresses.peopleUrl}/v1/accounts`, { client: orcas })).toBe(200);
});

describe('certificates are read again when their files change:', () => {
  it('the authority of clients, and a ticket of an earlier connection lets nobody in again', async () => {
    const { port } = new URL(addresses.orcaUrl);
    const options = {
      host: '127.0.0.1',
      port: Number(port),
      ca: own.certificate,
      cert: orcas.certificate,
      key: orcas.key,
    };
    const session = await new Promise<Buffer>((resolve) => {
      const socket = connect(options).once('session', (ticket: Buffer) => {
        resolve(ticket);
        socket.destroy();
      });
      socket.on('secureConnect', () => socket.write('GET /v1/deployments HTTP/1.1\r\nHost: gennaker\r\n\r\n'));
    });
    const resumed = await new Promise<boolean>((resolve) => {
      const socket = connect({ ...options, session }, () => {
        resolve(socket.isSessionReused());
        socket.destroy();
      });
    });
    files.write('client-ca.crt', foreign.certificate);
    const newcomer = foreign.sign('orca');
    await patiently(async () => (await ask(status(), { client: newcomer, headers: bearer })) === 404);
    expect(await ask(status(), { client: orcas, headers: bearer })).toBe('no connection');
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect({ ...options, session });
      socket.on('secureConnect', () => socket.write('GET /v1/deployments HTTP/1.1\r\nHost: gennaker\r\n\r\n'));
      socket.once('data', () => {
        resolve(true);
        socket.destroy();
      });
      socket.once('error', () => resolve(false)).once('close', () => resolve(false));
    });
    expect([resumed, answered]).toEqual([true, false]);
  });

  it('its own certificate with its key, once both are there', async () => {
    const next = foreign.sign('gennaker');
    files.write('server.crt', next.certificate);
    await patiently(() => logged.some((line) => line.includes('keyFile holds the key of another certificate')));
    expect(await ask(status(), { client: orcas, headers: bearer })).toBe(404);
    files.write('server.key', next.key);
    await patiently(async () => (await ask(status(), { client: orcas, headers: bearer, ca: foreign })) === 404);
    expect(logged.join()).not.toContain('PRIVATE KEY');
  });

  it('but not ones that can not be used', async () => {
    files.write('client-ca.crt', 'nothing');
    const { operationsUrl = '' } = addresses;
    const stale = 'gennaker_files_stale{key="listeners.orca.tls"} 1';
    await patiently(async () => (await call(`${operationsUrl}/metrics`)).text.includes(stale));
    expect(await ask(status(), { client: orcas, headers: bearer })).toBe(404);
    expect(await ask(status(), { client: foreign.sign('orca'), headers: bearer })).toBe('no connection');
  });
});
