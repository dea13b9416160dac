import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK, JWTPayload } from 'jose';
import { Provider } from 'oidc-provider';

/** This service, as the issuer knows it. */
export const audience = 'https://gennaker.example.com';

/** A client of the issuer, and what its tokens say beside its name. */
export interface Client {
  readonly id: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly scope?: string;
  readonly resource?: string;
}

interface Key {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

const secret = 'the-secret-of-every-client-in-the-tests';
const everyScope = 'deployments:run infrastructure:read administer';

export class RealIssuer {
  readonly asked: string[] = [];
  readonly #clients: readonly Client[];
  #handler: RequestListener = (_request, response) => response.writeHead(503).end();
  #server: Server = createServer();
  #port = 0;
  #keys: readonly Key[] = [];

  private constructor(clients: readonly Client[]) {
    this.#clients = clients;
  }

  static async start(clients: readonly Client[]): Promise<RealIssuer> {
    const issuer = new RealIssuer(clients);
    await issuer.up();
    issuer.#keys = [await newKey('first')];
    issuer.#serve();
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A token as a client gets it, by client credentials. */
  async token(client: string, { scope = everyScope, resource = audience }: Asked = {}): Promise<string> {
    const response = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${encodeURIComponent(client)}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
    });
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null && 'access_token' in answer) return String(answer.access_token);
    throw new Error(`The issuer gave no token: ${JSON.stringify(answer)}`);
  }

  /** Signed by the issuer's own key, whatever it says. Times are in seconds from now. */
  async signed(
    claims: JWTPayload,
    { from = 0, until = 600, header = {} }: { from?: number; until?: number; header?: Record<string, unknown> } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const whole = { iss: this.url, aud: audience, sub: 'ci', nbf: now + from, exp: now + until, ...claims };
    const { jwk, privateKey } = this.#latest();
    return new SignJWT(whole).setProtectedHeader({ alg: 'ES256', kid: String(jwk.kid), ...header }).sign(privateKey);
  }

  /** The latest public key as everybody may read it. */
  publicKey(): JWK {
    const { d: _private, ...jwk } = this.#latest().jwk;
    return jwk;
  }

  /** Signs with a new key from now on; the old ones stay readable unless they are withdrawn. */
  async rotate({ withdraw = false } = {}): Promise<void> {
    const next = await newKey(`key-${this.#keys.length + 1}-${Date.now()}`);
    this.#keys = withdraw ? [next] : [next, ...this.#keys];
    this.#serve();
  }

  /** Answers everything so, until it serves again. */
  answerInstead(handler: RequestListener): void {
    this.#handler = handler;
  }

  serveAgain(): void {
    this.#serve();
  }

  /** Listens, after `down` on the same port as before. */
  async up(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.asked.push(String(request.url));
      this.#handler(request, response);
    });
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #latest(): Key {
    const [key] = this.#keys;
    if (key === undefined) throw new Error('The issuer has no key yet.');
    return key;
  }

  #serve(): void {
    const provider = quietly(this.url, {
      jwks: { keys: this.#keys.map(({ jwk }) => jwk) },
      ttl: { ClientCredentials: 600 },
      scopes: everyScope.split(' '),
      clients: this.#clients.map(({ id }) => ({
        client_id: id,
        client_secret: secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        // Otherwise it asks for an RS256 key.
        id_token_signed_response_alg: 'ES256',
      })),
      extraTokenClaims: (_context, token) => ({ ...this.#clients.find(({ id }) => id === token.clientId)?.claims }),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, resource) => ({
            scope: everyScope,
            audience: resource,
            accessTokenTTL: 600,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          }),
        },
      },
    });
    const answer = provider.callback();
    this.#handler = (request, response) => void answer(request, response);
  }
}

/** It says on the console that it keeps what it issues in memory, and which Node it would rather have. */
function quietly(...settings: ConstructorParameters<typeof Provider>): Provider {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return new Provider(...settings);
  } finally {
    console.warn = warn;
  }
}

async function newKey(kid: string): Promise<Key> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' } };
}
