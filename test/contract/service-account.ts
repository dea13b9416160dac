import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** A service account of the namespace, with a token as the API server gives it out and the same one after its end. */
export async function tokensOf(cluster: Cluster, namespace: string): Promise<{ valid: string; expired: string }> {
  const api = cluster.api();
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await api.ok({ method: 'POST', path: accounts, body: { metadata: { name: 'deployer' } } });
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } };
  const answer = await api.ok({ method: 'POST', path: `${accounts}/deployer/token`, body: request });
  const valid = textAt(answer, 'status', 'token') ?? '';
  return { valid, expired: ended(valid, readFileSync(join(dirname(cluster.caFile), 'service-account.key'), 'utf8')) };
}

/** Signed by the same key, an hour older: nothing but time is wrong with it. */
function ended(token: string, key: string): string {
  const [head = '', body = ''] = token.split('.');
  const claims = recordAt(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const earlier = Object.fromEntries(['iat', 'nbf', 'exp'].map((name) => [name, Number(claims[name]) - 3600]));
  const signed = `${head}.${Buffer.from(JSON.stringify({ ...claims, ...earlier })).toString('base64url')}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}
