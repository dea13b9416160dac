import * as fc from 'fast-check';
import { securityHeaders } from '../../../backend-stub/http/security-headers.ts';
import { call } from './caller.ts';
import { bearer, patience, startListeners, tokens } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import { send } from './raw-request.ts';
import type { RawAnswer } from './raw-request.ts';

let listeners: Listeners;
beforeAll(async () => {
  listeners = await startListeners();
}, patience);
afterAll(() => listeners.close());

const alice = 'alice@example.com';
const fourParts = /^\S.* was refused: \S.*[.!?] \S.*[.!?]$/s;

interface Request {
  readonly listener: 'orca' | 'people';
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array;
}

/** As an authenticated caller, byte by byte. */
function ask({ listener, method, path, type, body }: Request): Promise<RawAnswer> {
  const url = listener === 'orca' ? listeners.orcaUrl : listeners.peopleUrl;
  const head = [
    `${method} ${path} HTTP/1.1`,
    'Host: gennaker.example.com',
    `X-SPINNAKER-USER: ${alice}`,
    `Authorization: Bearer ${tokens[0]}`,
    ...['Execution-Id', 'Stage-Id', 'Attempt', 'Application', 'Run-As'].map((name) => `X-Spin-${name}: x`),
    ...(type === '' ? [] : [`Content-Type: ${type}`]),
    `Content-Length: ${body.length}`,
  ];
  return send(url, `${head.join('\r\n')}\r\n\r\n`, body);
}

function expectRefusal({ status, head, body }: RawAnswer): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(head.toLowerCase()).toContain('content-type: application/json');
  expect(body).toEqual({ error: expect.any(String), message: expect.stringMatching(fourParts) });
  expect(JSON.stringify(body)).not.toMatch(/\$\{|node:|node_modules|\.ts\b|\n\s+at /);
}

const both = [['orca'], ['people']] as const;

describe.each(both)('the listener for %s', (listener) => {
  const url = (): string => (listener === 'orca' ? listeners.orcaUrl : listeners.peopleUrl);
  const request = (part: Partial<Request>): Promise<RawAnswer> =>
    ask({ listener, method: 'GET', path: '/v1/openapi.json', type: '', body: Buffer.alloc(0), ...part });

  const cases: readonly (readonly [string, number, string])[] = [
    ['an address that is not encoded', 400, 'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an address of five thousand signs', 414, `GET /${'a'.repeat(5000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['20 KiB of headers', 431, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_480)}\r\n\r\n`],
    ['a method that is none', 400, 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a method that no route has', 404, 'PROPFIND /v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'],
    [
      'two lengths',
      400,
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an expression in its address', 404, 'GET /${1+1} HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['the address of another server', 404, 'GET http://elsewhere.example.com/v1/x HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no HTTP at all', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ];
  it.each(cases)('refuses %s by %i, in JSON and four parts', async (_case, status, bytes) => {
    const answer = await send(url(), bytes);
    expectRefusal(answer);
    expect(answer.status).toBe(status);
  });

  it.each([
    ['one key', '?a=1'],
    ['a key of every object', '?__proto__=1'],
    ['a path of keys', '?constructor[prototype][a]=1'],
    ['one key nine hundred times', `?${'a=1&'.repeat(900)}`],
  ])('refuses a query with %s that no route knows, by name', async (_case, query) => {
    for (const path of [
      '/v1/openapi.json',
      ...(listener === 'orca' ? ['/metrics', '/health/ready'] : ['/v1/accounts']),
    ]) {
      const answer = await request({ path: `${path}${query}` });
      expectRefusal(answer);
      const name = query.slice(1).split(/[=&]/)[0] ?? '';
      expect([answer.status, answer.body['message']]).toEqual([400, expect.stringContaining(`the query has "${name}`)]);
    }
  });

  it('tells a browser that its answers are no pages', async () => {
    for (const path of ['/v1/openapi.json', '/nothing', '/%zz']) {
      const { head } = await request({ path });
      for (const [name, value] of Object.entries(securityHeaders))
        expect(head.toLowerCase()).toContain(`${name}: ${value}`.toLowerCase());
    }
  });
});

describe('a body', () => {
  const routes = [
    ['orca', '/v1/deployments'],
    ['orca', '/v1/cancel'],
    ['people', '/v1/plan'],
    ['people', '/v1/deployments/00000000-0000-0000-0000-000000000000/decisions'],
    ['people', '/v1/deployments/00000000-0000-0000-0000-000000000000/give-back'],
  ] as const;
  const json = 'application/json';
  const cases: readonly (readonly [string, string, string | Uint8Array, number])[] = [
    ['no UTF-8', json, Buffer.from('{"a\xff":1}', 'latin1'), 400],
    ['UTF-16', json, Buffer.from('{"a":1}', 'utf16le'), 400],
    ['nested deeper than any stage', json, `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400],
    ['half of it', json, '{"a":', 400],
    ['nothing', json, '', 400],
    ['a key that would change what objects are', json, '{"__proto__":{"admin":true}}', 400],
    ['another one', json, '{"constructor":{"prototype":{"admin":true}}}', 400],
    ['plain text', 'text/plain', '{}', 415],
    ['a form', 'application/x-www-form-urlencoded', 'a=1', 415],
    ['of a type that is none', '{}', '{}', 415],
    ['of no type', '', '{}', 415],
  ];
  it.each(cases)('that is %s is refused on every route', async (_case, type, body, status) => {
    for (const [listener, path] of routes) {
      const answer = await ask({ listener, method: 'POST', path, type, body: Buffer.from(body) });
      expectRefusal(answer);
      expect([path, answer.status]).toEqual([path, status]);
    }
  });

  it('of a million values is refused where a manifest may be, and as too large where not', async () => {
    const body = Buffer.from(`[${'0,'.repeat(1_000_000)}0]`);
    for (const [listener, path] of routes) {
      const answer = await ask({ listener, method: 'POST', path, type: json, body });
      expectRefusal(answer);
      const mayBeLarge = path === '/v1/deployments' || path === '/v1/plan';
      expect([path, answer.status]).toEqual([path, mayBeLarge ? 400 : 413]);
    }
  });

  it.each([
    ['orca', '/v1/deployments', 9 * 1024 * 1024],
    ['orca', '/v1/cancel', 65_537],
    ['people', '/v1/plan', 9 * 1024 * 1024],
    ['people', '/v1/deployments/a/decisions', 65_537],
    ['people', '/v1/deployments/a/give-back', 65_537],
  ] as const)('of %s %s may not have %i bytes, and is refused before they are there', async (listener, path, bytes) => {
    const url = listener === 'orca' ? listeners.orcaUrl : listeners.peopleUrl;
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      `X-SPINNAKER-USER: ${alice}`,
      `Authorization: Bearer ${tokens[0]}`,
    ];
    const head = [...lines, `Content-Type: ${json}`, `Content-Length: ${bytes}`, '', ''];
    const answer = await send(url, head.join('\r\n'));
    expectRefusal(answer);
    expect(answer.status).toBe(413);
  });

  it('that does not come is not waited for longer than the listener says, and is answered', async () => {
    const head = ['POST /v1/cancel HTTP/1.1', 'Host: x', `Authorization: Bearer ${tokens[0]}`, `Content-Type: ${json}`];
    const answer = await send(listeners.orcaUrl, [...head, 'Content-Length: 5', '', '{'].join('\r\n'));
    expectRefusal(answer);
    expect(answer.status).toBe(408);
  }, 60_000);
});

/** Keys and values that programs have stumbled over. */
const word = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    '\u0000',
    '\ud800',
    '${1+1}',
  ),
  fc.constantFrom(
    'targets',
    'manifest',
    'strategy',
    'canary',
    'steps',
    'pause',
    'action',
    'seen',
    'comment',
    'deployment',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(1e308, -0, 2 ** 53, -1, 0.1));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(word, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie('any')), { maxLength: 5 }).map(Object.fromEntries),
  ),
})).any;
const text = fc.oneof(
  { weight: 6, arbitrary: value.map((made) => JSON.stringify(made) ?? 'null') },
  // One key twice, a number that no double holds, and depth.
  fc.tuple(word, value, value).map(([key, one, other]) => {
    const name = JSON.stringify(key);
    return `{${name}:${JSON.stringify(one) ?? 1},${name}:${JSON.stringify(other) ?? 2}}`;
  }),
  fc.constantFrom('1e999', '-1e999', `${'9'.repeat(5000)}`, '[1e400,{"a":1e-400}]', '\ufeff{}', '{"a":1}}', 'NaN'),
  fc.nat(300).map((depth) => `${'{"deployment":'.repeat(depth)}1${'}'.repeat(depth)}`),
);
const body = fc.oneof(
  { weight: 8, arbitrary: text.map((json) => Buffer.from(json)) },
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
);
const type = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('application/json', 'application/json; charset=utf-8') },
  fc.constantFrom(
    '',
    'text/plain',
    'application/xml',
    'application/json; charset=utf-16',
    'multipart/form-data',
    'a/b;c',
  ),
);
const segment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('v1', 'deployments', 'plan', 'decisions', 'status', 'cancel', 'give-back') },
  word.map((name) => encodeURIComponent(name.replace(/[\ud800-\udfff]/g, '?'))),
);
const path = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('/v1/deployments', '/v1/cancel', '/v1/plan', '/v1/deployments/a/decisions') },
  fc.array(segment, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
  fc.webQueryParameters().map((query) => `/v1/deployments?${query.replaceAll("'", '')}`),
);
const method = fc.oneof(
  { weight: 8, arbitrary: fc.constant('POST') },
  fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH'),
);
const anyRequest = fc.record({ listener: fc.constantFrom('orca', 'people'), method, path, type, body });

describe('any request at all', () => {
  it('is answered in JSON, never by a fault, and a refusal has its four parts', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (request) => {
        const answer = await ask(request);
        expect(answer.status).toBeGreaterThanOrEqual(200);
        if (answer.status < 300) expect(answer.head.toLowerCase()).toContain('content-type: application/json');
        else expectRefusal(answer);
      }),
      { numRuns: 1500 },
    );
  }, 120_000);

  it('leaves the listeners as they were: they still answer, and no object has gained a key', async () => {
    const accounts = await call(`${listeners.peopleUrl}/v1/accounts`, { headers: { 'X-SPINNAKER-USER': alice } });
    const poll = await call(`${listeners.orcaUrl}/v1/deployments/x/status`, { headers: bearer() });
    expect([accounts.status, poll.status, Object.keys(Object.prototype)]).toEqual([200, 404, []]);
  });
});
