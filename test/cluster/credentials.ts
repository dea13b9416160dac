import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** Somebody the API server knows by a token. Rights come from RBAC alone. */
export interface ClusterUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * `admin` may all, and so may `argo-rollouts`, the controller. `driver` is the service's own user: nothing till a test grants
 * it, and so is `on-call`. `outsider` stays without rights.
 */
export const standardUsers: readonly ClusterUser[] = [
  { name: 'admin', groups: ['system:masters'] },
  { name: 'argo-rollouts', groups: ['system:masters'] },
  { name: 'on-call', groups: ['on-call'] },
  { name: 'driver', groups: ['drivers'] },
  { name: 'outsider', groups: [] },
];

/** Tokens are no secrets: the API server listens on the loopback interface only. */
export function tokenOf(user: string): string {
  return `${user}-token-for-tests`;
}

export interface CredentialFiles {
  readonly certificateFolder: string;
  /** The API server's own chain, which it writes when it starts first. */
  readonly caFile: string;
  readonly serviceAccountKey: string;
  readonly tokenFile: string;
}

export function writeCredentials(folder: string, users: readonly ClusterUser[]): CredentialFiles {
  const certificateFolder = join(folder, 'certs');
  mkdirSync(certificateFolder, { recursive: true });
  const serviceAccountKey = join(certificateFolder, 'service-account.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(serviceAccountKey, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const tokenFile = join(certificateFolder, 'tokens.csv');
  const lines = users.map(({ name, groups }, index) => `${tokenOf(name)},${name},${index + 1},"${groups.join(',')}"\n`);
  writeFileSync(tokenFile, lines.join(''));
  return { certificateFolder, caFile: join(certificateFolder, 'apiserver.crt'), serviceAccountKey, tokenFile };
}

/** Without a file of authorities the server is one over plain http, for which clients want to be told so. */
export function writeKubeconfig(
  file: string,
  { url, caFile, user }: { url: string; caFile?: string; user: string },
): void {
  const trust = caFile === undefined ? { 'insecure-skip-tls-verify': true } : { 'certificate-authority': caFile };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, ...trust } }],
    users: [{ name: user, user: { token: tokenOf(user) } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user, namespace: 'default' } }],
    'current-context': 'test',
  };
  writeFileSync(file, stringify(config));
}
