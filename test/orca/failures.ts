import type { OrcaStage } from './execution.ts';
import { failureDescriptions } from './expression-summary.ts';
import type { JavaException } from './java-exception.ts';
import { copy, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

export interface Failed {
  readonly operation: string;
  readonly now: number;
}

/** What Orca keeps under `exception` of a stage or task. */
export function exceptionDetails(failure: JavaException, { operation, now }: Failed): JsonObject {
  return {
    timestamp: now,
    exceptionType: failure.simpleName,
    operation,
    details: { stackTrace: failure.toString(), error: 'Unexpected Task Failure', errors: [failure.message] },
    shouldRetry: false,
  };
}

/** At a stage's end, expressions that failed are told as its exception, also when it succeeded (recorded: noparams). */
export function includeExpressionFailures(stage: OrcaStage): void {
  const descriptions = failureDescriptions(stage.context);
  if (descriptions.length === 0) return;
  const { exception } = stage.context;
  const details = isObject(exception) ? exception['details'] : undefined;
  const errors = isObject(details) && Array.isArray(details['errors']) ? copy(details['errors']) : [];
  const all: Json[] = [...errors, ...descriptions];
  const error = isObject(exception) ? {} : { error: 'Failed Expression Evaluation' };
  stage.context['exception'] = { details: { ...error, errors: all } };
}

export function failsOnExpressions(stage: OrcaStage): boolean {
  return failureDescriptions(stage.context).length > 0 && stage.context['failOnFailedExpressions'] === true;
}
