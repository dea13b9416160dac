import { createServer } from 'node:http';
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';
import type { TokenClaims } from '../../../backend-stub/access/machine-caller.ts';
import type { Refusal } from '../../../backend-stub/contract/refusal.ts';
import { IssuerUnavailable } from '../../../backend-stub/oidc/errors.ts';
import { machineTokens } from '../../../backend-stub/oidc/machine-tokens.ts';
import type { Issuer } from '../../../backend-stub/oidc/machine-tokens.ts';
import type { MachineTokens } from '../../../backend-stub/ports.ts';
import { RealIssuer, audience } from '../../oidc/issuer.ts';
import { patiently } from '../patiently.ts';

const skew = 30;
let issuer: RealIssuer;
/** How far the service's clock is from the issuer's, in seconds. */
let ahead = 0;
const clock = {
  now: () => new Date(Date.now() + ahead * 1000),
  elapsed: () => performance.now(),
};

beforeEach(async () => {
  ahead = 0;
  issuer = await RealIssuer.start([
    { id: 'ci', claims: { tenant: 'acme/production' } },
    { id: 'placeless', claims: {} },
  ]);
});
afterEach(() => issuer.down());

function tokens(changes: Partial<Issuer> = {}, times: { keep?: number; cooldown?: number } = {}): MachineTokens {
  const from = { issuer: issuer.url, audience, tenantClaims: ['tenant'], clockSkewSeconds: skew, ...changes };
  return machineTokens(from, { clock, keyTimes: { keep: 600_000, cooldown: 1, afterFailure: 0, ...times } });
}

const good: TokenClaims = {
  subject: 'ci',
  scopes: ['deployments:run', 'infrastructure:read', 'administer'],
  tenant: 'acme/production',
};
const refused = (why: string): Refusal => ({
  kind: 'refused',
  reason: 'not-authenticated',
  sentence: `The call was refused: ${why}. Ask ${issuer.url} for a new token by client credentials, meant for ${audience}.`,
});

describe('a token of the issuer', () => {
  it('says who, for which tenant and with which scopes', async () => {
    expect(await tokens().read(await issuer.token('ci'))).toEqual(good);
    expect(await tokens().read(await issuer.token('ci', { scope: 'administer' }))).toEqual({
      ...good,
      scopes: ['administer'],
    });
  });

  it('has no tenant where the issuer says none', async () => {
    expect(await tokens().read(await issuer.token('placeless'))).toEqual({
      subject: 'placeless',
      scopes: good.scopes,
    });
  });

  it('may name its organisation and its environment in two claims, of which neither holds a slash', async () => {
    const two = tokens({ tenantClaims: ['org', 'env'] });
    const read = async (claims: Readonly<Record<string, unknown>>) => two.read(await issuer.signed(claims));
    expect(await read({ org: 'acme', env: 'production' })).toMatchObject({ tenant: 'acme/production' });
    for (const unclear of [
      { org: 'acme/x', env: 'production' },
      { org: 'acme', env: 'x/production' },
      { org: 'acme' },
      { org: 'acme', env: ' ' },
      { org: 'acme', env: ['production'] },
      { org: 'acme', env: 3 },
    ])
      expect(await read(unclear)).toEqual({ subject: 'ci', scopes: [] });
  });

  it.each([
    ['a text', { scope: 'administer  deployments:run' }],
    ['a list under scp', { scp: ['administer', 7, 'deployments:run'] }],
    ['a text under scp', { scp: 'administer deployments:run' }],
  ])('may write its scopes as %s', async (_case, claims) => {
    expect(await tokens().read(await issuer.signed(claims))).toMatchObject({
      scopes: ['administer', 'deployments:run'],
    });
  });

  it('is good for the clock skew after its end, and not longer', async () => {
    const token = await issuer.signed({}, { until: 100 });
    ahead = 100 + 1;
    expect(await tokens().read(token)).toMatchObject({ subject: 'ci' });
    ahead = 100 + skew + 5;
    expect(await tokens().read(token)).toEqual(refused('its token has expired'));
    expect(await tokens().read(await issuer.token('ci'))).toEqual(good);
    ahead = 600 + skew + 5;
    expect(await tokens().read(await issuer.token('ci'))).toEqual(refused('its token has expired'));
  });

  it('that begins within the clock skew is good, and one that begins later is not valid yet', async () => {
    expect(await tokens().read(await issuer.signed({}, { from: skew - 1 }))).toMatchObject({ subject: 'ci' });
    expect(await tokens().read(await issuer.signed({}, { from: skew + 300 }))).toEqual(
      refused('its token is not valid yet'),
    );
  });
});

describe('a token is refused', () => {
  it('when it is meant for another service', async () => {
    const elsewhere = await issuer.token('ci', { resource: 'https://elsewhere.example.com' });
    expect(await tokens().read(elsewhere)).toEqual(refused('its token is meant for another service'));
    expect(await tokens().read(await issuer.signed({ aud: [] }))).toEqual(
      refused('its token is meant for another service'),
    );
  });

  it('when another issuer signed it, whatever name it takes, or the same keys say another issuer', async () => {
    const other = await RealIssuer.start([{ id: 'ci', claims: {} }]);
    try {
      // Its key has the same name as ours, and another value.
      expect(await tokens().read(await other.token('ci'))).toEqual(refused('the signature of its token is wrong'));
      expect(await tokens().read(await issuer.signed({ iss: other.url }))).toEqual(
        refused('its token is of another issuer'),
      );
      expect(await tokens().read(await issuer.signed({ iss: `${issuer.url}/` }))).toEqual(
        refused('its token is of another issuer'),
      );
    } finally {
      await other.down();
    }
  });

  it.each([['exp'], ['sub']])('when it does not say %s', async (claim) => {
    expect(await tokens().read(await issuer.signed({ [claim]: undefined }))).toEqual(
      refused('its token lacks what every token must say, or says it in another form'),
    );
  });

  it('when its subject is empty', async () => {
    expect(await tokens().read(await issuer.signed({ sub: '' }))).toEqual(refused('its token names no subject'));
  });

  it('when nobody signed it', async () => {
    const now = Math.floor(Date.now() / 1000);
    const unsigned = new UnsecuredJWT({ tenant: 'acme/production' })
      .setIssuer(issuer.url)
      .setAudience(audience)
      .setSubject('ci')
      .setExpirationTime(now + 600)
      .encode();
    expect(await tokens().read(unsigned)).toEqual(refused('its token is not signed by an algorithm that counts here'));
  });

  it.each([['HS256'], ['HS512']] as const)('when it is signed by %s with the public key as the secret', async (alg) => {
    const secret = new TextEncoder().encode(JSON.stringify(issuer.publicKey()));
    const forged = await new SignJWT({ iss: issuer.url, aud: audience, sub: 'ci' })
      .setProtectedHeader({ alg, kid: String(issuer.publicKey().kid) })
      .setExpirationTime('10m')
      .sign(secret);
    expect(await tokens().read(forged)).toEqual(refused('its token is not signed by an algorithm that counts here'));
  });

  it('when it brings the key itself, or says where the key is', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    for (const own of [{ jwk }, { jku: 'http://127.0.0.1:1/keys' }]) {
      const forged = await new SignJWT({ iss: issuer.url, aud: audience, sub: 'ci' })
        .setProtectedHeader({ alg: 'ES256', kid: String(issuer.publicKey().kid), ...own })
        .setExpirationTime('10m')
        .sign(privateKey);
      expect(await tokens().read(forged)).toEqual(refused('the signature of its token is wrong'));
    }
  });

  it.each([
    ['is no token', 'the-token-of-today'],
    ['has three parts of nothing', '..'],
    ['has a header that is no JSON', 'bm90aGluZw.bm90aGluZw.bm90aGluZw'],
  ])('when it %s', async (_case, token) => {
    expect(await tokens().read(token)).toEqual(refused('it carries no token that can be read'));
  });

  it('when a letter of it was changed', async () => {
    const [header = '', payload = '', signature = ''] = (await issuer.token('ci')).split('.');
    const other = payload.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await tokens().read([header, other, signature].join('.'))).toMatchObject({ reason: 'not-authenticated' });
  });
});

describe("the issuer's keys", () => {
  it('are asked for once, and kept', async () => {
    const service = tokens();
    for (const token of [await issuer.token('ci'), await issuer.token('ci')])
      expect(await service.read(token)).toEqual(good);
    expect(issuer.asked.filter((path) => path !== '/token')).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('are asked for again when a token names a new one, and an old token stays good', async () => {
    const service = tokens();
    const before = await issuer.token('ci');
    expect(await service.read(before)).toEqual(good);
    await issuer.rotate();
    const after = await issuer.token('ci');
    expect(await service.read(after)).toEqual(good);
    expect(await service.read(before)).toEqual(good);
  });

  it('are not asked for at each key that a caller invents', async () => {
    const service = tokens({}, { cooldown: 60_000 });
    expect(await service.read(await issuer.token('ci'))).toEqual(good);
    for (let count = 0; count < 20; count += 1)
      expect(await service.read(await issuer.signed({}, { header: { kid: `invented-${count}` } }))).toEqual(
        refused('its token names no key of the issuer'),
      );
    expect(issuer.asked.filter((path) => path === '/jwks')).toHaveLength(1);
  });

  it('do not count any more once they were withdrawn and kept for as long as keys are', async () => {
    const service = tokens({}, { keep: 1 });
    const before = await issuer.token('ci');
    expect(await service.read(before)).toEqual(good);
    await issuer.rotate({ withdraw: true });
    await patiently(() => service.read(before).then((read) => 'kind' in read));
    expect(await service.read(before)).toEqual(refused('its token names no key of the issuer'));
  });

  it('may be where the operator says, without asking the issuer for it', async () => {
    const service = tokens({ jwksUri: `${issuer.url}/jwks` });
    expect(await service.read(await issuer.token('ci'))).toEqual(good);
    expect(issuer.asked.filter((path) => path !== '/token')).toEqual(['/jwks']);
  });
});

describe('an issuer that is down', () => {
  it('at the start is asked again with the next token', async () => {
    const service = tokens();
    const token = await issuer.token('ci');
    await issuer.down();
    await expect(service.read(token)).rejects.toThrow(IssuerUnavailable);
    await issuer.up();
    expect(await service.read(token)).toEqual(good);
  });

  it('later is not missed while its keys are kept, and then asked for again: neither good nor bad', async () => {
    const kept = tokens();
    const forgetting = tokens({}, { keep: 1 });
    const token = await issuer.token('ci');
    for (const service of [kept, forgetting]) expect(await service.read(token)).toEqual(good);
    await issuer.down();
    await patiently(() =>
      forgetting.read(token).then(
        () => false,
        (error) => error instanceof IssuerUnavailable,
      ),
    );
    expect(await kept.read(token)).toEqual(good);
    await issuer.up();
    expect(await forgetting.read(token)).toEqual(good);
  });

  it('is left alone for a moment, however many ask', async () => {
    const from = { issuer: issuer.url, audience, tenantClaims: ['tenant'], clockSkewSeconds: skew };
    const still = { now: () => new Date(), elapsed: () => 0 };
    const service = machineTokens(from, { clock: still });
    const token = await issuer.token('ci');
    issuer.answerInstead((_request, response) => response.writeHead(500).end());
    const asked = issuer.asked.length;
    for (let count = 0; count < 20; count += 1) await expect(service.read(token)).rejects.toThrow(IssuerUnavailable);
    expect(issuer.asked.length - asked).toBe(1);
  });

  it.each([
    ['answers an error', (_url: string) => ({ status: 500, body: {} })],
    ['answers no JSON', () => ({ status: 200, body: 'nothing' })],
    [
      'names itself otherwise',
      (url: string) => ({ status: 200, body: { issuer: `${url}x`, jwks_uri: `${url}/jwks` } }),
    ],
    ['names no keys', (url: string) => ({ status: 200, body: { issuer: url } })],
    ['has its keys in a file', (url: string) => ({ status: 200, body: { issuer: url, jwks_uri: 'file:///etc/keys' } })],
    ['leads elsewhere', (url: string) => ({ status: 302, body: {}, location: `${url}/jwks` })],
  ])('or that %s is no issuer to rely on', async (_case, answer) => {
    const service = tokens();
    const token = await issuer.token('ci');
    issuer.answerInstead((_request, response) => {
      const { status, body, ...more } = answer(issuer.url);
      response.writeHead(status, more).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await expect(service.read(token)).rejects.toThrow(IssuerUnavailable);
    issuer.serveAgain();
    expect(await service.read(token)).toEqual(good);
  });

  it('is named in the sentence, and its token is not', async () => {
    const service = tokens();
    const token = await issuer.token('ci');
    await issuer.down();
    const told = await service.read(token).catch((error: unknown) => error);
    expect(String(told)).toContain(issuer.url);
    expect(JSON.stringify(told)).not.toContain(token.slice(0, 40));
    await issuer.up();
  });
});

it('takes an issuer whose name ends in a slash as it is written', async () => {
  const keys = await RealIssuer.start([]);
  const discovery = createServer((request, response) => {
    const document = { issuer: `http://${request.headers.host}/`, jwks_uri: `${keys.url}/jwks` };
    response.end(request.url === '/.well-known/openid-configuration' ? JSON.stringify(document) : '');
  });
  await new Promise<void>((resolve) => discovery.listen(0, '127.0.0.1', resolve));
  const address = discovery.address();
  const name = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  expect(await tokens({ issuer: name }).read(await keys.signed({ iss: name }))).toMatchObject({ subject: 'ci' });
  discovery.closeAllConnections();
  await new Promise((resolve) => discovery.close(resolve));
  await keys.down();
});
