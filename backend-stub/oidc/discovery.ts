import { textAt } from '../deployment/kubernetes-object.ts';
import { IssuerUnavailable } from './errors.ts';

const timeoutMilliseconds = 5_000;

/** Where the issuer says that its keys are (OpenID Connect Discovery 1.0). Throws {@link IssuerUnavailable}. */
export async function discoverKeys(issuer: string): Promise<URL> {
  const document = await readDocument(issuer);
  // Section 4.3 there: another issuer's document could name another issuer's keys.
  if (textAt(document, 'issuer') !== issuer)
    throw new IssuerUnavailable(`The issuer ${issuer} names itself otherwise in its discovery document`);
  const jwksUri = textAt(document, 'jwks_uri') ?? '';
  if (!URL.canParse(jwksUri) || !isAsSafe(new URL(jwksUri), new URL(issuer)))
    throw new IssuerUnavailable(`The issuer ${issuer} names no usable jwks_uri in its discovery document`);
  return new URL(jwksUri);
}

async function readDocument(issuer: string): Promise<unknown> {
  try {
    const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      headers: { Accept: 'application/json' },
      // What it leads to was named by nobody.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    if (response.status !== 200) throw new Error(`it answered ${response.status}`);
    return await response.json();
  } catch (cause) {
    throw new IssuerUnavailable(`The issuer ${issuer} could not be asked where its keys are`, { cause });
  }
}

/** Keys that came in clear could be anybody's. */
function isAsSafe(keys: URL, issuer: URL): boolean {
  return keys.protocol === 'https:' || (keys.protocol === 'http:' && issuer.protocol === 'http:');
}
