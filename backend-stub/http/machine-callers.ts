import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit } from '../access/machine-caller.ts';
import type { MachineCaller, TokenClaims } from '../access/machine-caller.ts';
import { isMachineRoute, machineRoutes } from '../access/machine-scopes.ts';
import type { MachineRoute } from '../access/machine-scopes.ts';
import { defined } from '../contract/defined.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { MachineTokens } from '../ports.ts';
import type { MachineUseCases } from '../reconcile/machine-use-cases.ts';
import { answerRefusal } from './answers.ts';
import { bearerTokenOf } from './bearer.ts';
import type { CallLimits } from './call-limits.ts';
import { requireScheme } from './openapi.ts';

export interface MachineAdmission {
  readonly issuer: string;
  readonly tokens: MachineTokens;
  readonly serviceAccounts: ReadonlyMap<string, string>;
  readonly tenantClaims: readonly string[];
}

interface Options {
  readonly admission: MachineAdmission;
  readonly limits: CallLimits;
  readonly useCases: Pick<MachineUseCases, 'notAdmitted'>;
}

/** Who calls, on every route of a part of the listener: found out before anything of the body is read. */
export class MachineCallers {
  readonly #options: Options;
  readonly #callers = new WeakMap<FastifyRequest, MachineCaller>();

  constructor(routes: FastifyInstance, options: Options) {
    this.#options = options;
    requireScheme(routes, (route) => ({ machineToken: [machineRoutes[routeOf(route)]] }));
    routes.addHook('onRequest', async (request, reply) => this.#admit(request, reply));
  }

  of(request: FastifyRequest): MachineCaller {
    const caller = this.#callers.get(request);
    if (caller === undefined) throw new Error('A route for machines was reached by nobody.');
    return caller;
  }

  async #admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const { admission, limits, useCases } = this.#options;
    const claims = await this.#claimsOf(request);
    if (isRefusal(claims)) {
      void reply.header('WWW-Authenticate', 'Bearer');
      return limits.refuse(reply, 'strangers', request.ip) ?? answerRefusal(reply, claims);
    }
    // Before it is judged: who is refused is written down, and must not be without end.
    const limited = limits.refuse(reply, 'machine', claims.subject);
    if (limited !== undefined) return limited;
    const route = routeOf(`${request.method} ${request.routeOptions.url}`);
    const caller = admit(claims, { ...admission, route, scope: machineRoutes[route] });
    if (isRefusal(caller)) {
      const { subject } = claims;
      const machine = { subject, ...defined({ user: admission.serviceAccounts.get(subject) }), route };
      await useCases.notAdmitted(machine, caller);
      return answerRefusal(reply, caller);
    }
    this.#callers.set(request, caller);
    return undefined;
  }

  /** Every refusal of a token means that nobody is known to call. */
  async #claimsOf({ headers }: FastifyRequest): Promise<TokenClaims | Refusal> {
    const { tokens, issuer } = this.#options.admission;
    const token = bearerTokenOf(headers.authorization);
    return token === undefined ? noToken(issuer) : tokens.read(token);
  }
}

/** Fastify answers HEAD as GET without a body. */
function routeOf(route: string): MachineRoute {
  const asked = route.replace(/^HEAD /, 'GET ');
  if (!isMachineRoute(asked)) throw new Error(`No scope is named for ${route}.`);
  return asked;
}

function noToken(issuer: string): Refusal {
  return refuse('not-authenticated', {
    what: 'The call',
    why: 'it carries no bearer token',
    remedy: `Ask ${issuer} for one by client credentials`,
  });
}
