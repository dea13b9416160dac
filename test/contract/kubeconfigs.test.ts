import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { jest } from '@jest/globals';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { account, closeAll, open, referenceTo } from './cluster-under-test.ts';
import { rewritten } from './kubeconfig.ts';
import { tokensOf } from './service-account.ts';
import { thrown } from './thrown.ts';

jest.setTimeout(90_000);

describe('a kubeconfig that does not work', () => {
  let cluster: Cluster;
  let namespace: string;

  beforeAll(async () => {
    cluster = await sharedCluster();
    namespace = await cluster.createNamespace('kubeconfig');
  }, 20 * 60_000);
  afterEach(closeAll);

  const reading = (kubeconfig: string): Promise<Error> =>
    thrown(open({ kubeconfig }).controlPlane.read(account, referenceTo(namespace)));
  const admin = (rewrite: (text: string) => string): string => rewritten(cluster.kubeconfig('admin'), rewrite);
  const withToken = (token: string): string => admin((text) => text.replace(/token: .*/, `token: ${token}`));
  const withCommand = (command: string, ...words: readonly string[]): string =>
    admin((text) =>
      text.replace(
        /token: .*/,
        `exec: { apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ${command}, args: ${JSON.stringify(words)} }`,
      ),
    );
  const sentence = (why: string): string =>
    `Cluster prod cannot be used to get Rollout web in namespace ${namespace}: ${why}`;

  it('since its file is missing, names the file', async () => {
    const error = await reading('/nowhere/kubeconfig');
    expect(error).toMatchObject({ name: 'ClusterUnreachable', reason: 'configuration' });
    expect(error.message).toBe(sentence('its kubeconfig /nowhere/kubeconfig cannot be read (ENOENT).'));
  });

  it('since a file that it names is missing, names both', async () => {
    const kubeconfig = admin((text) =>
      text.replace(/certificate-authority: .*/, 'certificate-authority: /nowhere/ca.crt'),
    );
    expect((await reading(kubeconfig)).message).toBe(
      sentence(`its kubeconfig ${kubeconfig} names /nowhere/ca.crt, which cannot be read (ENOENT).`),
    );
  });

  it('since it trusts another authority than that of the API server, says so', async () => {
    const other = join(mkdtempSync(join(tmpdir(), 'gennaker-authority-')), 'ca.crt');
    writeFileSync(other, rootCertificates[0] ?? '');
    const error = await reading(admin((text) => text.replace(cluster.caFile, other)));
    expect(error).toMatchObject({ reason: 'tls' });
    expect(error.message).toMatch(
      /: the certificate of its API server is not accepted \([A-Z_]+\); the certificate authority in the kubeconfig may be wrong or out of date\.$/,
    );
    expect(error.message).toContain(sentence(''));
  });

  it('since its token has expired, says that it may have', async () => {
    const { valid, expired } = await tokensOf(cluster, namespace);
    expect(await reading(withToken(valid))).toMatchObject({ name: 'ClusterForbidden' });
    expect((await reading(withToken(expired))).message).toBe(
      sentence(
        'its API server does not accept the credentials of the kubeconfig (401); the token or the certificate may have expired.',
      ),
    );
  });

  it('since its login command is not installed, names the command', async () => {
    const error = await reading(withCommand('gennaker-test-login'));
    expect(error).toMatchObject({ reason: 'credentials' });
    expect(error.message).toBe(
      sentence(
        'the login command of its kubeconfig, gennaker-test-login, could not be run (ENOENT); it has to be installed where Gennaker runs.',
      ),
    );
  });

  it('since its login command fails, keeps what the command printed to itself', async () => {
    const error = await reading(withCommand('/bin/sh', '-c', 'echo a-secret-token >&2; exit 1'));
    expect(error.message).toBe(
      sentence(
        'the login that its kubeconfig asks for failed; try the same kubeconfig with kubectl where Gennaker runs.',
      ),
    );
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain('a-secret-token');
  });

  it('for one verb only, names the verb, the resource and the namespace', async () => {
    const { controlPlane } = open({ kubeconfig: cluster.kubeconfig('outsider') });
    const error = await thrown(
      controlPlane.patch(account, referenceTo(namespace), { body: { spec: { paused: true } } }),
    );
    expect(error).toMatchObject({ name: 'ClusterForbidden' });
    expect(error.message).toBe(
      `Account prod lacks the right to patch rollouts (API group argoproj.io) in namespace ${namespace}; an administrator of that cluster can grant it to the service's user with a Role.`,
    );
  });
});
