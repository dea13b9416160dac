import { textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { SmallService } from '../../spinnaker/small-service.ts';
import type { Asked, SmallAnswer } from '../../spinnaker/small-service.ts';

/**
 * As much of Vault as is asked of it: a key-value engine of version 2, tokens, and the login of pods. What it answers is held to
 * the recording of a real one.
 */
export class SmallVault {
  /** By path below `/v1/`; of one that was deleted, `undefined`. */
  readonly secrets = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  /** Paths that no policy names. */
  readonly forbidden = new Set<string>();
  readonly tokens = new Set<string>();
  readonly roles = new Set(['gennaker']);
  /** JWTs of pods, and as what each may log in. */
  readonly pods = new Map<string, string>();
  sealed = false;
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
    if (this.sealed) return refused(503, 'Vault is sealed');
    if (method === 'POST' && path === '/v1/auth/kubernetes/login') return this.#login(JSON.parse(body));
    return this.#read(path.replace(/^\/v1\//, ''), headers['x-vault-token']);
  }

  #read(path: string, token: string | string[] | undefined): SmallAnswer {
    if (token === undefined) return refused(403, 'permission denied');
    if (typeof token !== 'string' || !this.tokens.has(token))
      return refused(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
    if (this.forbidden.has(path)) return refused(403, '1 error occurred:\n\t* permission denied\n\n');
    if (!this.secrets.has(path)) return { status: 404, body: { errors: [] } };
    const data = this.secrets.get(path);
    return data === undefined
      ? { status: 404, body: { data: { data: null, metadata: { destroyed: false, version: 1 } } } }
      : { status: 200, body: { data: { data, metadata: { destroyed: false, version: 1 } } } };
  }

  #login(asked: unknown): SmallAnswer {
    const role = textAt(asked, 'role') ?? '';
    if (!this.roles.has(role)) return refused(400, `invalid role name "${role}"`);
    const allowed = this.pods.get(textAt(asked, 'jwt') ?? '');
    if (allowed === undefined) return refused(403, 'permission denied');
    if (allowed !== role) return refused(403, 'service account name not authorized');
    const token = `hvs.login-${(this.#logins += 1)}`;
    this.tokens.add(token);
    return { status: 200, body: { auth: { client_token: token, lease_duration: 3600 } } };
  }
}

function refused(status: number, error: string): SmallAnswer {
  return { status, body: { errors: [error] } };
}
