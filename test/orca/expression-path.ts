import { isObject } from './json.ts';
import type { Json } from './json.ts';

/** An expression that this Orca can't evaluate as the real one would: never left alone silently. */
export class UnsupportedExpression extends Error {
  override name = 'UnsupportedExpression' as const;

  constructor(readonly expression: string) {
    super(
      `The small Orca does not evaluate '${expression}': it knows property paths, quoted keys, #currentStage() and a last .toString().`,
    );
  }
}

/** What SpEL throws when a path leads on from nothing: the whole text then stays as it was. */
export class EvaluationFailure extends Error {
  override name = 'EvaluationFailure' as const;
}

/** What stands at the beginning of a path. */
export interface Roots {
  variable(name: string): Json | undefined;
  currentStage(): Json;
}

type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'index'; readonly key: string | number }
  | { readonly kind: 'toString' };

const start = /^(?:#currentStage\(\)|[A-Za-z_]\w*)/;
const step =
  /\s*(?:\.\s*(toString)\(\)|\.\s*([A-Za-z_]\w*)(?!\w*\()|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]|\[\s*(\d+)\s*\])/y;

/** Null or undefined: not found. Throws {@link UnsupportedExpression} and {@link EvaluationFailure}. */
export function evaluatePath(expression: string, roots: Roots): Json | undefined {
  const root = start.exec(expression)?.[0];
  if (root === undefined) throw new UnsupportedExpression(expression);
  let value = root === '#currentStage()' ? roots.currentStage() : roots.variable(root);
  for (const next of steps(expression, root.length)) value = take(value, next);
  return value;
}

function steps(expression: string, from: number): readonly Step[] {
  const found: Step[] = [];
  let at = from;
  while (at < expression.length) {
    step.lastIndex = at;
    const match = step.exec(expression);
    if (match === null) throw new UnsupportedExpression(expression);
    found.push(asStep(match));
    at = step.lastIndex;
  }
  return found;
}

function asStep([, method, name, single, double, number]: RegExpExecArray): Step {
  if (method !== undefined) return { kind: 'toString' };
  if (name !== undefined) return { kind: 'property', name };
  return { kind: 'index', key: single ?? double ?? Number(number) };
}

function take(value: Json | undefined, next: Step): Json | undefined {
  if (value === undefined || value === null) throw new EvaluationFailure(onNothing(next));
  if (next.kind === 'toString') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const key = next.kind === 'property' ? next.name : next.key;
  if (isObject(value)) return value[key];
  if (Array.isArray(value) && typeof key === 'number') return value[key];
  throw new EvaluationFailure(
    `EL1008E: Property or field '${key}' cannot be found on object of type '${typeof value}'`,
  );
}

/** The first text is recorded, the others are Spring's. */
function onNothing(next: Step): string {
  if (next.kind === 'index') return 'EL1012E: Cannot index into a null value';
  if (next.kind === 'property') return `EL1007E: Property or field '${next.name}' cannot be found on null`;
  return 'EL1011E: Method call: Attempted to call method toString() on null context object';
}
