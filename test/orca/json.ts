/** What JSON can say. Orca keeps a stage's context as such a tree. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** Undefined when the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

export function copy<Value extends Json>(value: Value): Value {
  return structuredClone(value);
}

/** As Orca's mapper stores maps: entries without a value are dropped. */
export function compact(entries: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(entries)) if (value !== undefined && value !== null) kept[key] = value;
  return kept;
}
