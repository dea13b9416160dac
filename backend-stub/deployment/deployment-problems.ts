import { at, isRecord, numberAt, recordAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isEmptySelector, mismatch } from './selectors.ts';

/** All that a Deployment may say so that a Rollout can say the same. */
const specKeys: readonly string[] = [
  'minReadySeconds',
  'paused',
  'progressDeadlineSeconds',
  'replicas',
  'revisionHistoryLimit',
  'selector',
  'strategy',
  'template',
];

/** Why a Deployment can't become a Rollout: whatever Argo would refuse only after the write, as `InvalidSpec`, or by a 500. */
export function deploymentProblems(deployment: KubernetesObject): readonly string[] {
  const { spec } = deployment;
  if (!isRecord(spec)) return ['It has no spec.'];
  return [
    ...unknownKeys(spec, 'spec', specKeys),
    ...numberProblems(spec),
    ...strategyProblems(spec['strategy']),
    ...templateProblems(spec['template']),
    ...selectorProblems(spec),
    ...(spec['paused'] === true ? ['spec.paused is true: a paused Rollout never moves. Remove it.'] : []),
  ];
}

function unknownKeys(
  value: Readonly<Record<string, unknown>>,
  path: string,
  known: readonly string[],
): readonly string[] {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return unknown.map(
    (key) => `${path}.${key} has no equal in a Rollout. Remove it; ${path} may have ${known.join(', ')}.`,
  );
}

/** Argo's own default (600) and rule: the deadline must be longer than the time a pod needs to count as available. */
function numberProblems(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const whole = ['minReadySeconds', 'progressDeadlineSeconds', 'replicas', 'revisionHistoryLimit'];
  const wrong = whole.filter((key) => spec[key] !== undefined && !isWhole(spec[key]));
  if (wrong.length > 0) return wrong.map((key) => `spec.${key} must be a whole number of 0 or more.`);
  const deadline = numberAt(spec, 'progressDeadlineSeconds') ?? 600;
  const ready = numberAt(spec, 'minReadySeconds') ?? 0;
  if (deadline > ready) return [];
  return [`spec.progressDeadlineSeconds (${deadline}) must be more than spec.minReadySeconds (${ready}).`];
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function strategyProblems(strategy: unknown): readonly string[] {
  if (strategy === undefined) return [];
  if (!isRecord(strategy)) return ['spec.strategy must be an object.'];
  const { type = 'RollingUpdate', rollingUpdate = {} } = strategy;
  if (type === 'Recreate')
    return [
      'spec.strategy.type is Recreate, which stops every pod before the first new one starts: no canary can. Use RollingUpdate.',
    ];
  if (type !== 'RollingUpdate') return ['spec.strategy.type must be RollingUpdate.'];
  if (!isRecord(rollingUpdate)) return ['spec.strategy.rollingUpdate must be an object.'];
  return [
    ...unknownKeys(strategy, 'spec.strategy', ['type', 'rollingUpdate']),
    ...unknownKeys(rollingUpdate, 'spec.strategy.rollingUpdate', ['maxSurge', 'maxUnavailable']),
    ...surgeProblems(rollingUpdate),
  ];
}

function surgeProblems(rollingUpdate: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = ['maxSurge', 'maxUnavailable'];
  const wrong = keys.filter((key) => rollingUpdate[key] !== undefined && !isShare(rollingUpdate[key]));
  if (wrong.length > 0)
    return wrong.map(
      (key) => `spec.strategy.rollingUpdate.${key} must be a whole number or a percentage such as "25%".`,
    );
  if (keys.every((key) => isNothing(rollingUpdate[key])))
    return ['spec.strategy.rollingUpdate has maxSurge and maxUnavailable both 0: no pod could ever be replaced.'];
  return [];
}

function isShare(value: unknown): boolean {
  return isWhole(value) || (typeof value === 'string' && /^\d{1,3}%$/.test(value));
}

function isNothing(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
}

/** What means nothing in a template is dropped without a word; the rest of its metadata a Rollout can't hold. */
const templateMetadata = ['labels', 'annotations', 'creationTimestamp', 'name', 'namespace'];

function templateProblems(template: unknown): readonly string[] {
  if (!isRecord(template)) return ['spec.template must be an object.'];
  if (!isRecord(template['spec'])) return ['spec.template.spec must be an object.'];
  return [
    ...unknownKeys(template, 'spec.template', ['metadata', 'spec']),
    ...unknownKeys(recordAt(template, 'metadata'), 'spec.template.metadata', templateMetadata),
  ];
}

function selectorProblems(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const selector = at(spec, 'selector');
  if (selector === undefined || isEmptySelector(selector))
    return [
      'It has no spec.selector, so nobody could tell which pods are its own. Add the labels of its template as matchLabels.',
    ];
  const missing = mismatch(selector, recordAt(spec, 'template', 'metadata', 'labels'));
  if (missing === undefined) return [];
  return [`spec.selector asks for "${missing}", which the labels of spec.template do not fulfil.`];
}
