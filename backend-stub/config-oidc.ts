import type { ConfigReader } from './config-reader.ts';
import type { Issuer } from './oidc/machine-tokens.ts';

/** Whose tokens machines bring, and as which service accounts of Spinnaker they act. */
export interface Oidc extends Issuer {
  /** By the subject of their tokens, whole and with its case. */
  readonly serviceAccounts: ReadonlyMap<string, string>;
}

export function readOidc(root: ConfigReader): Oidc | undefined {
  if (!root.has('oidc')) return undefined;
  const keys = ['issuer', 'audience', 'tenantClaims', 'clockSkewSeconds', 'jwksUri', 'machines'];
  const oidc = root.section('oidc', keys);
  return {
    issuer: readAddress(oidc, 'issuer'),
    audience: oidc.text('audience'),
    tenantClaims: readTenantClaims(oidc),
    // Longer would only keep expired tokens alive.
    clockSkewSeconds: oidc.integer('clockSkewSeconds', 30, { least: 0, most: 300 }),
    ...(oidc.has('jwksUri') ? { jwksUri: readAddress(oidc, 'jwksUri') } : {}),
    serviceAccounts: readServiceAccounts(oidc),
  };
}

/** As it is written, since a last slash counts in `iss`. Whoever can change what comes from there signs tokens: no plain http. */
function readAddress(oidc: ConfigReader, key: string): string {
  const address = oidc.text(key);
  if (address !== '' && !(URL.canParse(address) && isSafe(new URL(address))))
    oidc.problem(key, 'must be an address that begins with https:// (http:// only on this machine itself)');
  return address;
}

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function readTenantClaims(oidc: ConfigReader): readonly string[] {
  if (!oidc.has('tenantClaims')) return ['tenant'];
  const claims = oidc.texts('tenantClaims');
  if (claims.length > 2)
    oidc.problem('tenantClaims', 'must be one claim, or two: of the organisation and the environment');
  return claims;
}

function readServiceAccounts(oidc: ConfigReader): ReadonlyMap<string, string> {
  const accounts = new Map<string, string>();
  for (const machine of oidc.sections('machines', ['subject', 'serviceAccount'])) {
    const subject = machine.text('subject');
    const serviceAccount = machine.text('serviceAccount');
    if (accounts.has(subject) && subject !== '')
      machine.problem('subject', `is ${subject}, which another machine has already`);
    accounts.set(subject, serviceAccount);
  }
  return accounts;
}
