import { readdirSync } from 'node:fs';
import { recordAt, textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import { managedLabel } from '../../../../backend-stub/deployment/labels.ts';
import { carries, podHashLabel, withoutPodHash } from '../../../../backend-stub/deployment/template.ts';
import { defined } from '../../../../backend-stub/contract/defined.ts';
import { recorded, stream } from '../../deployment/situations.ts';
import type { Told } from './history.ts';

/** A state of the Rollout `web` as some controller wrote it, or undefined when it is gone. */
export interface ToldState {
  readonly line: string;
  readonly object: KubernetesObject | undefined;
}

export interface Tale extends Told {
  readonly states: readonly ToldState[];
}

const hashes: readonly (readonly [name: string, ours: string, stable?: string])[] = [
  ['successful-canary', '77fd5c9cdc', '6bb4b88d8'],
  ['promoted-fully', '77fd5c9cdc', '6bb4b88d8'],
  ['retried', '77fd5c9cdc', '6bb4b88d8'],
  ['rolled-back', '77fd5c9cdc', '6bb4b88d8'],
  ['updated-while-paused', '77fd5c9cdc', '6bb4b88d8'],
  ['steps-changed-midway', '77fd5c9cdc', '6bb4b88d8'],
  ['deleted', '77fd5c9cdc', '6bb4b88d8'],
  ['abort-and-restore', '6d9bf9759b', '6bb4b88d8'],
  ['aborted-with-quantity-restored', '7bf8868696', '8494dfddfc'],
  ['unchanged', '6bb4b88d8', '6bb4b88d8'],
  ['first-deployment', '6bb4b88d8'],
  ['first-deployment-abort-ignored', '8c84f58bf'],
  ['health-lost-later', '8584467c6'],
];

/** What the real controller wrote, as the watch of the real cluster had it. */
export const recordings: readonly Tale[] = hashes.flatMap(([name, ours, stable]) => {
  const { events } = stream(name);
  const states = events.map(({ type, object }, index) => ({
    line: `state ${index} of ${name} (${summaryOf(object)})`,
    object: type === 'DELETED' ? undefined : asWeb(object),
  }));
  const first = states[0]?.object;
  return first === undefined ? [] : [{ name, ours, ...defined({ stable }), first, states }];
});

/** Under the name by which the deployment knows it, and marked as ours, so that the watch selects it. */
function asWeb(object: KubernetesObject): KubernetesObject {
  const { metadata } = object;
  const labels = { ...metadata.labels, [managedLabel]: 'true' };
  return { ...object, metadata: { ...metadata, name: 'web', namespace: 'shop', labels } };
}

export function summaryOf(object: KubernetesObject): string {
  const status = recordAt(object, 'status');
  const { generation = 0 } = object.metadata;
  const flags = ['abort', 'abortedAt', 'promoteFull'].filter(
    (flag) => status[flag] !== undefined && status[flag] !== false,
  );
  return [
    `${generation}/${textAt(status, 'observedGeneration') ?? 0}`,
    `${textAt(status, 'currentPodHash') ?? '-'} over ${textAt(status, 'stableRS') ?? '-'}`,
    textAt(status, 'phase') ?? '-',
    ...flags,
  ].join(' ');
}

/** The template of each version that a recorded ReplicaSet had. */
export function recordedTemplates(): ReadonlyMap<string, unknown> {
  templates ??= readTemplates();
  return templates;
}

let templates: ReadonlyMap<string, unknown> | undefined;

function readTemplates(): ReadonlyMap<string, unknown> {
  const folder = new URL('../../../fixtures/rollouts/', import.meta.url);
  const moments = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.stream.json'));
  const all = moments.map((file) => recorded(file.replace('.json', '')));
  const replicaSets = all.flatMap((moment) => moment.replicaSets);
  const ofReplicaSets = new Map(
    replicaSets.map(({ metadata, ...rest }) => [
      metadata.labels?.[podHashLabel] ?? '',
      withoutPodHash(recordAt(rest, 'spec', 'template')),
    ]),
  );
  // A ReplicaSet has the API server's defaults as well, which nobody sends.
  const sent = all.flatMap(({ rollout }) => (rollout === undefined ? [] : [recordAt(rollout, 'spec', 'template')]));
  return new Map(
    [...ofReplicaSets].map(([hash, had]) => [hash, sent.find((template) => carries(template, had)) ?? had]),
  );
}

/** Versions of the states that nobody recorded. */
export const inventedTemplates: ReadonlyMap<string, unknown> = new Map(
  ['ours', 'stable', 'other'].map((hash) => [hash, inventedTemplate(hash)]),
);

function inventedTemplate(hash: string): unknown {
  const containers = [{ name: 'web', image: `registry.example.com/web:${hash}` }];
  return { metadata: { labels: { app: 'web' } }, spec: { containers } };
}

/** What a status may say, coherent or not. */
export interface Invention {
  readonly uid: 'first' | 'second';
  readonly hash: 'ours' | 'stable' | 'other' | undefined;
  readonly stableRS: 'ours' | 'stable' | 'other' | undefined;
  readonly template: 'ours' | 'stable' | 'other';
  readonly stepIndex: number | undefined;
  readonly pause: 'CanaryPauseStep' | 'InconclusiveAnalysisRun' | undefined;
  readonly abort: 'no' | 'asked' | 'done';
  readonly promoteFull: boolean;
  readonly pausedByHand: boolean;
  readonly phase: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded';
  readonly progressing: 'ReplicaSetUpdated' | 'ProgressDeadlineExceeded' | 'RolloutAborted' | undefined;
  readonly invalidSpec: 'True' | 'False' | undefined;
  readonly isObserved: boolean;
}

export function invented(invention: Invention | undefined, generation: number): ToldState {
  if (invention === undefined) return { line: 'it is gone', object: undefined };
  const object = inventedObject(invention, generation);
  const { uid, template, stepIndex, pause, pausedByHand, progressing, invalidSpec } = invention;
  const rest = { uid, template, stepIndex, pause, pausedByHand, progressing, invalidSpec };
  const told = Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${value}`]));
  return { line: `${summaryOf(object)}; ${told.join(', ')}`, object };
}

export function inventedObject(invention: Invention, generation: number): KubernetesObject {
  const { uid, template, pausedByHand, isObserved } = invention;
  const metadata = { name: 'web', namespace: 'shop', uid, generation, labels: { [managedLabel]: 'true' } };
  const spec = { replicas: 4, template: inventedTemplates.get(template), ...(pausedByHand ? { paused: true } : {}) };
  const observedGeneration = String(isObserved ? generation : generation - 1);
  const status = { ...inventedStatus(invention), observedGeneration };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, spec, status };
}

function inventedStatus(invention: Invention): Readonly<Record<string, unknown>> {
  const { hash, stableRS, stepIndex, pause, abort, promoteFull, phase, progressing, invalidSpec } = invention;
  const startTime = '2026-11-22T18:28:16Z';
  const status = (isSo: boolean): string => (isSo ? 'True' : 'False');
  return {
    phase,
    ...(hash === undefined ? {} : { currentPodHash: hash }),
    ...(stableRS === undefined ? {} : { stableRS }),
    ...(stepIndex === undefined ? {} : { currentStepIndex: stepIndex }),
    ...(pause === undefined ? {} : { pauseConditions: [{ reason: pause, startTime }], controllerPause: true }),
    ...(abort === 'no' ? {} : { abort: true }),
    ...(abort === 'done' ? { abortedAt: startTime } : {}),
    ...(promoteFull ? { promoteFull } : {}),
    ...{ replicas: 4, updatedReplicas: 1, readyReplicas: 4, availableReplicas: 4 },
    conditions: [
      ...(invalidSpec === undefined ? [] : [{ type: 'InvalidSpec', status: invalidSpec, message: 'wrong' }]),
      ...(progressing === undefined
        ? []
        : [{ type: 'Progressing', status: status(progressing === 'ReplicaSetUpdated'), reason: progressing }]),
    ],
  };
}

/** As the controller has just begun. */
export const begun: Invention = {
  ...{ uid: 'first', hash: 'ours', stableRS: 'stable', template: 'ours', stepIndex: 0, pause: undefined, abort: 'no' },
  ...{ promoteFull: false, pausedByHand: false, phase: 'Progressing', progressing: undefined, invalidSpec: undefined },
  isObserved: true,
};

/** A deployment of a version that nobody recorded: over another one, and the first. */
export const deploying: Told = { name: 'invented', ours: 'ours', first: inventedObject(begun, 1) };
export const updating: Told = { ...deploying, stable: 'stable' };
