import type { Json, JsonObject } from './json.ts';

export const summaryKey = 'expressionEvaluationSummary';

interface Finding {
  readonly expression: string;
  readonly description: string;
  readonly level: 'INFO' | 'ERROR';
}

/** What one pass over a stage could not evaluate. */
export class EvaluationSummary {
  readonly #attempted = new Set<string>();
  readonly #findings: Finding[] = [];

  attempted(expression: string): void {
    this.#attempted.add(expression);
  }

  add(finding: Finding): void {
    const known = this.#findings.some(
      ({ expression, description }) => expression === finding.expression && description === finding.description,
    );
    if (!known) this.#findings.push(finding);
  }

  /** Lays itself into the context; a failure of an earlier pass goes when its expression could be evaluated now. */
  storeIn(context: JsonObject, now: number): void {
    if (this.#findings.length > 0) context[summaryKey] = this.#asJson(now);
    const stored = context[summaryKey];
    if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return;
    context[summaryKey] = Object.fromEntries(Object.entries(stored).filter(([key]) => !this.#solved(key)));
  }

  #solved(expression: string): boolean {
    return this.#attempted.has(expression) && !this.#findings.some((finding) => finding.expression === expression);
  }

  #asJson(now: number): JsonObject {
    const byExpression: Record<string, Json[]> = {};
    for (const { expression, description, level } of this.#findings) {
      const list = (byExpression[expression] ??= []);
      const failed =
        level === 'ERROR' ? { exceptionType: 'org.springframework.expression.spel.SpelEvaluationException' } : {};
      list.push({ description, ...failed, timestamp: now, level });
    }
    return byExpression;
  }
}

/** The sentences of all failures, as Orca puts them into the stage's exception at its end. */
export function failureDescriptions(context: JsonObject): readonly string[] {
  const stored = context[summaryKey];
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return [];
  return Object.values(stored).flatMap((findings) =>
    Array.isArray(findings)
      ? findings.flatMap((finding) =>
          typeof finding === 'object' && finding !== null && 'description' in finding
            ? String(finding['description'])
            : [],
        )
      : [],
  );
}
