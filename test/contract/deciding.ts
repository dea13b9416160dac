import { isClusterConflict } from '../../backend-stub/control-plane/errors.ts';
import { numberAt, recordAt, textAt, type KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { ArgoRollouts } from '../../backend-stub/control-plane/argo-rollouts/control-plane.ts';
import { account, eventually, open, referenceTo, rollout, type ClusterUnderTest } from './cluster-under-test.ts';
import { thrown } from './thrown.ts';

type Status = Readonly<Record<string, unknown>>;

interface Subject {
  readonly controlPlane: ArgoRollouts;
  readonly namespace: string;
}

/** The patches of `kubectl argo rollouts`, each conditional on what was read. */
export function decidingContract(cluster: () => ClusterUnderTest): void {
  it('goes on with the next step when the pause is taken away', async () => {
    const subject = await pausedAtFirstStep(cluster());
    await decide(subject, { pauseConditions: null });
    await becomes(subject, 'paused at step 3', (object) => isPausedAt(object, 3));
  });

  it('skips all that is left when promoted fully', async () => {
    const subject = await pausedAtFirstStep(cluster());
    const old = textAt(await read(subject), 'status', 'stableRS');
    await decide(subject, { promoteFull: true });
    const done = await becomes(subject, 'done', isDone);
    expect(textAt(done, 'status', 'stableRS')).not.toBe(old);
  });

  it('goes back to the stable version when aborted, and starts over when retried', async () => {
    const subject = await pausedAtFirstStep(cluster());
    await decide(subject, { abort: true });
    await becomes(
      subject,
      'aborted',
      (object) => textAt(object, 'status', 'abortedAt') !== undefined && phaseOf(object) === 'Degraded',
    );
    await decide(subject, { abort: false });
    await becomes(
      subject,
      'paused at step 1 again',
      (object) => isPausedAt(object, 1) && textAt(object, 'status', 'abortedAt') === undefined,
    );
  });

  it('becomes healthy on the stable version when the old template is put back after an abort', async () => {
    const subject = await pausedAtFirstStep(cluster());
    await decide(subject, { abort: true });
    await becomes(subject, 'aborted', (object) => textAt(object, 'status', 'abortedAt') !== undefined);
    await subject.controlPlane.apply(account, rollout(subject.namespace));
    await becomes(subject, 'healthy', isDone);
  });

  it('is held by spec.paused, and forgets a promotion that was sent meanwhile', async () => {
    const subject = await pausedAtFirstStep(cluster());
    const reference = referenceTo(subject.namespace);
    const messageIs = (message: string) => (object: KubernetesObject) =>
      textAt(object, 'status', 'message') === message;
    await subject.controlPlane.patch(account, reference, { body: { spec: { paused: true } } });
    await becomes(subject, 'manually paused', messageIs('manually paused'));
    await decide(subject, { pauseConditions: null });
    await settled(subject);
    await subject.controlPlane.patch(account, reference, { body: { spec: { paused: false } } });
    const object = await becomes(subject, 'paused by its step', messageIs('CanaryPauseStep'));
    expect(isPausedAt(object, 1)).toBe(true);
  });

  it('refuses a decision about an earlier state, and changes nothing', async () => {
    const subject = await pausedAtFirstStep(cluster());
    const patch = statusPatch('1', { abort: true });
    const error = await thrown(subject.controlPlane.patch(account, referenceTo(subject.namespace), patch));
    expect(isClusterConflict(error)).toBe(true);
    expect(isPausedAt(await read(subject), 1)).toBe(true);
  });

  it('lets only the first of two decisions about the same state through', async () => {
    const subject = await pausedAtFirstStep(cluster());
    const seen = await settled(subject);
    const patch = statusPatch(seen, { promoteFull: true });
    const reference = referenceTo(subject.namespace);
    const answers = await Promise.allSettled([1, 2].map(() => subject.controlPlane.patch(account, reference, patch)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
}

async function pausedAtFirstStep(cluster: ClusterUnderTest): Promise<Subject> {
  const { controlPlane } = open({ kubeconfig: cluster.kubeconfig('admin') });
  const namespace = await cluster.createNamespace();
  const subject = { controlPlane, namespace };
  await controlPlane.apply(account, rollout(namespace));
  await becomes(subject, 'healthy at first', isDone);
  await controlPlane.apply(account, rollout(namespace, { image: 'web:2' }));
  await becomes(subject, 'paused at step 1', (object) => isPausedAt(object, 1));
  return subject;
}

/** Reads and patches until nobody else, which is the controller, wrote in between. */
async function decide({ controlPlane, namespace }: Subject, status: Status): Promise<void> {
  await eventually('the patch is accepted', async () => {
    const object = await read({ controlPlane, namespace });
    const patch = statusPatch(object.metadata.resourceVersion ?? '', status);
    return controlPlane.patch(account, referenceTo(namespace), patch).catch((error: unknown) => {
      if (isClusterConflict(error)) return undefined;
      throw error;
    });
  });
}

/** The version of a rollout that the controller has nothing left to write about: two looks find the same. */
async function settled(subject: Subject): Promise<string> {
  let before = '';
  return eventually('the controller rests', async () => {
    const { resourceVersion = '' } = (await read(subject)).metadata;
    if (resourceVersion === before) return resourceVersion;
    before = resourceVersion;
    return undefined;
  });
}

function statusPatch(resourceVersion: string, status: Status) {
  return { body: { metadata: { resourceVersion }, status }, subresource: 'status' } as const;
}

async function read({ controlPlane, namespace }: Subject): Promise<KubernetesObject> {
  const object = await controlPlane.read(account, referenceTo(namespace));
  if (object === undefined) throw new Error('the rollout is gone');
  return object;
}

function becomes(subject: Subject, what: string, is: (object: KubernetesObject) => boolean): Promise<KubernetesObject> {
  return eventually(what, async () => {
    const object = await read(subject);
    return is(object) ? object : undefined;
  });
}

const phaseOf = (object: KubernetesObject): string | undefined => textAt(object, 'status', 'phase');

function isPausedAt(object: KubernetesObject, step: number): boolean {
  const status = recordAt(object, 'status');
  return (
    phaseOf(object) === 'Paused' &&
    numberAt(status, 'currentStepIndex') === step &&
    status['currentPodHash'] !== status['stableRS']
  );
}

function isDone(object: KubernetesObject): boolean {
  const status = recordAt(object, 'status');
  return (
    phaseOf(object) === 'Healthy' &&
    status['currentPodHash'] === status['stableRS'] &&
    status['observedGeneration'] === String(object.metadata.generation)
  );
}
