import {
  isAccountUnknown,
  isClusterForbidden,
  isClusterRejected,
  isClusterUnreachable,
  isKindUnknown,
  isNamespaceMissing,
  isObjectMissing,
  mayRetry,
} from '../../backend-stub/control-plane/errors.ts';
import {
  account,
  configMap,
  eventually,
  open,
  referenceTo,
  rollout,
  type ClusterUnderTest,
} from './cluster-under-test.ts';
import { CuttableProxy } from './cuttable-proxy.ts';
import { withPort, withWrongToken } from './kubeconfig.ts';
import { thrown } from './thrown.ts';

export function refusalContract(cluster: () => ClusterUnderTest): void {
  const asAdmin = () => open({ kubeconfig: cluster().kubeconfig('admin') });

  it('names the verb, the resource and the namespace of a missing right', async () => {
    const { controlPlane } = open({ kubeconfig: cluster().kubeconfig('outsider') });
    const namespace = await cluster().createNamespace();
    const error = await thrown(controlPlane.read(account, referenceTo(namespace)));
    expect(isClusterForbidden(error)).toBe(true);
    expect(error).toMatchObject({ verb: 'get', resource: 'rollouts', group: 'argoproj.io', namespace, account });
    expect(error.message).toBe(
      `Account prod lacks the right to get rollouts (API group argoproj.io) in namespace ${namespace}; ` +
        "an administrator of that cluster can grant it to the service's user with a Role.",
    );
    expect(mayRetry(error)).toBe(false);
  });

  it('names the subresource when only the right to decide is missing', async () => {
    const { controlPlane } = open({ kubeconfig: cluster().kubeconfig('outsider') });
    const namespace = await cluster().createNamespace();
    const patch = { body: { status: { abort: true } }, subresource: 'status' } as const;
    const error = await thrown(controlPlane.patch(account, referenceTo(namespace), patch));
    expect(error).toMatchObject({ name: 'ClusterForbidden', verb: 'patch', resource: 'rollouts/status' });
  });

  it('says of each user what he may do in a namespace', async () => {
    const namespace = await cluster().createNamespace();
    const all = await asAdmin().controlPlane.rulesIn(account, namespace);
    expect(all.rules).toContainEqual({ verbs: ['*'], groups: ['*'], resources: ['*'], names: [] });
    const { controlPlane } = open({ kubeconfig: cluster().kubeconfig('outsider') });
    const { rules, incomplete } = await controlPlane.rulesIn(account, namespace);
    expect([rules.flatMap(({ groups }) => groups).includes('argoproj.io'), incomplete]).toEqual([false, false]);
  });

  it('says so when the right to watch is missing', async () => {
    const { controlPlane } = open({ kubeconfig: cluster().kubeconfig('outsider') });
    const namespace = await cluster().createNamespace();
    controlPlane.watch(account, namespace, () => undefined);
    const observation = await eventually('a reason', () => {
      const seen = controlPlane.observe(account, referenceTo(namespace));
      return seen.kind === 'unknown' && seen.why.includes('right') ? seen : undefined;
    });
    expect(observation.why).toContain(
      `lacks the right to list rollouts (API group argoproj.io) in namespace ${namespace}`,
    );
  });

  it('takes a token that is not accepted for bad credentials, not for a missing right', async () => {
    const { controlPlane } = open({ kubeconfig: withWrongToken(cluster().kubeconfig('admin')) });
    const error = await thrown(controlPlane.read(account, referenceTo('default')));
    expect(error).toMatchObject({ name: 'ClusterUnreachable', reason: 'credentials' });
    expect(JSON.stringify([error.message, error.stack, String(error.cause)])).not.toContain('nobody-knows');
  });

  it('says that the namespace is missing', async () => {
    const error = await thrown(asAdmin().controlPlane.apply(account, configMap('nowhere', {})));
    expect(isNamespaceMissing(error)).toBe(true);
    expect(error.message).toBe(
      'Namespace nowhere does not exist on cluster prod. Create it, or deploy to another one.',
    );
  });

  it('says that the cluster does not know the kind', async () => {
    const { controlPlane } = asAdmin();
    const namespace = await cluster().createNamespace();
    const metadata = { name: 'a', namespace };
    const errors = [
      await thrown(controlPlane.apply(account, { apiVersion: 'example.com/v1', kind: 'Thing', metadata })),
      await thrown(controlPlane.apply(account, { apiVersion: 'apps/v1', kind: 'Thing', metadata })),
      await thrown(controlPlane.list(account, { apiVersion: 'example.com/v1', kind: 'Thing', namespace })),
    ];
    expect(errors.map(isKindUnknown)).toEqual([true, true, true]);
    expect(errors[0]?.message).toContain('Cluster prod knows no Thing (example.com/v1).');
  });

  it('hands on what the API server says about an invalid object', async () => {
    const { controlPlane, calls } = asAdmin();
    const namespace = await cluster().createNamespace();
    const invalid = { ...rollout(namespace), apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: -1 } };
    const error = await thrown(controlPlane.apply(account, invalid));
    expect(isClusterRejected(error) && error.why).toContain('spec.replicas: Invalid value: -1');
    expect(mayRetry(error)).toBe(false);
    expect(calls.filter(({ verb }) => verb === 'apply')).toHaveLength(1);
  });

  it('does not take a field that the schema lacks for a passing failure, though it is answered 500', async () => {
    const { controlPlane, calls } = asAdmin();
    const namespace = await cluster().createNamespace();
    const error = await thrown(controlPlane.apply(account, { ...rollout(namespace), spec: { replicaz: 3 } }));
    expect(isClusterRejected(error) && error.why).toContain('.spec.replicaz: field not declared in schema');
    expect(mayRetry(error)).toBe(false);
    expect(calls.filter(({ verb }) => verb === 'apply')).toHaveLength(1);
  });

  it('shows nothing of a Secret that is not accepted', async () => {
    const { controlPlane } = asAdmin();
    const namespace = await cluster().createNamespace();
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'pin', namespace },
      stringData: { pin: 123_456 },
    };
    const error = await thrown(controlPlane.apply(account, secret));
    expect(isClusterRejected(error)).toBe(true);
    expect(`${error.message} ${String(error.stack)}`).not.toContain('123456');
  });

  it('says that there is nothing to patch', async () => {
    const namespace = await cluster().createNamespace();
    const error = await thrown(
      asAdmin().controlPlane.patch(account, referenceTo(namespace), { body: { spec: { paused: true } } }),
    );
    expect(isObjectMissing(error)).toBe(true);
    expect(error.message).toBe(`Rollout web in ${namespace} does not exist on cluster prod.`);
  });

  it('asks for a namespace where the kind needs one', async () => {
    const metadata = { name: 'settings' };
    const error = await thrown(
      asAdmin().controlPlane.apply(account, { apiVersion: 'v1', kind: 'ConfigMap', metadata }),
    );
    expect(isClusterRejected(error) && error.why).toBe('a ConfigMap needs a namespace, and none is given.');
  });

  it('keeps to the namespaces of the account, without a call', async () => {
    const { controlPlane, calls } = open({ kubeconfig: cluster().kubeconfig('admin'), namespaces: ['shop'] });
    const error = await thrown(controlPlane.apply(account, configMap('default', {})));
    expect(isClusterRejected(error) && error.why).toContain('keeps this account to shop');
    expect(() => controlPlane.watch(account, 'default', () => undefined)).toThrow('keeps this account to shop');
    expect(calls).toEqual([]);
  });

  it('names the accounts that there are when one is unknown', async () => {
    const error = await thrown(asAdmin().controlPlane.read('test', referenceTo('default')));
    expect(isAccountUnknown(error)).toBe(true);
    expect(error.message).toBe('No account test is configured for Gennaker: configured are prod.');
  });

  it('tells a cluster that is not there from one that refuses, and says so only when it is asked', async () => {
    const proxy = await CuttableProxy.to(cluster().port);
    const { port } = proxy;
    await proxy.close();
    const { controlPlane } = open({ kubeconfig: withPort(cluster().kubeconfig('admin'), port) });
    expect(controlPlane.accounts()).toEqual([{ name: 'prod' }]);
    const error = await thrown(controlPlane.read(account, referenceTo('default')));
    expect(isClusterUnreachable(error) && error.reason).toBe('refused');
    expect(error.message).toBe(
      'Cluster prod cannot be used to get Rollout web in namespace default: its API server refused the connection (ECONNREFUSED); it may be down, or its address in the kubeconfig may be wrong.',
    );
    expect(mayRetry(error)).toBe(true);
  });

  it('gives up on a cluster that takes the connection and says nothing', async () => {
    const proxy = await CuttableProxy.to(cluster().port);
    const kubeconfig = withPort(cluster().kubeconfig('admin'), proxy.port);
    const { controlPlane } = open({ kubeconfig }, { timings: { call: 1_000 } });
    await controlPlane.read(account, referenceTo('default'));
    proxy.freeze();
    const error = await thrown(controlPlane.read(account, referenceTo('default')));
    expect(error).toMatchObject({ name: 'ClusterUnreachable', reason: 'timeout' });
    await proxy.close();
  });
}
