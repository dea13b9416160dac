import { isMap, isScalar, visit } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap } from 'yaml';
import { problem } from '../contract/refusal.ts';
import type { Place, Problem } from '../contract/refusal.ts';

type At = (offset: number) => Place;

/**
 * What YAML allows and a manifest must not have: anchors, aliases and merge keys (a few lines of them grow to
 * gigabytes, and what is deployed is no longer what stands there), tags that make objects of a program, keys that
 * stand twice (the second wins silently), and numbers that JSON can't carry unchanged.
 */
export function nodeProblems(document: Document.Parsed, at: At): readonly Problem[] {
  const problems: Problem[] = [];
  const keep = (found: readonly Problem[]): symbol | undefined => {
    for (const one of found) problems.push(one);
    return problems.length > enough ? visit.BREAK : undefined;
  };
  visit(document, {
    Alias: (_key, alias) => keep([problem(at(start(alias)), aliasSentence(alias))]),
    Node: (_key, node) => keep(problemsOf(node, at)),
  });
  return problems;
}

/** Nobody reads as many, and a text of 2 MiB can have a million. */
const enough = 100;

function problemsOf(node: Node, at: At): readonly Problem[] {
  if (isMap(node)) return [...anchorOrTag(node, at), ...keyProblems(node, at)];
  const lost = isScalar(node) && isLost(node.value) ? [problem(at(start(node)), numberSentence(node))] : [];
  return [...anchorOrTag(node, at), ...lost];
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

const writeOut = 'write the value out where it is needed.';

function aliasSentence({ source }: Alias): string {
  return `"*${source}" refers to another part of the text, which is not allowed; ${writeOut}`;
}

const coreTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

function anchorOrTag(node: Node, at: At): readonly Problem[] {
  if ('anchor' in node && typeof node.anchor === 'string')
    return [problem(at(start(node)), `The anchor "&${node.anchor}" is not allowed; ${writeOut}`)];
  const { tag } = node;
  if (tag === undefined || tag === '!' || coreTags.has(tag)) return [];
  const rule = 'a manifest has plain text, numbers, booleans, lists and objects';
  return [problem(at(start(node)), `The tag "${tag}" is not allowed; ${rule}.`)];
}

function keyProblems(map: YAMLMap, at: At): readonly Problem[] {
  const first = new Map<string, number>();
  const problems: Problem[] = [];
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const before = first.get(name);
    if (name === '<<') problems.push(problem(at(start(key)), `The merge key "<<" is not allowed; ${writeOut}`));
    else if (before === undefined) first.set(name, start(key));
    else problems.push(problem(at(start(key)), `The key "${name}" stands here twice, first at ${at(before).where}.`));
  }
  return problems;
}

function isLost(value: unknown): boolean {
  if (typeof value !== 'number') return false;
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}

function numberSentence({ source, value }: Scalar): string {
  return `The number ${source ?? String(value)} can't be kept exactly; put it in quotes when it is text.`;
}
