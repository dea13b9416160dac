import { createServer } from 'node:http';
import { at, isRecord, listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { Scene } from './scene.ts';
import {
  condition,
  isAborting,
  isDone,
  isPaused,
  isStalled,
  newPods,
  observedGeneration,
  phase,
  podHash,
  readyPods,
  stableHash,
  step,
  waitingReasons,
  wasAborted,
  type Snapshot,
} from './snapshot.ts';
import { steps } from './workload.ts';

const old = { tag: '6.14.0' };
const update = { tag: '6.14.1' };
const impatient = { progressDeadlineSeconds: 10 };

/** Adds an environment variable, an annotation and a preStop hook, so that it shows whether a restore removes them. */
const bad = {
  tag: '6.14.1-bad',
  podAnnotations: { 'example.com/added-by': 'the bad version' },
  container: { lifecycle: { preStop: { sleep: { seconds: 5 } } }, env: [{ name: 'ADDED', value: 'yes' }] },
};

const isAborted = (state: Snapshot): boolean =>
  wasAborted(state) && phase(state) === 'Degraded' && newPods(state).length === 0 && readyPods(state) === 4;

export function stalled(cause: 'never-ready' | 'image-pull' | 'crash', reason?: string) {
  return async (scene: Scene): Promise<void> => {
    await scene.deployed({ ...old, spec: impatient });
    const applied = await scene.apply({ tag: `6.14.1-${cause}`, spec: impatient });
    const state = await scene.journal.until(
      'stalled',
      (now) => isStalled(now) && (reason === undefined || waitingReasons(now).includes(reason)),
    );
    scene.save(`stalled-${cause}`, 'ProgressDeadlineExceeded at the first step; the pod says why. It is not an end.', {
      applied,
      state,
    });
  };
}

export async function stalledByQuota(scene: Scene): Promise<void> {
  await scene.deployed({ ...old, spec: impatient });
  const quotas = `/api/v1/namespaces/${scene.namespace}/resourcequotas`;
  await scene.create(quotas, { metadata: { name: 'few-pods' }, spec: { hard: { pods: '4' } } });
  // Nobody counts here (the quota controller is not part of the kit); admission reads what the status says.
  await scene.cluster
    .api()
    .mergePatch(`${quotas}/few-pods/status`, { status: { hard: { pods: '4' }, used: { pods: '4' } } });
  const applied = await scene.apply({ ...update, spec: impatient });
  const state = await scene.journal.until('stalled', (now) => isStalled(now) && failsToCreate(now));
  scene.save('stalled-quota', 'A quota forbids the canary pod: the ReplicaSet says so in ReplicaFailure.', {
    applied,
    state,
  });
}

function failsToCreate({ replicaSets }: Snapshot): boolean {
  return replicaSets.some((set) =>
    listAt(set, 'status', 'conditions').some((entry) => textAt(entry, 'type') === 'ReplicaFailure'),
  );
}

export async function abortedByPerson(scene: Scene): Promise<void> {
  const { journal } = scene;
  const first = await scene.deployed(old);
  const applied = await scene.apply(bad);
  await journal.until('approval', (now) => isPaused(now) && step(now) === 1);
  const from = journal.events.length;
  const aborting = journal.next('aborting', isAborting);
  await scene.patchStatus({ abort: true });
  scene.save('aborting', 'Right after the patch: abort is asked for and not yet acted upon.', {
    applied,
    state: await aborting,
  });
  const state = await journal.until('aborted', isAborted);
  scene.save('aborted-by-person', 'The canary pods are gone; the template is still the bad one.', { applied, state });
  await scene.apply(old);
  const restored = await journal.until('restored', (now) => isDone(now) && podHash(now) === stableHash(now));
  scene.save('aborted-template-restored', 'The old template was applied after the abort; `applied` is the bad one.', {
    applied,
    state: restored,
  });
  scene.saveStream(
    'abort-and-restore',
    'From the abort patch to Healthy after the old template came back by server-side apply.',
    from,
  );
  report('aborted-template-restored', restored, first.sent);
}

/**
 * The bad version adds a quantity that is not in canonical form. The controller rewrites it and so owns the field too:
 * it shows what an apply of the old template then leaves behind.
 */
export async function abortedWithQuantity(scene: Scene): Promise<void> {
  const { journal } = scene;
  const first = await scene.deployed(old);
  const limits = { cpu: '2000m', memory: '512Mi', 'ephemeral-storage': '2048Mi' };
  const container = { resources: { limits, requests: { cpu: '100m', memory: '32Mi' } } };
  const applied = await scene.apply({ tag: '6.14.1-bad', container });
  await journal.until('approval', (now) => isPaused(now) && step(now) === 1);
  await scene.patchStatus({ abort: true });
  const aborted = await journal.until('aborted', isAborted);
  scene.save(
    'aborted-with-quantity',
    'The bad version added ephemeral-storage: 2048Mi, which the controller rewrote.',
    {
      applied,
      state: aborted,
    },
  );
  const from = journal.events.length;
  const { generation: restoredAt } = await scene.apply(old);
  const state = await journal.until('observed', (now) => observedGeneration(now) >= restoredAt && !wasAborted(now));
  scene.save(
    'aborted-with-quantity-restored',
    'The old template was applied after that abort; `applied` is the bad one.',
    {
      applied,
      state,
    },
  );
  scene.saveStream('aborted-with-quantity-restored', 'From the apply of the old template on.', from);
  report('aborted-with-quantity-restored', state, first.sent);
}

/** Says whether the template that came back is the old one to the last field. */
function report(situation: string, state: Snapshot, sent: unknown): void {
  const container = listAt(state.rollout, 'spec', 'template', 'spec', 'containers')[0];
  const leftovers = [
    at(state.rollout, 'spec', 'template', 'metadata', 'annotations', 'example.com/added-by'),
    at(container, 'lifecycle'),
    listAt(container, 'env').find((entry) => textAt(entry, 'name') === 'ADDED'),
  ];
  const same =
    JSON.stringify(sorted(recordAt(sent, 'spec', 'template'))) ===
    JSON.stringify(sorted(at(state.rollout, 'spec', 'template')));
  process.stderr.write(
    `${situation}: hash ${podHash(state)} stable ${stableHash(state)} phase ${phase(state)}, ` +
      `template equals the one sent: ${same}, left over: ${JSON.stringify(leftovers.filter((found) => found !== undefined))}\n`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

export async function abortedByDeadline(scene: Scene): Promise<void> {
  const spec = { ...impatient, progressDeadlineAbort: true };
  await scene.deployed({ ...old, spec });
  const applied = await scene.apply({ tag: '6.14.1-crash', spec });
  const state = await scene.journal.until('aborted', isAborted);
  scene.save('aborted-by-deadline', 'progressDeadlineAbort: the controller aborted by itself.', { applied, state });
}

export async function retried(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply(update);
  await scene.journal.until('approval', (now) => isPaused(now) && step(now) === 1);
  await scene.patchStatus({ abort: true });
  await scene.journal.until('aborted', isAborted);
  const from = scene.journal.events.length;
  const asked = scene.journal.next('retry asked', ({ rollout }) => at(rollout, 'status', 'abort') === false);
  await scene.patchStatus({ abort: false });
  scene.save(
    'retry-in-flight',
    'Right after the patch: abort is false, abortedAt and RolloutAborted are still there.',
    {
      applied,
      state: await asked,
    },
  );
  const again = (now: Snapshot): boolean => !wasAborted(now) && step(now) === 0 && newPods(now).length === 1;
  const state = await scene.journal.until('retried', again);
  scene.save('retried', 'After an abort, abort was set back: it begins again at the first step.', { applied, state });
  await scene.journal.until('approval again', (now) => isPaused(now) && step(now) === 1);
  scene.saveStream('retried', 'From the patch to the pause.', from);
}

export async function invalidSpec(scene: Scene): Promise<void> {
  await scene.deployed(old);
  const applied = await scene.apply({ ...update, steps: [{ setCanaryScale: { weight: 50 } }, ...steps] });
  const state = await scene.journal.until(
    'invalid',
    (now) => condition(now, 'InvalidSpec') !== undefined && phase(now) === 'Degraded',
  );
  scene.save(
    'invalid-spec',
    'setCanaryScale without traffic routing: accepted by the API, refused by the controller.',
    { applied, state },
  );
}

export async function deletedAndRecreated(scene: Scene): Promise<void> {
  const { journal } = scene;
  await scene.deployed(old);
  const applied = await scene.apply(update);
  await journal.until('approval', (now) => isPaused(now) && step(now) === 1);
  const from = journal.events.length;
  await scene.cluster.api().ok({ method: 'DELETE', path: scene.path });
  const state = await journal.until('gone', (now) => now.rollout === undefined && now.replicaSets.length === 0);
  scene.save('deleted', 'Somebody deleted the Rollout while it waited; the stream ends with DELETED.', {
    applied,
    state,
  });
  scene.saveStream('deleted', 'From the pause to DELETED.', from - 1);
  await scene.apply(update);
  const next = await journal.until('recreated', (now) => isDone(now) && readyPods(now) === 4);
  scene.save('recreated', 'A Rollout of the same name with another uid; `applied` is the one that is gone.', {
    applied,
    state: next,
  });
}

/** The pods of a rollout that was long done begin to crash. */
export async function healthLostLater(scene: Scene): Promise<void> {
  const { journal } = scene;
  const dying = { ...old, spec: impatient, podAnnotations: { 'sim.k8slite/fail-after': '8s' } };
  const applied = await scene.apply(dying);
  await journal.until('healthy', (now) => isDone(now) && readyPods(now) === 4);
  const from = journal.events.length - 1;
  const progressing = await journal.until('progressing', (now) => phase(now) === 'Progressing' && readyPods(now) === 0);
  scene.save('health-lost-progressing', 'The pods of a finished rollout crash: Progressing without a deployment.', {
    applied,
    state: progressing,
  });
  const state = await journal.until('degraded', (now) => phase(now) === 'Degraded');
  scene.save('health-lost-later', 'And Degraded with ProgressDeadlineExceeded, although nothing is being rolled out.', {
    applied,
    state,
  });
  scene.saveStream('health-lost-later', 'From Healthy to Degraded.', from);
}

export async function wrongInstanceId(scene: Scene): Promise<void> {
  const labels = { 'argo-rollouts.argoproj.io/controller-instance-id': 'another' };
  const applied = await scene.apply({ ...old, labels });
  // Nothing will happen, and nothing tells when. The rollouts of the other stories get a status within a second.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  scene.save('wrong-instance-id', 'Labelled for a controller that does not run here: nobody ever sets a status.', {
    applied,
    state: scene.journal.now(),
  });
}

/** A web metric says `value`: above 10 is good, below 1 is bad, between nobody knows. */
export function analysed(value: number, situation: string, ends: (state: Snapshot) => boolean) {
  return async (scene: Scene): Promise<void> => {
    const server = createServer((_request, response) => response.end(JSON.stringify({ value })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    const metric = {
      name: 'success-rate',
      successCondition: 'result > 10',
      failureCondition: 'result < 1',
      provider: { web: { url, jsonPath: '{$.value}' } },
    };
    await scene.create(`/apis/argoproj.io/v1alpha1/namespaces/${scene.namespace}/analysistemplates`, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      metadata: { name: 'success-rate' },
      spec: { metrics: [metric] },
    });
    await scene.deployed(old);
    const analysis = { templates: [{ templateName: 'success-rate' }] };
    const applied = await scene.apply({ ...update, steps: [{ setWeight: 25 }, { analysis }, ...steps] });
    const state = await scene.journal.until(situation, ends);
    scene.save(situation, `The analysis step measured ${value}.`, { applied, state });
    server.close();
  };
}

export const isInconclusive = (state: Snapshot): boolean =>
  isPaused(state) && state.analysisRuns.some((found) => textAt(found, 'status', 'phase') === 'Inconclusive');
export const failedAnalysis = (state: Snapshot): boolean =>
  isAborted(state) && state.analysisRuns.some((found) => textAt(found, 'status', 'phase') === 'Failed');
