import type { Scene } from './scene.ts';
import { condition, isDone, isPaused, isStalled, newPods, phase, readyPods, waitingReasons } from './snapshot.ts';

/** A deadline that makes stalls quick to record; it must be longer than podinfo's minReadySeconds of 3. */
const impatient = { progressDeadlineSeconds: 10 };

export async function firstDeployment(scene: Scene): Promise<void> {
  const { journal } = scene;
  const completed = journal.next(
    'Completed without pods',
    (state) => condition(state, 'Completed')?.startsWith('True') === true && readyPods(state) === 0,
  );
  const progressing = journal.next(
    'half way',
    (state) => phase(state) === 'Progressing' && newPods(state).length === 4,
  );
  const applied = await scene.apply({ tag: '6.14.0' });
  scene.save(
    'first-deployment-completed-before-pods',
    'Completed is True while no pod is ready: steps are not followed the first time.',
    {
      applied,
      state: await completed,
    },
  );
  scene.save('first-deployment-progressing', 'All pods exist, none is available yet.', {
    applied,
    state: await progressing,
  });
  const state = await journal.until('healthy', (now) => isDone(now) && readyPods(now) === 4);
  scene.save('first-deployment-healthy', 'The end of a first deployment.', { applied, state });
  scene.saveStream('first-deployment', 'Every event of a first deployment, from creation to Healthy.');
}

export function firstDeploymentStalled(cause: 'never-ready' | 'image-pull' | 'crash', reason?: string) {
  return async (scene: Scene): Promise<void> => {
    const applied = await scene.apply({ tag: `6.14.0-${cause}`, spec: impatient });
    const state = await scene.journal.until(
      'stalled',
      (now) => isStalled(now) && (reason === undefined || waitingReasons(now).every((found) => found === reason)),
    );
    scene.save(
      `first-deployment-stalled-${cause}`,
      'ProgressDeadlineExceeded on a first deployment: Degraded, nothing to go back to.',
      {
        applied,
        state,
      },
    );
  };
}

/** A fix of a first deployment that never came up is a canary against a stable without a ready pod. */
export async function fixOfStalledFirstDeployment(scene: Scene): Promise<void> {
  await scene.apply({ tag: '6.14.0-never-ready', spec: impatient });
  await scene.journal.until('stalled', isStalled);
  const applied = await scene.apply({ tag: '6.14.1', spec: impatient });
  const state = await scene.journal.until('paused', (now) => isPaused(now) && readyPods(now) > 0);
  scene.save(
    'fix-of-stalled-first-deployment-waiting',
    'The fix stops at the first pause although the stable version has no ready pod.',
    {
      applied,
      state,
    },
  );
  await scene.patchStatus({ promoteFull: true });
  const end = await scene.journal.until('promoted', (now) => isDone(now) && readyPods(now) === 4);
  scene.save('fix-of-stalled-first-deployment-succeeded', 'After promoteFull.', { applied, state: end });
}

export async function firstDeploymentInvalid(scene: Scene): Promise<void> {
  const applied = await scene.apply({ tag: '6.14.0', canary: { maxSurge: 0, maxUnavailable: 0 } });
  const state = await scene.journal.until('invalid', (now) => condition(now, 'InvalidSpec') !== undefined);
  scene.save(
    'first-deployment-invalid-spec',
    'maxSurge and maxUnavailable are both 0: accepted by the API, refused by the controller.',
    {
      applied,
      state,
    },
  );
}

export async function abortOfFirstDeployment(scene: Scene): Promise<void> {
  const applied = await scene.apply({ tag: '6.14.0-never-ready', spec: impatient });
  await scene.journal.until('pods', (now) => newPods(now).length === 4);
  const from = scene.journal.events.length;
  await scene.patchStatus({ abort: true });
  const state = await scene.journal.until('stalled', isStalled);
  scene.save(
    'first-deployment-abort-ignored',
    'abort was patched in while it progressed; the controller cleared it and went on.',
    {
      applied,
      state,
    },
  );
  scene.saveStream('first-deployment-abort-ignored', 'From the abort patch on.', from);
}
