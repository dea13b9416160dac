import { countLines } from '../view/form/text-editing.ts';

/** What a reader of YAML says; `line` and `column` count from 1. */
export type YamlReading =
  | { readonly kind: 'read'; readonly documents: number }
  | { readonly kind: 'broken'; readonly line: number; readonly column: number; readonly reason: string };

export type ReadYaml = (text: string) => YamlReading;

export interface YamlError {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export type FindYamlError = (text: string) => YamlError | undefined;

/** Of texts and of their documents: several stages of one pipeline are asked about in turn. */
const remembered = { texts: 20, documents: 2000 };

/**
 * The first syntax error of a text of many documents. Only documents that are new are read: reading 5,000 lines takes longer
 * than a key press may.
 */
export function syntaxChecker(readYaml: ReadYaml): FindYamlError {
  const known = new Map<string, YamlReading>();
  const found = new Map<string, YamlError | undefined>();
  const read = (source: string): YamlReading => known.get(source) ?? remember(known, source, readYaml(source));
  return (text) => {
    if (!found.has(text)) {
      remember(found, text, firstError(text, read));
      forget(found, remembered.texts);
      forget(known, remembered.documents);
    }
    return found.get(text);
  };
}

function firstError(text: string, read: ReadYaml): YamlError | undefined {
  for (const { start, source } of documents(text)) {
    const reading = read(source);
    if (reading.kind === 'read') continue;
    return { line: start + reading.line, column: reading.column, reason: reading.reason };
  }
  return undefined;
}

function remember<Value>(memory: Map<string, Value>, key: string, value: Value): Value {
  memory.set(key, value);
  return value;
}

function forget(memory: Map<string, unknown>, most: number): void {
  for (const key of memory.keys()) {
    if (memory.size <= most) return;
    memory.delete(key);
  }
}

interface Part {
  /** How many lines stand before it. */
  readonly start: number;
  readonly source: string;
}

/** `---` at the start of a line ends a document whatever it holds (YAML 1.2, 9.1.2), but directives belong to the next one. */
function documents(text: string): readonly Part[] {
  if (/^%/m.test(text)) return [{ start: 0, source: text }];
  let start = 0;
  return text.split(/^(?=---(?:\s|$))/m).map((source) => {
    const part = { start, source };
    start += countLines(source) - 1;
    return part;
  });
}
