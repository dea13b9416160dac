import type { DatabaseRefusal } from './database.ts';

const key = 'gennaker.yaml, postgres.urlFile';

/** By SQLSTATE (PostgreSQL manual, appendix A), by OpenSSL as Node names it, or by the system. */
const changes: Readonly<Record<string, string>> = {
  '28P01': `${key}: user and password as the server has them; signs of the password other than letters and digits as in a URL (@ is %40).`,
  '28000': `pg_hba.conf of the server: a line that lets this user into this database from where the service runs; or, where it asks for encryption, ${key}: ?sslmode=verify-full behind the name of the database.`,
  '3D000': `${key}: the name of the database, behind the host; or, as an administrator of PostgreSQL: create database … owner ….`,
  '42501': 'As an administrator of PostgreSQL: grant connect on database … to the user of the service.',
  '53300': 'gennaker.yaml, postgres.poolSize, times the replicas: fewer; or max_connections of the server: more.',
  ENOENT: `${key}: sslrootcert, a file that is there (/etc/gennaker/secrets/postgres-ca, with its key in the Secret gennaker).`,
  ENOTFOUND: `${key}: a host that a name server knows.`,
  ERR_TLS_CERT_ALTNAME_INVALID: `${key}: the host by a name that stands in the certificate of the server.`,
  CERT_HAS_EXPIRED: 'The certificate of the server: a new one.',
};
const authority = `${key}: &sslrootcert= with a file that holds the authority of the server's certificate.`;
const untrusted: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** The line to change, or what to do. */
export function refusalChange({ code = '', why }: DatabaseRefusal): string {
  if (untrusted.has(code)) return authority;
  // The driver gives it no code.
  if (/does not support SSL/.test(why)) return `The server: ssl = on and a certificate; or ${key}: without sslmode.`;
  return changes[code] ?? `${key}: host and port; or what keeps the service from them, such as a NetworkPolicy.`;
}
