import { comparable, hideValues, isSame } from './compared-object.ts';
import type { ComparedObject } from './compared-object.ts';
import { isRecord, objectName, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { fieldManager, specManagers } from './ownership.ts';

const mostNamed = 3;

/** How an object moved between plan and apply, by what came of the apply; undefined: what was planned is what it is. */
export function movedSentence({ before, after }: ComparedObject, applied: KubernetesObject): string | undefined {
  const name = objectName(referenceOf(applied));
  if (before === undefined) {
    const others = specManagers(applied).filter((manager) => manager !== fieldManager);
    if (others.length === 0) return undefined;
    return `${name} was made by ${others.join(', ')} between plan and apply: the plan was to create it.`;
  }
  const fields = differingFields(hideValues(after), hideValues(comparable(applied)));
  if (fields.length === 0) return undefined;
  const more = fields.length > mostNamed ? ` and ${fields.length - mostNamed} more` : '';
  return `${name} was changed between plan and apply: it is not as planned in ${fields.slice(0, mostNamed).join(', ')}${more}.`;
}

/** Paths of the fields in which two values differ: `spec.ports`, a list as a whole. */
export function differingFields(left: unknown, right: unknown, path = ''): readonly string[] {
  if (!isRecord(left) || !isRecord(right)) return isSame(left, right) ? [] : [path];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return keys.flatMap((key) => differingFields(left[key], right[key], path === '' ? key : `${path}.${key}`));
}
