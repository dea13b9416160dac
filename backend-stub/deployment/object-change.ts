import { stringify } from 'yaml';
import type { ObjectChange } from '../contract/change.ts';
import { isSame } from './compared-object.ts';
import type { ComparedObject } from './compared-object.ts';
import { fold } from './fold.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { diffLines } from './line-diff.ts';

/** What becomes of an object, as people read it. */
export function changeOf({ before, after }: ComparedObject): ObjectChange {
  if (before === undefined) return { verdict: 'create', diff: [{ kind: 'added', lines: yamlLines(after) }] };
  if (isSame(before, after)) return { verdict: 'unchanged', diff: [] };
  const diff = fold(diffLines(yamlLines(before), yamlLines(after)));
  const replaces = before.metadata.name;
  return replaces === after.metadata.name ? { verdict: 'change', diff } : { verdict: 'replace', replaces, diff };
}

/** One form for equal objects: keys in order, no line broken, no anchors. */
export function yamlLines(object: KubernetesObject): readonly string[] {
  const text = stringify(object, {
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    blockQuote: 'literal',
  });
  return text.replace(/\n$/, '').split('\n');
}
