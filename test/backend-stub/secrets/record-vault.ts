import { readFileSync, writeFileSync } from 'node:fs';
import axios from 'axios';
import { textAt, listAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { startCluster } from '../../cluster/cluster.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { without } from './vault-recording.ts';
import type { RecordedCall, VaultCall } from './vault-recording.ts';

/**
 * Records test/fixtures/vault/answers.json from a real Vault, which asks the real API server about the tokens of pods.
 * `VAULT_ADDR=http://127.0.0.1:8200 tsx test/backend-stub/secrets/record-vault.ts`, of a Vault that was never initialised: it is
 * initialised, unsealed, filled and sealed here.
 */
const address = process.env['VAULT_ADDR'] ?? 'http://127.0.0.1:8200';

async function send({ method, path, token, body }: VaultCall & { readonly token?: string }): Promise<RecordedCall> {
  const { status, data } = await axios.request<unknown>({
    ...{ method, url: `${address}${path}`, data: body, validateStatus: () => true },
    headers: token === undefined ? {} : { 'X-Vault-Token': token },
  });
  return { method, path, status, body: data };
}

async function done(method: 'POST' | 'DELETE', path: string, token?: string, body: unknown = {}): Promise<unknown> {
  const answer = await send({ method, path: `/v1/${path}`, body, ...(token === undefined ? {} : { token }) });
  if (answer.status >= 300)
    throw new Error(`Vault answered ${answer.status} to ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

function text(body: unknown, ...path: string[]): string {
  const found = textAt(body, ...path);
  if (found === undefined) throw new TypeError(`Vault answered without ${path.join('.')}.`);
  return found;
}

const policy =
  'path "secret/data/gennaker/*" { capabilities = ["read"] }\npath "secret/data/a b/*" { capabilities = ["read"] }';

async function filled(root: string, cluster: Cluster, namespace: string): Promise<void> {
  await done('POST', 'sys/mounts/secret', root, { type: 'kv', options: { version: '2' } });
  await done('POST', 'sys/policies/acl/gennaker', root, { policy });
  await done('POST', 'secret/data/gennaker/prod', root, { data: { token: 'the-token', other: 3 } });
  await done('POST', 'secret/data/gennaker/deleted', root, { data: { token: 'gone' } });
  await done('DELETE', 'secret/data/gennaker/deleted', root);
  await done('POST', 'secret/data/billing/prod', root, { data: { token: 'of-another-team' } });
  await done('POST', 'sys/auth/kubernetes', root, { type: 'kubernetes' });
  await done('POST', 'auth/kubernetes/config', root, {
    ...{ kubernetes_host: cluster.url, kubernetes_ca_cert: readFileSync(cluster.caFile, 'utf8') },
    token_reviewer_jwt: cluster.adminToken,
  });
  await done('POST', 'auth/kubernetes/role/gennaker', root, {
    ...{ bound_service_account_names: ['gennaker'], bound_service_account_namespaces: [namespace] },
    ...{ token_policies: ['gennaker'], token_ttl: '1h' },
  });
}

/** The token that a pod of this service account finds in its file. */
async function podToken(cluster: Cluster, namespace: string, name: string): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await cluster.api().ok({ method: 'POST', path: accounts, body: { metadata: { name } } });
  const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
  return text(
    await cluster.api().ok({ method: 'POST', path: `${accounts}/${name}/token`, body: asked }),
    'status',
    'token',
  );
}

async function record(cluster: Cluster): Promise<Readonly<Record<string, RecordedCall>>> {
  const opened = await done('POST', 'sys/init', undefined, { secret_shares: 1, secret_threshold: 1 });
  const root = text(opened, 'root_token');
  const key = String(listAt(opened, 'keys')[0]);
  await done('POST', 'sys/unseal', undefined, { key });
  const namespace = await cluster.createNamespace('gennaker');
  await filled(root, cluster, namespace);
  const ours = await podToken(cluster, namespace, 'gennaker');
  const foreign = await podToken(cluster, namespace, 'billing');
  const read = (path: string, token?: string) =>
    send({ method: 'GET', path: `/v1/${path}`, ...(token === undefined ? {} : { token }) });
  const logIn = (role: string, jwt: string) =>
    send({ method: 'POST', path: '/v1/auth/kubernetes/login', body: { role, jwt } });
  const login = await logIn('gennaker', ours);
  const token = text(login.body, 'auth', 'client_token');
  const recorded = {
    'a pod logs in': login,
    'a pod of another service account logs in': await logIn('gennaker', foreign),
    'a pod logs in as a role that is not there': await logIn('none', ours),
    'what is no token of a pod logs in': await logIn('gennaker', 'no-token'),
    'a secret is read': await read('secret/data/gennaker/prod', token),
    'a path that is not there is read': await read('secret/data/a%20b/c', token),
    'a deleted secret is read': await read('secret/data/gennaker/deleted', token),
    'a secret that the policy does not name is read': await read('secret/data/billing/prod', token),
    'a secret is read with a token that Vault does not know': await read('secret/data/gennaker/prod', 'hvs.of-nobody'),
    'a secret is read without a token': await read('secret/data/gennaker/prod'),
  };
  await done('POST', 'auth/token/revoke-self', token);
  const revoked = await read('secret/data/gennaker/prod', token);
  await done('POST', 'sys/seal', root);
  return {
    ...recorded,
    'a secret is read with a token that was revoked': revoked,
    'a secret is read while Vault is sealed': await read('secret/data/gennaker/prod', token),
    'a pod logs in while Vault is sealed': await logIn('gennaker', ours),
  };
}

const cluster = await startCluster();
try {
  const recorded = Object.entries(await record(cluster));
  const answers = Object.fromEntries(recorded.map(([situation, call]) => [situation, without(call)]));
  writeFileSync('test/fixtures/vault/answers.json', `${JSON.stringify(answers, undefined, 2)}\n`);
} finally {
  await cluster.stop();
}
