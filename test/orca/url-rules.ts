import { isIP } from 'node:net';
import { illegalArgument } from './java-exception.ts';
import type { AllowedRequest, WebhookProperties } from './webhook-properties.ts';

/** Orca's `user-configured-url-restrictions`: its defaults, or with loopback let through as a test needs it. */
export interface UrlRestrictions {
  readonly allowLoopback: boolean;
}

const excludedDomains = ['spinnaker', 'local', 'localdomain', 'internal'];

/** Throws what Orca throws for an address that it never calls. Names are not resolved here. */
export function validateUrl(address: string, { allowLoopback }: UrlRestrictions): URL {
  const url = parseUrl(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const loopback = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (loopback && allowLoopback) return url;
  if (isIP(host) !== 0) throw illegalArgument('Verbatim IP addresses are not allowed');
  const excluded = excludedDomains.some((domain) => host.endsWith(`.${domain}`));
  if (loopback || excluded || !/.*\..+/.test(host)) throw illegalArgument(`Host not allowed: ${host}`);
  return url;
}

function parseUrl(address: string): URL {
  if (!URL.canParse(address)) throw illegalArgument(`URI not valid: ${address}`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw illegalArgument(`unsupported URI scheme ${address}`);
  return url;
}

export interface AllowedCall {
  readonly method: string;
  readonly url: URL;
}

/** The entry that lets a call through, or undefined where no list is kept. Throws when the list has no entry for it. */
export function allowedBy(properties: WebhookProperties, { method, url }: AllowedCall): AllowedRequest | undefined {
  const entry = properties.allowedRequests.find(
    ({ httpMethods, urlPrefix }) => httpMethods.includes(method) && url.href.startsWith(urlPrefix),
  );
  if (entry === undefined && properties.allowedRequestsEnabled)
    throw illegalArgument(`http method '${method}', uri: '${url.href}' not allowed`);
  return properties.allowedRequestsEnabled ? entry : undefined;
}
