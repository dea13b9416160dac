import { at, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { isClusterConflict } from '../../backend-stub/control-plane/errors.ts';
import { account, configMap, open, pathOf, referenceTo, rollout, type ClusterUnderTest } from './cluster-under-test.ts';
import { thrown } from './thrown.ts';

export function writingContract(cluster: () => ClusterUnderTest): void {
  const settings = (namespace: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'settings' });
  const start = async () => ({
    ...open({ kubeconfig: cluster().kubeconfig('admin') }),
    namespace: await cluster().createNamespace(),
  });

  it('reads undefined for what does not exist, and the whole object once it does', async () => {
    const { controlPlane, namespace } = await start();
    expect(await controlPlane.read(account, settings(namespace))).toBeUndefined();
    await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    expect(await controlPlane.read(account, settings(namespace))).toMatchObject({
      kind: 'ConfigMap',
      data: { colour: 'blue' },
      metadata: { managedFields: [{ manager: 'gennaker', operation: 'Apply' }] },
    });
  });

  it('reads undefined in a namespace that does not exist', async () => {
    const { controlPlane } = await start();
    expect(await controlPlane.read(account, settings('nowhere'))).toBeUndefined();
  });

  it('changes nothing when the same content is applied again', async () => {
    const { controlPlane, namespace } = await start();
    const first = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    const second = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it('changes nothing in a dry run, and answers what it would have done', async () => {
    const { controlPlane, namespace } = await start();
    const before = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    const answer = await controlPlane.apply(account, configMap(namespace, { colour: 'red' }), { dryRun: true });
    expect(answer).toMatchObject({ data: { colour: 'red' } });
    expect(await controlPlane.read(account, settings(namespace))).toEqual(before);
  });

  it('does not create in a dry run, which counts as a try and not as an apply', async () => {
    const { controlPlane, namespace, calls } = await start();
    await controlPlane.apply(account, rollout(namespace), { dryRun: true });
    expect(calls.map(({ verb }) => verb)).toEqual(['discover', 'try']);
    expect(await controlPlane.read(account, referenceTo(namespace))).toBeUndefined();
  });

  it('refuses an apply that was meant for an earlier state', async () => {
    const { controlPlane, namespace } = await start();
    const read = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    await controlPlane.apply(account, configMap(namespace, { colour: 'green' }));
    const { resourceVersion = '' } = read.metadata;
    const late = configMap(namespace, { colour: 'red' });
    const error = await thrown(
      controlPlane.apply(account, { ...late, metadata: { ...late.metadata, resourceVersion } }),
    );
    expect(isClusterConflict(error)).toBe(true);
    expect(error.message).toBe(
      `ConfigMap settings in ${namespace} on cluster prod was changed by somebody else in the meantime, so nothing was done.`,
    );
  });

  it('refuses an apply that was meant for another object of the same name, as when it was deleted and made anew', async () => {
    const { controlPlane, namespace } = await start();
    const read = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    await cluster().send({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/settings` });
    const { resourceVersion = '', uid = '' } = read.metadata;
    const late = configMap(namespace, { colour: 'red' });
    const conditional = { ...late, metadata: { ...late.metadata, resourceVersion, uid } };
    expect(isClusterConflict(await thrown(controlPlane.apply(account, conditional)))).toBe(true);
    expect(await controlPlane.read(account, settings(namespace))).toBeUndefined();
  });

  it('deletes only the object that was read, and what is gone already is no failure', async () => {
    const { controlPlane, namespace, calls } = await start();
    const read = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    const changed = await controlPlane.apply(account, configMap(namespace, { colour: 'green' }));
    expect(isClusterConflict(await thrown(controlPlane.delete(account, read)))).toBe(true);
    const other = { ...changed, metadata: { ...changed.metadata, uid: 'of-another-object' } };
    expect(isClusterConflict(await thrown(controlPlane.delete(account, other)))).toBe(true);
    await controlPlane.delete(account, changed, { dryRun: true });
    expect(await controlPlane.read(account, settings(namespace))).toEqual(changed);
    await controlPlane.delete(account, changed);
    await controlPlane.delete(account, changed);
    expect(await controlPlane.read(account, settings(namespace))).toBeUndefined();
    expect(calls.map(({ verb }) => verb).slice(-4)).toEqual(['get', 'delete', 'delete', 'get']);
  });

  it('patches nothing in a dry run', async () => {
    const { controlPlane, namespace } = await start();
    const before = await controlPlane.apply(account, configMap(namespace, { colour: 'blue' }));
    const patch = { body: { data: { colour: 'red' } }, dryRun: true };
    expect(await controlPlane.patch(account, settings(namespace), patch)).toMatchObject({ data: { colour: 'red' } });
    expect(await controlPlane.read(account, settings(namespace))).toEqual(before);
  });

  it('keeps what others manage, takes over what it sets, and gives up what it no longer sets', async () => {
    const { controlPlane, namespace } = await start();
    const path = `/api/v1/namespaces/${namespace}/configmaps/settings`;
    await cluster().send({
      method: 'PATCH',
      path: `${path}?fieldManager=somebody&force=true`,
      contentType: 'application/apply-patch+yaml',
      body: configMap(namespace, { theirs: 'kept', both: 'theirs' }),
    });
    await controlPlane.apply(account, configMap(namespace, { both: 'ours', ours: 'yes' }));
    expect(at(await controlPlane.read(account, settings(namespace)), 'data')).toEqual({
      theirs: 'kept',
      both: 'ours',
      ours: 'yes',
    });
    await controlPlane.apply(account, configMap(namespace, { both: 'ours' }));
    expect(at(await controlPlane.read(account, settings(namespace)), 'data')).toEqual({ theirs: 'kept', both: 'ours' });
  });

  it('leaves the number of pods that an autoscaler set when it sends that number', async () => {
    const { controlPlane, namespace } = await start();
    await controlPlane.apply(account, rollout(namespace, { replicas: 2 }));
    await cluster().send({
      method: 'PATCH',
      path: `${pathOf(namespace)}/scale?fieldManager=autoscaler`,
      contentType: 'application/merge-patch+json',
      body: { spec: { replicas: 5 } },
    });
    const live = Number(at(await controlPlane.read(account, referenceTo(namespace)), 'spec', 'replicas'));
    expect(live).toBe(5);
    const applied = await controlPlane.apply(account, rollout(namespace, { replicas: live, image: 'web:2' }));
    expect(at(applied, 'spec', 'replicas')).toBe(5);
  });

  it('lists by labels, says of each object what it is, and finds all of more than one page', async () => {
    const { controlPlane, namespace } = await start();
    const names = Array.from({ length: 501 }, (_, index) => `settings-${index}`);
    const metadata = (name: string) => ({ name, namespace, labels: { half: name.endsWith('7') ? 'seven' : 'other' } });
    const made = names.map((name) =>
      controlPlane.apply(account, { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name) }),
    );
    await Promise.all(made);
    const selection = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
    const all = await controlPlane.list(account, selection);
    expect(new Set(all.map((object) => textAt(object, 'metadata', 'name')))).toEqual(
      new Set([...names, ...rootCertificate(all)]),
    );
    const sevens = await controlPlane.list(account, { ...selection, labels: 'half=seven' });
    expect(sevens).toHaveLength(50);
    expect(sevens[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });
  });

  it('says whether Rollouts are served', async () => {
    const { controlPlane } = await start();
    expect(await controlPlane.rolloutsInstalled(account)).toBe(true);
  });
}

/** A full controller manager puts one into every namespace. */
function rootCertificate(objects: readonly unknown[]): readonly string[] {
  return objects.some((object) => textAt(object, 'metadata', 'name') === 'kube-root-ca.crt')
    ? ['kube-root-ca.crt']
    : [];
}
