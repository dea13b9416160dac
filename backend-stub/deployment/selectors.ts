import { at, isRecord, listAt, recordAt, textAt } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

type Labels = Readonly<Record<string, unknown>>;

/** Whether a label selector asks for anything: an empty one would take every pod. */
export function isEmptySelector(selector: unknown): boolean {
  return (
    Object.keys(recordAt(selector, 'matchLabels')).length === 0 && listAt(selector, 'matchExpressions').length === 0
  );
}

/** The first thing in a label selector that labels do not fulfil, as a text; undefined when they match. */
export function mismatch(selector: unknown, labels: Labels): string | undefined {
  for (const [key, value] of Object.entries(recordAt(selector, 'matchLabels'))) {
    if (labels[key] !== value) return `${key}: ${String(value)}`;
  }
  const broken = listAt(selector, 'matchExpressions').find((expression) => !fulfils(expression, labels));
  if (broken === undefined) return undefined;
  return [textAt(broken, 'key') ?? '', textAt(broken, 'operator') ?? '', listAt(broken, 'values').join(', ')]
    .join(' ')
    .trim();
}

type Operator = (value: unknown, values: readonly unknown[]) => boolean;

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['In', (value, values) => values.includes(value)],
  ['NotIn', (value, values) => !values.includes(value)],
  ['Exists', (value) => value !== undefined],
  ['DoesNotExist', (value) => value === undefined],
]);

function fulfils(expression: unknown, labels: Labels): boolean {
  const operator = operators.get(textAt(expression, 'operator') ?? '');
  return operator?.(labels[textAt(expression, 'key') ?? ''], listAt(expression, 'values')) ?? false;
}

/** A label selector as a list is asked for by it. */
export function selectorText(selector: unknown): string {
  const equal = Object.entries(recordAt(selector, 'matchLabels')).map(([key, value]) => `${key}=${String(value)}`);
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key') ?? '';
    const values = `(${listAt(expression, 'values').join(',')})`;
    const written: Readonly<Record<string, string>> = {
      In: `${key} in ${values}`,
      NotIn: `${key} notin ${values}`,
      DoesNotExist: `!${key}`,
    };
    return written[textAt(expression, 'operator') ?? ''] ?? key;
  });
  return [...equal, ...expressions].join(',');
}

/**
 * Every label key by which something in the manifests selects pods. A label of such a key that we added to a template
 * could put a pod behind a Service that its author never meant, so those are left alone.
 */
export function selectedKeys(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  return new Set(objects.flatMap((object) => selectorsOf(object).flatMap(keysOf)));
}

function selectorsOf({ kind, spec }: KubernetesObject): readonly unknown[] {
  if (kind === 'Service') return [{ matchLabels: at(spec, 'selector') }];
  if (kind === 'NetworkPolicy') return [at(spec, 'podSelector'), ...peersOf(spec)];
  return [at(spec, 'selector'), ...schedulingSelectors(at(spec, 'template', 'spec'))];
}

/** Affinities and spread constraints of a pod template: every `labelSelector` below it. */
function schedulingSelectors(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(schedulingSelectors);
  if (!isRecord(value)) return [];
  const inner = Object.values(value).flatMap(schedulingSelectors);
  return value['labelSelector'] === undefined ? inner : [value['labelSelector'], ...inner];
}

function peersOf(spec: unknown): readonly unknown[] {
  const rules = [...listAt(spec, 'ingress'), ...listAt(spec, 'egress')];
  const peers = rules.flatMap((rule) => [...listAt(rule, 'from'), ...listAt(rule, 'to')]);
  return peers.map((peer) => at(peer, 'podSelector'));
}

function keysOf(selector: unknown): readonly string[] {
  if (!isRecord(selector)) return [];
  const expressions = listAt(selector, 'matchExpressions').map((expression) => textAt(expression, 'key') ?? '');
  return [...Object.keys(recordAt(selector, 'matchLabels')), ...expressions];
}
