import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { Scene } from './scene.ts';
import {
  condition,
  generation,
  images,
  isDone,
  isPaused,
  newPods,
  observedGeneration,
  phase,
  podHash,
  readyPods,
  stableHash,
  step,
  type Snapshot,
} from './snapshot.ts';
import { steps } from './workload.ts';

const old = { tag: '6.14.0' };
const update = { tag: '6.14.1' };

const waitsAtApproval = (state: Snapshot): boolean =>
  isPaused(state) && step(state) === 1 && condition(state, 'Progressing')?.endsWith('/RolloutPaused') === true;

export async function successfulCanary(scene: Scene): Promise<void> {
  const { journal } = scene;
  await scene.deployed(old);
  const from = journal.events.length;
  const unobserved = journal.next('not yet observed', (state) => images(state).endsWith('6.14.1'));
  const progressing = journal.next(
    'at 25',
    (state) => step(state) === 0 && newPods(state).length === 1 && podHash(state) !== stableHash(state),
  );
  const applied = await scene.apply(update);
  scene.save('not-yet-observed', 'Right after the apply: the template is new, the status is that of the old version.', {
    applied,
    state: await unobserved,
  });
  scene.save('progressing-at-25', 'The canary pod exists and is not available yet.', {
    applied,
    state: await progressing,
  });
  const state = await journal.until('approval', waitsAtApproval);
  scene.save('waiting-at-approval', 'At `pause: {}`.', { applied, state });
  const promoting = journal.next('promote seen', (now) => !isPaused(now));
  await scene.patchStatus({ pauseConditions: null });
  scene.save('promote-in-flight', 'Right after the patch that promotes: no pause condition, still at the pause step.', {
    applied,
    state: await promoting,
  });
  const timed = await journal.until('timed pause', (now) => isPaused(now) && step(now) === 3);
  scene.save('waiting-timed-pause', 'At `pause: {duration: 5s}`.', { applied, state: timed });
  const end = await journal.until('done', (now) => isDone(now) && now.pods.length === 4);
  scene.save('succeeded', 'Promoted to the end.', { applied, state: end });
  scene.saveStream('successful-canary', 'A whole canary from the apply to the end.', from);
}

/** With traffic routing the old pods stay for scaleDownDelaySeconds, and the Rollout is Healthy. */
export async function oldPodsUp(scene: Scene): Promise<void> {
  const core = `/api/v1/namespaces/${scene.namespace}/services`;
  const selector = { 'app.kubernetes.io/name': 'backend' };
  for (const name of ['backend-stable', 'backend-canary']) {
    await scene.create(core, { metadata: { name }, spec: { selector, ports: [{ port: 80, targetPort: 9898 }] } });
  }
  const service = { name: 'backend-stable', port: { number: 80 } };
  const rules = [
    { host: 'backend.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } },
  ];
  await scene.create(`/apis/networking.k8s.io/v1/namespaces/${scene.namespace}/ingresses`, {
    metadata: { name: 'backend' },
    spec: { ingressClassName: 'nginx', rules },
  });
  const trafficRouting = { nginx: { stableIngress: 'backend' } };
  const canary = {
    canaryService: 'backend-canary',
    stableService: 'backend-stable',
    trafficRouting,
    scaleDownDelaySeconds: 60,
  };
  await scene.deployed({ ...old, canary });
  const applied = await scene.apply({ ...update, canary });
  const weighted = await scene.journal.until('approval', waitsAtApproval);
  scene.save('waiting-at-approval-with-traffic-routing', 'nginx splits the traffic: status.canary.weights says how.', {
    applied,
    state: weighted,
  });
  await scene.patchStatus({ promoteFull: true });
  const state = await scene.journal.until('healthy with old pods', (now) => isDone(now) && now.pods.length === 8);
  scene.save('succeeded-old-pods-up', 'Healthy, and the 4 old pods stay for scaleDownDelaySeconds.', {
    applied,
    state,
  });
}

export async function promotedFully(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply(update);
  await scene.journal.until('approval', waitsAtApproval);
  const from = scene.journal.events.length;
  const asked = scene.journal.next('promoteFull', ({ rollout }) => at(rollout, 'status', 'promoteFull') === true);
  await scene.patchStatus({ promoteFull: true });
  scene.save('promoting-fully-asked', 'Right after the patch: promoteFull beside the pause that it ends.', {
    applied,
    state: await asked,
  });
  const state = await scene.journal.until('promoting', (now) => !isPaused(now) && newPods(now).length > 1);
  scene.save('promoting-fully', 'The controller skips the steps.', { applied, state });
  await scene.journal.until('done', isDone);
  scene.saveStream('promoted-fully', 'From the patch to the end.', from);
}

export async function updatedWhilePaused(scene: Scene): Promise<void> {
  const { journal } = scene;
  await scene.deployed(old);
  const applied = await scene.apply(update);
  const paused = await journal.until('approval', waitsAtApproval);
  const before = podHash(paused);
  const from = journal.events.length;
  const lie = journal.next(
    'the lie',
    (now) => images(now).endsWith('6.14.2') && observedGeneration(now) === generation(now) && podHash(now) === before,
  );
  const next = await scene.apply({ tag: '6.14.2' });
  scene.save(
    'observed-generation-lie',
    'Generation observed, template new, and still the hash and pause of the version before.',
    {
      applied: next,
      state: await lie,
    },
  );
  const state = await journal.until('superseded', (now) => podHash(now) !== before && waitsAtApproval(now));
  scene.save(
    'superseded',
    'Another template was applied while this deployment waited; `applied` is the one that lost.',
    { applied, state },
  );
  scene.saveStream('updated-while-paused', 'From the second apply to the pause of the version after.', from);
}

export async function rolledBack(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply(update);
  await scene.journal.until('approval', waitsAtApproval);
  const from = scene.journal.events.length;
  const going = scene.journal.next('rolling back', (now) => podHash(now) === stableHash(now) && !isDone(now));
  await scene.apply(old);
  scene.save('rolling-back', 'The hash is the stable one again, without steps; the pods are still on their way.', {
    applied,
    state: await going,
  });
  const state = await scene.journal.until(
    'rolled back',
    (now) => podHash(now) === stableHash(now) && isDone(now) && now.pods.length === 4,
  );
  scene.save(
    'rolled-back',
    'The stable template was applied while this deployment waited; `applied` is the one that lost.',
    { applied, state },
  );
  scene.saveStream('rolled-back', 'From the apply of the stable template on.', from);
}

export async function pausedByHand(scene: Scene): Promise<void> {
  await scene.deployed(old);
  await scene.patchSpec({ paused: true });
  const byHand = (now: Snapshot): boolean => phase(now) === 'Paused' && at(now.rollout, 'spec', 'paused') === true;
  const done = await scene.journal.until('paused when done', byHand);
  const first = await scene.apply(old);
  scene.save('paused-by-hand-when-done', 'spec.paused on a rollout with nothing to roll out.', {
    applied: first,
    state: done,
  });
  await scene.patchSpec({ paused: false });
  await scene.journal.until('resumed', isDone);
  const applied = await scene.apply(update);
  await scene.journal.until('canary pod', (now) => step(now) === 0 && newPods(now).length === 1);
  await scene.patchSpec({ paused: true });
  const state = await scene.journal.until(
    'paused midway',
    (now) => byHand(now) && step(now) === 0 && readyPods(now) === 5,
  );
  scene.save('paused-by-hand', 'spec.paused while the first step was going on.', { applied, state });
}

export async function unchanged(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const from = scene.journal.events.length;
  const annotations = { 'gennaker.dev/deployment-id': '7f0c3a52-1b0e-4f56-9d1f-0d6f6f3d5a11' };
  const applied = await scene.apply({ ...old, annotations });
  const sent = await scene.journal.until('annotated', (now) => generation(now) >= applied.generation);
  scene.save(
    'unchanged-not-yet-observed',
    'The generation is new all the same: the controller had rewritten a quantity.',
    {
      applied,
      state: sent,
    },
  );
  const state = await scene.journal.until('observed', (now) => observedGeneration(now) >= applied.generation);
  scene.save('unchanged', 'The same template again, with another annotation on the Rollout: nothing to roll out.', {
    applied,
    state,
  });
  scene.saveStream('unchanged', 'What the watch shows of it.', from);
}

export async function scaledByAutoscaler(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply(update);
  await scene.journal.until('approval', waitsAtApproval);
  const manager = 'fieldManager=horizontal-pod-autoscaler';
  await scene.cluster.api().mergePatch(`${scene.path}/scale?${manager}`, { spec: { replicas: 8 } });
  const state = await scene.journal.until(
    'scaled',
    (now) => readyPods(now) === 8 && newPods(now).length === 2 && waitsAtApproval(now),
  );
  scene.save('scaled-by-hpa', 'An autoscaler wrote 8 to /scale while paused at 25 %: 2 canary pods of 8.', {
    applied,
    state,
  });
}

export async function stepsChangedMidway(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply(update);
  const before = await scene.journal.until('approval', waitsAtApproval);
  const stepHash = at(before.rollout, 'status', 'currentStepHash');
  const from = scene.journal.events.length;
  await scene.apply({ ...update, steps: [{ setWeight: 10 }, ...steps] });
  const state = await scene.journal.until('reset', (now) => at(now.rollout, 'status', 'currentStepHash') !== stepHash);
  scene.save(
    'steps-changed-midway',
    'Only the steps were changed while this deployment waited: it begins again at the first step.',
    {
      applied,
      state,
    },
  );
  await scene.journal.until('paused again', (now) => isPaused(now) && step(now) === 2);
  scene.saveStream('steps-changed-midway', 'From the change to the next pause.', from);
}
