import type { JWTPayload } from 'jose';
import type { TokenClaims } from '../access/machine-caller.ts';

/**
 * What a checked token says. `scope` as RFC 9068 has it, or `scp` as some issuers write it. A tenant of two claims is only
 * one where neither holds a slash: `acme/x` with `production` is not to be taken for `acme` with `x/production`.
 */
export function readClaims(payload: JWTPayload, tenantClaims: readonly string[]): TokenClaims | undefined {
  const subject = payload.sub;
  if (subject === undefined || subject === '') return undefined;
  const parts = tenantClaims.map((claim) => (Object.hasOwn(payload, claim) ? payload[claim] : undefined));
  const tenant = parts.every((part) => isPart(part, tenantClaims.length > 1)) ? parts.join('/') : undefined;
  return { subject, scopes: scopesOf(payload), ...(tenant === undefined ? {} : { tenant }) };
}

function isPart(value: unknown, isOneOfSeveral: boolean): boolean {
  return typeof value === 'string' && value.trim() !== '' && !(isOneOfSeveral && value.includes('/'));
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const found = scope ?? scp;
  if (Array.isArray(found)) return found.filter((one): one is string => typeof one === 'string');
  return typeof found === 'string' ? found.split(' ').filter((one) => one !== '') : [];
}
