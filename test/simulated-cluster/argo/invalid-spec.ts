import { isDeepStrictEqual } from 'node:util';
import {
  at,
  isRecord,
  listAt,
  numberAt,
  recordAt,
  type KubernetesObject,
} from '../../../backend-stub/deployment/kubernetes-object.ts';
import { pauseSeconds, readSpec } from './rollout-spec.ts';

/** The first thing that the controller does not accept about a spec, in its words; undefined when it accepts it. */
export function specProblem(rollout: KubernetesObject): string | undefined {
  const [first] = [...problems(rollout)];
  return first;
}

function* problems(rollout: KubernetesObject): Generator<string> {
  const spec = readSpec(rollout);
  if (spec.replicas < 0) yield invalid('spec.replicas', spec.replicas, 'must be greater than or equal to 0');
  const selector = at(rollout, 'spec', 'selector');
  if (!isRecord(selector)) yield `spec.selector: Required value: Rollout has missing field '.spec.selector'`;
  const wanted = recordAt(selector, 'matchLabels');
  if (isRecord(selector) && isDeepStrictEqual(wanted, {}) && listAt(selector, 'matchExpressions').length === 0)
    yield invalid('spec.selector', selector, 'empty selector is invalid for deployment');
  const labels = recordAt(rollout, 'spec', 'template', 'metadata', 'labels');
  if (Object.entries(wanted).some(([key, value]) => labels[key] !== value))
    yield invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
  if (listAt(rollout, 'spec', 'template', 'spec', 'containers').length === 0)
    yield 'spec.template.spec.containers: Required value';
  if (spec.progressDeadlineSeconds <= spec.minReadySeconds)
    yield invalid('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 'must be greater than minReadySeconds');
  yield* strategyProblems(rollout);
}

function* strategyProblems(rollout: KubernetesObject): Generator<string> {
  const canary = at(rollout, 'spec', 'strategy', 'canary');
  if (!isRecord(canary)) {
    yield `spec.strategy.strategy: Required value: Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'`;
    return;
  }
  const isNone = (value: unknown): boolean => value === 0 || value === '0%' || value === '0';
  if (isNone(canary['maxSurge']) && isNone(canary['maxUnavailable']))
    yield invalid('spec.strategy.maxSurge', canary['maxSurge'], 'MaxSurge and MaxUnavailable both can not be zero');
  for (const [index, step] of listAt(canary, 'steps').entries()) {
    const problem = stepProblem(step, `spec.strategy.steps[${index}]`);
    if (problem !== undefined) yield problem;
  }
}

function stepProblem(step: unknown, path: string): string | undefined {
  const weight = numberAt(step, 'setWeight');
  const pause = at(step, 'pause');
  if (at(step, 'setCanaryScale') !== undefined)
    return 'spec.strategy.trafficRouting: Required value: SetCanaryScale requires TrafficRouting to be set';
  if ((weight === undefined) === (pause === undefined))
    return `${path}: Invalid value: Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause`;
  if (weight !== undefined && (weight < 0 || weight > 100))
    return invalid(`${path}.setWeight`, weight, 'SetWeight needs to be between 0 and 100');
  const seconds = pauseSeconds(at(pause, 'duration')) ?? 0;
  return seconds < 0 ? invalid(`${path}.pause.duration`, seconds, 'Duration needs to be greater than 0') : undefined;
}

function invalid(field: string, value: unknown, why: string): string {
  return `${field}: Invalid value: ${JSON.stringify(value)}: ${why}`;
}
