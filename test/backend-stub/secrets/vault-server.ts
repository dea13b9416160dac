import { at, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { SmallService } from '../../spinnaker/small-service.ts';
import type { Asked, SmallAnswer } from '../../spinnaker/small-service.ts';

/**
 * As much of Vault as is asked of it: a key-value engine of version 2, tokens, and the login of pods. Written from its API
 * documentation (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 and auth/kubernetes), not recorded.
 */
export class SmallVault {
  readonly secrets = new Map<string, Readonly<Record<string, unknown>>>();
  readonly tokens = new Set<string>();
  /** JWTs that may log in as a role. */
  readonly pods = new Map<string, string>();
  readonly service: SmallService;
  #logins = 0;

  private constructor(start: (respond: (asked: Asked) => SmallAnswer) => SmallService) {
    this.service = start((asked) => this.#answer(asked));
  }

  static async start(): Promise<SmallVault> {
    let answer: (asked: Asked) => SmallAnswer = () => ({ status: 503 });
    const service = await SmallService.start((asked) => answer(asked));
    return new SmallVault((respond) => {
      answer = respond;
      return service;
    });
  }

  #answer({ method, path, headers, body }: Asked): SmallAnswer {
    if (method === 'POST' && path === '/v1/auth/kubernetes/login') return this.#login(JSON.parse(body));
    const token = headers['x-vault-token'];
    if (typeof token !== 'string' || !this.tokens.has(token))
      return { status: 403, body: { errors: [`permission denied for ${String(token)}`] } };
    const data = this.secrets.get(path.replace(/^\/v1\//, ''));
    if (data === undefined) return { status: 404, body: { errors: [] } };
    return { status: 200, body: { data: { data, metadata: { version: 1 } } } };
  }

  #login(asked: unknown): SmallAnswer {
    if (this.pods.get(textAt(asked, 'jwt') ?? '') !== at(asked, 'role'))
      return { status: 403, body: { errors: ['permission denied'] } };
    const token = `hvs.login-${(this.#logins += 1)}`;
    this.tokens.add(token);
    return { status: 200, body: { auth: { client_token: token, lease_duration: 3600 } } };
  }
}
