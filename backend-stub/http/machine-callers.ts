import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit } from '../access/machine-caller.ts';
import type { MachineCaller } from '../access/machine-caller.ts';
import { isMachineRoute, machineRoutes } from '../access/machine-scopes.ts';
import type { MachineScope } from '../access/machine-scopes.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { MachineTokens } from '../ports.ts';
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

/** Who calls, on every route of a part of the listener: found out before anything of the body is read. */
export class MachineCallers {
  readonly #admission: MachineAdmission;
  readonly #limits: CallLimits;
  readonly #callers = new WeakMap<FastifyRequest, MachineCaller>();

  constructor(routes: FastifyInstance, admission: MachineAdmission, limits: CallLimits) {
    this.#admission = admission;
    this.#limits = limits;
    requireScheme(routes, (route) => ({ machineToken: [scopeOf(route)] }));
    routes.addHook('onRequest', async (request, reply) => this.#admit(request, reply));
  }

  of(request: FastifyRequest): MachineCaller {
    const caller = this.#callers.get(request);
    if (caller === undefined) throw new Error('A route for machines was reached by nobody.');
    return caller;
  }

  async #admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const caller = await this.#callerOf(request);
    if (isRefusal(caller)) {
      if (caller.reason !== 'not-authenticated') return answerRefusal(reply, caller);
      void reply.header('WWW-Authenticate', 'Bearer');
      return this.#limits.refuse(reply, 'strangers', request.ip) ?? answerRefusal(reply, caller);
    }
    this.#callers.set(request, caller);
    return this.#limits.refuse(reply, 'machine', caller.subject);
  }

  async #callerOf({ headers, method, routeOptions }: FastifyRequest): Promise<MachineCaller | Refusal> {
    const { tokens, issuer, ...gate } = this.#admission;
    const token = bearerTokenOf(headers.authorization);
    if (token === undefined) return noToken(issuer);
    const claims = await tokens.read(token);
    if (isRefusal(claims)) return claims;
    const route = `${method} ${routeOptions.url}`;
    return admit(claims, { ...gate, route, scope: scopeOf(route) });
  }
}

/** Fastify answers HEAD as GET without a body. */
function scopeOf(route: string): MachineScope {
  const asked = route.replace(/^HEAD /, 'GET ');
  if (!isMachineRoute(asked)) throw new Error(`No scope is named for ${route}.`);
  return machineRoutes[asked];
}

function noToken(issuer: string): Refusal {
  return refuse('not-authenticated', {
    what: 'The call',
    why: 'it carries no bearer token',
    remedy: `Ask ${issuer} for one by client credentials`,
  });
}
