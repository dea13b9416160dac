import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { MachineScope } from './machine-scopes.ts';

/** What a token says that has been checked. */
export interface TokenClaims {
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Organisation and environment, `acme/production`; absent where the token says it not or not plainly. */
  readonly tenant?: string;
}

/** A machine that may call. */
export interface MachineCaller {
  readonly subject: string;
  readonly tenant: string;
  /** The service account of Spinnaker that Fiat is asked about: nothing is granted for being a machine. */
  readonly user: string;
}

export interface MachineGate {
  /** What is asked for: `GET /v1/machines/accounts`. */
  readonly route: string;
  readonly scope: MachineScope;
  /** By subject, whole and with its case. */
  readonly serviceAccounts: ReadonlyMap<string, string>;
  /** The claims that a tenant is read from, for the sentence. */
  readonly tenantClaims: readonly string[];
}

/** Every lack is a refusal: a machine without a tenant sees no tenant, and one without a service account is nobody. */
export function admit(claims: TokenClaims, gate: MachineGate): MachineCaller | Refusal {
  const { subject, scopes, tenant } = claims;
  const { scope, serviceAccounts, tenantClaims } = gate;
  const denied = (why: string, remedy: string): Refusal =>
    refuse('not-allowed', { what: 'The call', on: gate.route, why, remedy });
  if (!scopes.includes(scope))
    return denied(
      `the token of ${subject} lacks the scope ${scope}; it has ${scopes.join(' ') || 'none'}`,
      'Ask the issuer for it, or ask whoever registered this client there to allow it',
    );
  if (tenant === undefined)
    return denied(
      `the token of ${subject} names no tenant, which is read from ${tenantClaims.join(' and ')}`,
      'Whoever registered this client with the issuer can add what is missing',
    );
  const user = serviceAccounts.get(subject);
  if (user === undefined)
    return denied(
      `no service account of Spinnaker is configured for ${subject}`,
      'An operator can name one under oidc.machines',
    );
  return { subject, tenant, user };
}
