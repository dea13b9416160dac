import { errors, jwtVerify } from 'jose';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Clock, MachineTokens } from '../ports.ts';
import { IssuerUnavailable } from './errors.ts';
import { IssuerKeys, defaultKeyTimes } from './issuer-keys.ts';
import type { KeyTimes } from './issuer-keys.ts';
import { readClaims } from './read-claims.ts';

export interface Issuer {
  /** As it stands in `iss` of its tokens, a last slash included. */
  readonly issuer: string;
  /** What `aud` of a token must hold: this service, as the issuer knows it. */
  readonly audience: string;
  /** One or two claims, joined by a slash: who somebody's machine belongs to. */
  readonly tenantClaims: readonly string[];
  readonly clockSkewSeconds: number;
  /** Absent: the issuer's discovery document says it. */
  readonly jwksUri?: string;
}

export interface MachineTokensOptions {
  readonly clock: Clock;
  readonly keyTimes?: KeyTimes;
}

/** Public keys only: with an HMAC among them, whoever reads the issuer's public keys could sign with one (RFC 8725, 3.1). */
const algorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

export function machineTokens(
  from: Issuer,
  { clock, keyTimes = defaultKeyTimes }: MachineTokensOptions,
): MachineTokens {
  const { issuer, audience, tenantClaims, clockSkewSeconds, jwksUri } = from;
  const keys = new IssuerKeys(issuer, { clock, times: keyTimes, ...(jwksUri === undefined ? {} : { jwksUri }) });
  return {
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, (header, parts) => keys.find(header, parts), {
          issuer,
          audience,
          algorithms,
          clockTolerance: clockSkewSeconds,
          currentDate: clock.now(),
          requiredClaims: ['exp', 'sub'],
        });
        return readClaims(payload, tenantClaims) ?? refusal(from, 'its token names no subject');
      } catch (error) {
        if (error instanceof IssuerUnavailable) throw error;
        return refusal(from, whyNot(error));
      }
    },
  };
}

/** Never in the words of the library, which may quote the token. */
function whyNot(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'its token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return whyNotClaim(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its token is not signed by an algorithm that counts here';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature of its token is wrong';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'its token names no key of the issuer';
  return 'it carries no token that can be read';
}

function whyNotClaim(claim: string): string {
  switch (claim) {
    case 'iss':
      return 'its token is of another issuer';
    case 'aud':
      return 'its token is meant for another service';
    case 'nbf':
      return 'its token is not valid yet';
    default:
      return 'its token lacks what every token must say, or says it in another form';
  }
}

function refusal({ issuer, audience }: Issuer, why: string): Refusal {
  return refuse('not-authenticated', {
    what: 'The call',
    why,
    remedy: `Ask ${issuer} for a new token by client credentials, meant for ${audience}`,
  });
}
