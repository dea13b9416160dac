import type { OrcaExecution, OrcaStage } from './execution.ts';
import { EvaluationFailure, evaluatePath } from './expression-path.ts';
import type { Roots } from './expression-path.ts';
import { EvaluationSummary } from './expression-summary.ts';
import { templateParts } from './expression-template.ts';
import type { TemplatePart } from './expression-template.ts';
import { inHashMapOrder } from './java-hash-map.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * Evaluates every text of a stage and keeps the results: Orca does so before each run of a task and at its end, replies of
 * the webhook included. Throws {@link UnsupportedExpression} for what only a real Orca could evaluate.
 */
export function evaluateStage(execution: OrcaExecution, stage: OrcaStage, now: number): void {
  const summary = new EvaluationSummary();
  const pass = { roots: rootsOf(execution, stage), summary };
  const context = evaluateMap(stage.context, pass);
  summary.storeIn(context, now);
  stage.context = context;
}

interface Pass {
  readonly roots: Roots;
  readonly summary: EvaluationSummary;
}

function rootsOf(execution: OrcaExecution, stage: OrcaStage): Roots {
  return {
    variable(name) {
      if (name === 'execution') return asJson(execution);
      if (name === 'trigger') return execution.trigger;
      if (name === 'parameters') return execution.trigger['parameters'];
      return stage.context[name];
    },
    currentStage: () => asJson(stage),
  };
}

function asJson(value: OrcaExecution | OrcaStage): Json {
  const json: Json = JSON.parse(JSON.stringify(value));
  return json;
}

/** Entries without a value go: Orca stores none (recorded: nullprogress). */
function evaluateMap(source: JsonObject, pass: Pass): JsonObject {
  return inHashMapOrder(
    Object.entries(source)
      .filter(([, value]) => value !== null)
      .map(([key, value]): readonly [string, Json] => [
        String(evaluateValue(key, source, pass)),
        evaluateValue(value, source, pass),
      ]),
  );
}

function evaluateValue(value: Json, within: JsonObject, pass: Pass): Json {
  if (isObject(value)) return evaluateMap(value, pass);
  if (Array.isArray(value)) return value.map((item) => evaluateValue(item, within, pass));
  if (typeof value === 'string' && value.includes('${')) return evaluateText(value, within, pass);
  return value;
}

function evaluateText(source: string, within: JsonObject, { roots, summary }: Pass): Json {
  const parts = templateParts(source);
  const expression = parts.map(({ text }) => text).join('');
  summary.attempted(expression);
  const found = (level: 'INFO' | 'ERROR', why: string): void =>
    summary.add({
      expression,
      level,
      description: `Failed to evaluate ${place(source, within)} ${why}`.replaceAll('$', ''),
    });
  try {
    const { value, resolved } = evaluateParts(parts, roots);
    if (!resolved) found('INFO', `: ${expression} not found`);
    return value ?? source;
  } catch (failure) {
    if (!(failure instanceof EvaluationFailure)) throw failure;
    found('ERROR', failure.message);
    return source;
  }
}

/** One expression alone keeps its type; beside other text it becomes text, and stays as written where nothing is found. */
function evaluateParts(parts: readonly TemplatePart[], roots: Roots): { value: Json | undefined; resolved: boolean } {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') {
    const value = evaluatePath(only.text, roots) ?? undefined;
    return { value, resolved: value !== undefined };
  }
  let resolved = true;
  const texts = parts.map((part) => {
    const value = part.kind === 'text' ? part.text : evaluatePath(part.text, roots);
    if (value === undefined || value === null) resolved = false;
    return asText(value, part);
  });
  return { value: texts.join(''), resolved };
}

function asText(value: Json | undefined, part: TemplatePart): string {
  if (value === undefined || value === null) return `\${${part.text}}`;
  if (typeof value === 'object')
    throw new EvaluationFailure('EL1001E: Type conversion problem, cannot convert to String');
  return String(value);
}

/** The keys that hold the text, as Orca names them; a text inside a list has none and is named itself. */
function place(source: string, within: JsonObject): string {
  const keys = Object.keys(within).filter((key) => key === source || holds(within[key], source));
  return keys.length > 0 ? `[${keys.join(', ')}]` : source;
}

function holds(value: Json | undefined, source: string): boolean {
  if (isObject(value)) return Object.entries(value).some(([key, inner]) => key === source || holds(inner, source));
  return value === source;
}
