import { YamlEditor, yamlStringToDocuments } from '@spinnaker/core';

export type YamlText =
  | { readonly kind: 'read'; readonly documents: number }
  /** `line` and `column` count from 1. */
  | { readonly kind: 'broken'; readonly line: number; readonly column: number; readonly reason: string };

let last: { readonly text: string; readonly result: YamlText } | undefined;

/**
 * Whether it is YAML, by the parser that Deck brings along: one of our own would be half of the bundle. The service's plan
 * is the judge of what is in it. The last text is remembered, since form and validation ask about the same one.
 */
export function readYaml(text: string): YamlText {
  if (last?.text !== text) last = { text, result: parse(text) };
  return last.result;
}

function parse(text: string): YamlText {
  const documents: unknown = yamlStringToDocuments(text);
  if (Array.isArray(documents)) return { kind: 'read', documents: documents.length };
  const [problem] = new YamlEditor({ value: '', onChange: () => undefined }).calculateErrors(text);
  if (problem === undefined) return { kind: 'broken', line: 1, column: 1, reason: 'this is not YAML' };
  return { kind: 'broken', line: problem.row + 1, column: problem.column + 1, reason: firstLine(problem.text) };
}

/** The parser's message goes on with a picture of the place. */
function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replace(/^YAMLException:\s*/, '').replace(/\s*(at line \d+, column \d+|\(\d+:\d+\)):?$/, '');
}
