import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { reached } from '../../backend-stub/compose.ts';
import type { ClusterAccount } from '../../backend-stub/control-plane/argo-rollouts/accounts.ts';
import type { ControlPlane } from '../../backend-stub/ports.ts';
import type { SecretSource } from '../../backend-stub/secret-port.ts';
import { sharedCluster } from '../cluster/cluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { tokenOf } from '../cluster/credentials.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { referenceTo } from './cluster-under-test.ts';
import { thrown } from './thrown.ts';

jest.setTimeout(90_000);

describe('an account that is reached by an address, an authority and a token', () => {
  let cluster: Cluster;
  let namespace: string;
  const closing: (() => void)[] = [];

  beforeAll(async () => {
    cluster = await sharedCluster();
    namespace = await cluster.createNamespace('token');
  }, 20 * 60_000);
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  const open = (token: SecretSource, others: readonly ClusterAccount[] = []): ControlPlane => {
    const credentials = { source: 'token', server: cluster.url, caFile: cluster.caFile, token } as const;
    const { controlPlane } = reached({ accounts: [{ name: 'prod', credentials }, ...others] });
    closing.push(() => controlPlane.close());
    return controlPlane;
  };
  const inFile = (text: string): SecretSource & { readonly from: 'file' } => {
    const path = join(scratchFolder('token'), 'token');
    writeFileSync(path, text);
    return { from: 'file', path };
  };

  it('is asked with the token of the file, and with the next one when it has been replaced', async () => {
    const source = inFile(`${tokenOf('admin')}\n`);
    const controlPlane = open(source);
    expect(await controlPlane.read('prod', referenceTo(namespace))).toBeUndefined();
    writeFileSync(source.path, 'worn-out-token');
    const refused = await thrown(
      (async () => {
        // What is known is good for a second.
        for (;;) await controlPlane.read('prod', referenceTo(namespace));
      })(),
    );
    expect(refused).toMatchObject({ name: 'ClusterUnreachable', reason: 'credentials' });
    expect(refused.message).not.toContain('worn-out-token');
    writeFileSync(source.path, tokenOf('admin'));
    expect(await controlPlane.read('prod', referenceTo(namespace))).toBeUndefined();
  });

  it('may have its token in a Secret of another cluster, which another account reads', async () => {
    const path = `/api/v1/namespaces/${namespace}/secrets/of-prod`;
    const data = { token: Buffer.from(tokenOf('admin')).toString('base64') };
    await cluster.api().apply(path, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'of-prod' }, data });
    const here = {
      name: 'here',
      credentials: { source: 'kubeconfig', path: cluster.kubeconfig('admin') },
    } as const;
    const from = { from: 'kubernetesSecret', account: 'here', namespace, key: 'token' } as const;
    expect(await open({ ...from, name: 'of-prod' }, [here]).read('prod', referenceTo(namespace))).toBeUndefined();
    const absent = await thrown(open({ ...from, name: 'absent' }, [here]).read('prod', referenceTo(namespace)));
    expect(absent.message).toBe(
      `Cluster prod cannot be used to get Rollout web in namespace ${namespace}: its token can not be read: Key token of Secret absent in ${namespace} of account here can not be used: the Secret does not exist.`,
    );
  });

  it('says where its token is not, and that it holds more than one', async () => {
    const missing = await thrown(open({ from: 'file', path: '/nowhere/token' }).read('prod', referenceTo(namespace)));
    expect(missing).toMatchObject({ name: 'ClusterUnreachable', reason: 'credentials' });
    expect(missing.message).toBe(
      `Cluster prod cannot be used to get Rollout web in namespace ${namespace}: its token can not be read: The file /nowhere/token can not be used: it can not be read (ENOENT).`,
    );
    const two = await thrown(open(inFile('one two')).read('prod', referenceTo(namespace)));
    expect(two.message).toBe(
      `Cluster prod cannot be used to get Rollout web in namespace ${namespace}: its token holds more than one word.`,
    );
  });
});
