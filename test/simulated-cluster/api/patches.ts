import { isRecord } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { ApiRefusal, badRequest, NotSimulated } from './refusals.ts';

/** RFC 7386: null takes a field away, objects are merged, all else replaces. */
export function mergePatched(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = mergePatched(result[field], value);
  }
  return result;
}

/** RFC 6902, the operations that kubectl plugins send: add, replace, remove and test on fields and items that exist. */
export function jsonPatched(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list');
  return patch.reduce((value: unknown, operation: unknown) => operated(value, operation), target);
}

function operated(target: unknown, operation: unknown): unknown {
  if (!isRecord(operation) || typeof operation['path'] !== 'string') throw badRequest('an operation has op and path');
  const { op, path, value } = operation;
  if (op !== 'add' && op !== 'replace' && op !== 'remove')
    throw new NotSimulated(`the JSON patch operation ${String(op)}`);
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return changed(target, keys, { op, value, path });
}

interface Change {
  readonly op: 'add' | 'replace' | 'remove';
  readonly value: unknown;
  readonly path: string;
}

function changed(target: unknown, [key, ...rest]: readonly string[], change: Change): unknown {
  if (key === undefined) return change.value;
  if (Array.isArray(target)) return changedItem(target, [key, ...rest], change);
  if (!isRecord(target) || (!(key in target) && (rest.length > 0 || change.op !== 'add'))) throw unknownPath(change);
  if (rest.length > 0) return { ...target, [key]: changed(target[key], rest, change) };
  if (change.op !== 'remove') return { ...target, [key]: change.value };
  return Object.fromEntries(Object.entries(target).filter(([field]) => field !== key));
}

function changedItem(target: readonly unknown[], [key = '', ...rest]: readonly string[], change: Change): unknown {
  const index = key === '-' ? target.length : Number(key);
  if (!Number.isInteger(index) || index > target.length || (index === target.length && change.op !== 'add'))
    throw unknownPath(change);
  const [before, after] = [target.slice(0, index), target.slice(index + 1)];
  if (rest.length > 0) return [...before, changed(target[index], rest, change), ...after];
  if (change.op === 'add') return [...before, change.value, ...target.slice(index)];
  return change.op === 'remove' ? [...before, ...after] : [...before, change.value, ...after];
}

function unknownPath({ op, path }: Change): ApiRefusal {
  const message = `the server rejected our request due to an error in our request: ${op} operation does not apply: doc is missing path: ${path}`;
  return new ApiRefusal(422, message, { reason: 'Invalid' });
}
