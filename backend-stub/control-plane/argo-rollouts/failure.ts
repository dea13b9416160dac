import { ClusterUnreachable, type UnreachableReason } from '../errors.ts';

const reasons: Readonly<Record<string, UnreachableReason>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
};

/** OpenSSL's verification results, Node's own TLS errors, and the handshake's. */
const tlsCode =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|CRL_|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What a socket said, for people. The original error is not kept whole: some carry certificates or request headers. */
export function unreachable(account: string, error: unknown): ClusterUnreachable {
  const code = codeOf(error);
  const reason = reasonOf(code);
  const cause = new Error(code ?? 'no error code');
  return new ClusterUnreachable(account, reason, { ...(code === undefined ? {} : { code }), cause });
}

function reasonOf(code: string | undefined): UnreachableReason {
  if (code === undefined) return 'connection-lost';
  return reasons[code] ?? (tlsCode.test(code) ? 'tls' : 'connection-lost');
}

/** Node's codes (`ECONNREFUSED`). Not asked for `instanceof Error`: errors of Node itself are of another realm under some test runners. */
export function codeOf(error: unknown): string | undefined {
  const known = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof known === 'string' ? known : undefined;
}
