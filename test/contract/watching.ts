import type { ArgoRollouts } from '../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { managedLabel } from '../../backend-stub/deployment/labels.ts';
import { at, textAt, type ObjectReference } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { Observation } from '../../backend-stub/ports.ts';
import {
  account,
  eventually,
  open,
  pathOf,
  referenceTo,
  rollout,
  type ClusterUnderTest,
} from './cluster-under-test.ts';

/** Waits until the watch knows a rollout to be in a state. */
export function observed<Kind extends Observation['kind']>(
  controlPlane: ArgoRollouts,
  reference: ObjectReference,
  kind: Kind,
): Promise<Extract<Observation, { kind: Kind }>> {
  return eventually(`${reference.name} is ${kind}`, () => {
    const observation = controlPlane.observe(account, reference);
    return isOf(observation, kind) ? observation : undefined;
  });
}

function isOf<Kind extends Observation['kind']>(
  observation: Observation,
  kind: Kind,
): observation is Extract<Observation, { kind: Kind }> {
  return observation.kind === kind;
}

export function watchingContract(cluster: () => ClusterUnderTest): void {
  const start = async () => ({
    ...open({ kubeconfig: cluster().kubeconfig('admin') }),
    namespace: await cluster().createNamespace(),
  });
  const writer = () => open({ kubeconfig: cluster().kubeconfig('admin') }).controlPlane;

  it('knows nothing of a namespace that nobody watches', async () => {
    const { controlPlane, namespace, calls } = await start();
    expect(controlPlane.observe(account, referenceTo(namespace))).toEqual({
      kind: 'unknown',
      why: `Nobody watches the Rollouts of ${namespace} on cluster prod.`,
    });
    expect(calls).toEqual([]);
  });

  it('knows nothing before the first list, then says absent only after the cluster was asked for that very object', async () => {
    const { controlPlane, namespace, calls } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    expect(controlPlane.observe(account, referenceTo(namespace)).kind).toBe('unknown');
    await observed(controlPlane, referenceTo(namespace), 'absent');
    expect(calls.filter(({ verb }) => verb === 'get')).toHaveLength(1);
  });

  it('sees what others create, change and delete, and tells its listeners', async () => {
    const { controlPlane, namespace } = await start();
    const told: ObjectReference[] = [];
    controlPlane.watch(account, namespace, (reference) => told.push(reference));
    await observed(controlPlane, referenceTo(namespace), 'absent');
    const others = writer();
    await others.apply(account, rollout(namespace));
    await observed(controlPlane, referenceTo(namespace), 'present');
    await eventually('the controller reports', () => {
      const seen = controlPlane.observe(account, referenceTo(namespace));
      return seen.kind === 'present' && textAt(seen.object, 'status', 'phase') === 'Healthy' ? seen : undefined;
    });
    told.length = 0;
    await cluster().send({ method: 'DELETE', path: pathOf(namespace) });
    await observed(controlPlane, referenceTo(namespace), 'absent');
    expect(told).toContainEqual(referenceTo(namespace));
  });

  it('carries no rollout without our label, and counts every event with its bytes', async () => {
    const { controlPlane, namespace, calls, watched } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    await eventually('the watch is open', () => calls.find(({ verb }) => verb === 'watch'));
    const others = writer();
    for (const replicas of [1, 2, 1]) {
      const foreign = rollout(namespace, { name: 'foreign', replicas });
      await others.apply(account, { ...foreign, metadata: { name: 'foreign', namespace } });
    }
    const ours = await others.apply(account, rollout(namespace));
    await observed(controlPlane, referenceTo(namespace), 'present');
    expect(watched[0]).toMatchObject({ account, type: 'ADDED' });
    expect(watched[0]?.bytes).toBeGreaterThan(JSON.stringify(ours).length / 2);
    expect(watched.filter(({ type }) => type === 'ADDED')).toHaveLength(1);
    expect(controlPlane.observe(account, referenceTo(namespace, 'foreign')).kind).toBe('unknown');
  });

  it('tells a rollout that was made anew by its uid', async () => {
    const { controlPlane, namespace } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    const first = await controlPlane.apply(account, rollout(namespace));
    await observed(controlPlane, referenceTo(namespace), 'present');
    await cluster().send({ method: 'DELETE', path: pathOf(namespace) });
    await observed(controlPlane, referenceTo(namespace), 'absent');
    await writer().apply(account, rollout(namespace));
    const { object } = await observed(controlPlane, referenceTo(namespace), 'present');
    expect(object.metadata.uid).not.toBe(first.metadata.uid);
  });

  it('does not take a rollout for deleted when somebody takes our label off', async () => {
    const { controlPlane, namespace } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    await controlPlane.apply(account, rollout(namespace));
    await observed(controlPlane, referenceTo(namespace), 'present');
    const label = (value: string | null) =>
      cluster().send({
        method: 'PATCH',
        path: pathOf(namespace),
        contentType: 'application/merge-patch+json',
        body: { metadata: { labels: { [managedLabel]: value } } },
      });
    await label(null);
    const why = await eventually('the label is missed', () => {
      const seen = controlPlane.observe(account, referenceTo(namespace));
      expect(seen.kind).not.toBe('absent');
      return seen.kind === 'unknown' && seen.why.includes('label') ? seen.why : undefined;
    });
    expect(why).toBe(
      `Rollout web in ${namespace} does not carry the label gennaker.dev/managed: "true", so it is not watched.`,
    );
    await label('true');
    await observed(controlPlane, referenceTo(namespace), 'present');
  });

  it('knows its own write before the event of it comes', async () => {
    const { controlPlane, namespace } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    await observed(controlPlane, referenceTo(namespace), 'absent');
    await controlPlane.apply(account, rollout(namespace));
    expect(controlPlane.observe(account, referenceTo(namespace)).kind).toBe('present');
    expect(controlPlane.observe(account, referenceTo(namespace, 'other')).kind).toBe('unknown');
  });

  it('keeps status and the small fields of spec, and drops what is big', async () => {
    const { controlPlane, namespace } = await start();
    controlPlane.watch(account, namespace, () => undefined);
    await controlPlane.apply(account, rollout(namespace));
    const { object } = await observed(controlPlane, referenceTo(namespace), 'present');
    expect(at(object, 'spec', 'replicas')).toBe(2);
    expect(at(object, 'spec', 'strategy', 'canary', 'steps')).toHaveLength(4);
    expect(at(object, 'spec', 'template')).toBeUndefined();
    expect(at(object, 'metadata', 'managedFields')).toBeUndefined();
  });

  it('shares one watch among all listeners, and looking costs no call', async () => {
    const { controlPlane, namespace, calls } = await start();
    await controlPlane.apply(account, rollout(namespace));
    for (let listener = 0; listener < 10; listener += 1) controlPlane.watch(account, namespace, () => undefined);
    await observed(controlPlane, referenceTo(namespace), 'present');
    await eventually('the watch is open', () => calls.find(({ verb }) => verb === 'watch'));
    const before = calls.length;
    for (let look = 0; look < 1000; look += 1) controlPlane.observe(account, referenceTo(namespace));
    expect(calls).toHaveLength(before);
    expect(calls.filter(({ verb }) => verb === 'list' || verb === 'watch')).toHaveLength(2);
  });

  it('goes on when a listener throws, and tells the others', async () => {
    const troubles: unknown[] = [];
    const { controlPlane } = open(
      { kubeconfig: cluster().kubeconfig('admin') },
      { onTrouble: ({ error }) => troubles.push(error) },
    );
    const namespace = await cluster().createNamespace();
    const mistake = new Error('a mistake of the listener');
    let told = 0;
    controlPlane.watch(account, namespace, () => {
      throw mistake;
    });
    controlPlane.watch(account, namespace, () => (told += 1));
    await writer().apply(account, rollout(namespace));
    await observed(controlPlane, referenceTo(namespace), 'present');
    const first = told;
    await writer().apply(account, rollout(namespace, { replicas: 3 }));
    await eventually('the next change is told', () => (told > first ? told : undefined));
    expect(troubles).toContain(mistake);
  });

  it('outlives its last listener for a while, and then ends', async () => {
    const { controlPlane, calls } = open({ kubeconfig: cluster().kubeconfig('admin') }, { timings: { linger: 300 } });
    const namespace = await cluster().createNamespace();
    const ends = [1, 2].map(() => controlPlane.watch(account, namespace, () => undefined));
    await observed(controlPlane, referenceTo(namespace), 'absent');
    for (const end of ends) end();
    expect(controlPlane.observe(account, referenceTo(namespace)).kind).toBe('absent');
    const again = controlPlane.watch(account, namespace, () => undefined);
    expect(calls.filter(({ verb }) => verb === 'list')).toHaveLength(1);
    again();
    const { why } = await observed(controlPlane, referenceTo(namespace), 'unknown');
    expect(why).toContain('Nobody watches');
  });
}
