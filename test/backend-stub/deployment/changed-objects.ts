import fc from 'fast-check';
import type { DiffPart, WholePart } from '../../../backend-stub/contract/change.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.oneof(
  word,
  fc.string({ maxLength: 12 }),
  fc.array(word, { minLength: 2, maxLength: 6 }).map((lines) => `${lines.join('\n')}\n`),
);
const leaf = fc.oneof(text, fc.integer(), fc.boolean());
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** A custom resource, whose fields may be anything. */
export const anyObject: fc.Arbitrary<KubernetesObject> = fc
  .dictionary(word, value, { maxKeys: 5 })
  .map((spec) => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'shop' }, spec }));

/** No word of ours can hold one of them by chance. */
export const secretValue = fc.uuid().map((id) => `secret-${id}`);

const secretData = fc.dictionary(word, secretValue, { minKeys: 1, maxKeys: 4 });

export const anySecret: fc.Arbitrary<KubernetesObject> = fc
  .record({ data: secretData, stringData: secretData, unknown: fc.oneof(secretValue, secretData) })
  .map((fields) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, type: 'Opaque', ...fields }));

/** The lines of one side of a diff; folded ones are taken from what is known of that side. */
export function sideOf(diff: readonly DiffPart[], left: 'removed' | 'added', known: readonly string[]): string[] {
  const lines: string[] = [];
  let at = 0;
  for (const part of diff) {
    if (part.kind === 'folded') lines.push(...known.slice(at, at + part.count));
    else if (part.kind !== left) lines.push(...part.lines);
    at += part.kind === 'folded' ? part.count : part.kind === 'added' ? 0 : part.lines.length;
  }
  return lines;
}

export function changedLines(diff: readonly DiffPart[]): readonly string[] {
  return diff.flatMap((part) => (isChanged(part) ? part.lines : []));
}

function isChanged(part: DiffPart): part is WholePart {
  return part.kind === 'removed' || part.kind === 'added';
}
