import { isDeepStrictEqual } from 'node:util';
import { isRecord, type KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { isSameWriter, ownable, ownersOf, withSet, type FieldOwner, type Writer } from './field-owners.ts';
import { fieldPaths, fieldsOf, isEmpty, parts, union, without, type FieldSet } from './field-sets.ts';
import { ApiRefusal } from './refusals.ts';
import { itemKey, shapeOf } from './shapes.ts';

export interface Applying {
  readonly live: KubernetesObject | undefined;
  readonly config: KubernetesObject;
  readonly writer: Writer;
  readonly force: boolean;
}

/**
 * Server-side apply: what is sent is set and owned, what others own with another value is a conflict or taken over, and
 * what was owned before, is no longer sent and nobody else owns goes. Throws a 409.
 */
export function applied({ live, config, writer, force }: Applying): KubernetesObject {
  const sent = ownable(config);
  const held = live === undefined ? {} : ownable(live);
  const ours = fieldsOf('', sent);
  const owners = ownersOf(live);
  const conflicts = owners.flatMap((owner) => {
    const fields = isSameWriter(owner, writer) ? {} : differing({ ours, theirs: owner.fieldsV1 }, '', [held, sent]);
    return isEmpty(fields) ? [] : [{ owner, fields }];
  });
  if (conflicts.length > 0 && !force) throw conflict(conflicts);
  const others = owners.map((owner) => {
    const lost = conflicts.find((found) => found.owner === owner)?.fields ?? {};
    return { ...owner, fieldsV1: without(owner.fieldsV1, lost) };
  });
  const prior = owners.find((owner) => isSameWriter(owner, writer))?.fieldsV1 ?? {};
  const keep = others.filter((owner) => !isSameWriter(owner, writer)).map(({ fieldsV1 }) => fieldsV1);
  const merged = pruned('', merge('', held, sent), { prior, kept: keep.reduce(union, ours) });
  const object = isRecord(merged) ? merged : {};
  const metadata = { ...live?.metadata, ...config.metadata, ...recordOf(object['metadata']) };
  // Not sent any more means gone, also for the last label.
  for (const field of ['labels', 'annotations'] as const)
    if (!(field in recordOf(object['metadata']))) delete metadata[field];
  const { apiVersion, kind } = config;
  return { ...object, apiVersion, kind, metadata: { ...metadata, managedFields: withSet(others, writer, ours) } };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** Fields that both own, and that would get another value. */
function differing(
  { ours, theirs }: { readonly ours: FieldSet; readonly theirs: FieldSet },
  field: string,
  [live, config]: readonly [unknown, unknown],
): FieldSet {
  const found: Record<string, FieldSet> = {};
  const held = parts(field, live);
  const sent = parts(field, config);
  for (const [element, below] of Object.entries(ours)) {
    const their = theirs[element];
    const [name, value] = sent.get(element) ?? ['', undefined];
    const [, was] = held.get(element) ?? ['', undefined];
    if (their === undefined || element === '.' || isDeepStrictEqual(value, was)) continue;
    const inside = differing({ ours: below, theirs: their }, name, [was, value]);
    if (!isEmpty(inside) || isOwnedTwice(below, their, value)) found[element] = inside;
  }
  return found;
}

/** Both own it as a whole. A map that is sent empty asks for nothing inside it. */
function isOwnedTwice(ours: FieldSet, theirs: FieldSet, value: unknown): boolean {
  return isEmpty(ours) && isEmpty(theirs) && !isEmptyMap(value);
}

function isEmptyMap(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}

function merge(field: string, live: unknown, config: unknown): unknown {
  if (isRecord(live) && isRecord(config) && shapeOf(field, config).type === 'map') {
    const merged: Record<string, unknown> = { ...live };
    for (const [key, value] of Object.entries(config)) merged[key] = merge(key, live[key], value);
    return merged;
  }
  const shape = shapeOf(field, config);
  if (shape.type !== 'items' || !Array.isArray(live) || !Array.isArray(config)) return config;
  const keyOf = (item: unknown): string => itemKey(recordOf(item), shape.keys);
  const sent = new Set(config.map(keyOf));
  const held = new Map(live.map((item: unknown) => [keyOf(item), item]));
  const set = config.map((item: unknown) => merge('', held.get(keyOf(item)), item));
  return [...set, ...live.filter((item: unknown) => !sent.has(keyOf(item)))];
}

/** Takes away what `prior` has and `kept` has not. What is empty after that goes too. */
function pruned(
  field: string,
  value: unknown,
  { prior, kept }: { readonly prior: FieldSet; readonly kept: FieldSet },
): unknown {
  const all = parts(field, value);
  if (all.size === 0) return value;
  const left: [string, unknown][] = [];
  for (const [element, [name, inner]] of all) {
    const rest = leftOf([name, inner], { owned: prior[element], wanted: kept[element] });
    if (rest !== undefined) left.push([name, rest]);
  }
  if (left.length === 0) return undefined;
  return Array.isArray(value) ? left.map(([, inner]) => inner) : Object.fromEntries(left);
}

function leftOf(
  [name, value]: readonly [string, unknown],
  { owned, wanted }: { readonly owned: FieldSet | undefined; readonly wanted: FieldSet | undefined },
): unknown {
  if (owned === undefined) return value;
  const isWhole = isEmpty(owned) || '.' in owned;
  if (wanted === undefined && isWhole) return undefined;
  return isEmpty(owned) ? value : pruned(name, value, { prior: owned, kept: wanted ?? {} });
}

interface Conflict {
  readonly owner: FieldOwner;
  readonly fields: FieldSet;
}

function conflict(conflicts: readonly Conflict[]): ApiRefusal {
  const named = conflicts.map(({ owner, fields }) => {
    const by = owner.operation === 'Apply' ? '' : ` using ${owner.apiVersion}`;
    return { who: `"${owner.manager}"${by}`, paths: [...new Set(fieldPaths(fields))] };
  });
  const causes = named.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const [first] = named;
  const message =
    causes.length === 1 && first !== undefined
      ? `Apply failed with 1 conflict: conflict with ${first.who}: ${first.paths.join('')}`
      : `Apply failed with ${causes.length} conflicts: ${named.map(({ who, paths }) => `conflicts with ${who}:\n${paths.map((path) => `- ${path}`).join('\n')}`).join('\n')}`;
  return new ApiRefusal(409, message, { reason: 'Conflict', details: { causes } });
}
