import { problem } from '../contract/refusal.ts';
import type { Problem } from '../contract/refusal.ts';
import { at, isRecord, listAt } from './kubernetes-object.ts';
import type { Where } from './object-names.ts';

type Path = readonly string[];

/** Maps whose values Kubernetes wants as text, and YAML gives as a number or a boolean when the quotes are forgotten. */
const everywhere: readonly Path[] = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'template', 'metadata', 'annotations'],
  ['spec', 'selector', 'matchLabels'],
];

const byKind: Readonly<Record<string, readonly Path[]>> = {
  ConfigMap: [['data'], ['binaryData']],
  Secret: [['data'], ['stringData']],
  Service: [['spec', 'selector']],
};

export function textProblems(value: unknown, kind: string, where: Where): readonly Problem[] {
  const paths = [...everywhere, ...(Object.hasOwn(byKind, kind) ? (byKind[kind] ?? []) : [])];
  return [...paths.flatMap((path) => mapProblems(value, path, where)), ...environmentProblems(value, where)];
}

/** To find the place of one is a search through the whole map. */
const enough = 60;

function mapProblems(value: unknown, path: Path, where: Where): readonly Problem[] {
  const map = at(value, ...path);
  // Nothing at all is fine: null means absent to Kubernetes.
  if (map === undefined || map === null) return [];
  if (!isRecord(map)) return [problem(where(path), `${path.join('.')} must be an object.`)];
  return Object.entries(map)
    .filter(([, inner]) => typeof inner !== 'string')
    .slice(0, enough)
    .map(([key, inner]) => problem(where([...path, key]), `${path.join('.')}.${key} ${notText(inner)}`));
}

function environmentProblems(value: unknown, where: Where): readonly Problem[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    listAt(value, 'spec', 'template', 'spec', list).flatMap((container, index) =>
      listAt(container, 'env').flatMap((variable, position) => {
        const found = at(variable, 'value');
        if (found === undefined || found === null || typeof found === 'string') return [];
        const path = ['spec', 'template', 'spec', list, index, 'env', position, 'value'];
        return [problem(where(path), `The environment variable ${name(variable)} ${notText(found)}`)];
      }),
    ),
  );
}

function name(variable: unknown): string {
  const found = at(variable, 'name');
  return typeof found === 'string' ? found : 'without a name';
}

function notText(value: unknown): string {
  if (value === null) return 'must be text, and is empty; write "" when it is meant so.';
  if (typeof value !== 'number' && typeof value !== 'boolean') return 'must be text, and is a list or an object.';
  return `must be text, and reads as the ${typeof value} ${value}; put it in quotes.`;
}
