import { decodeLiteral, encodeLiteral, holdsExpression } from '../../backend-stub/contract/expressions.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import type { TextManifest } from '../../backend-stub/contract/deployment.ts';
import { look, setAt } from './value-at.ts';
import type { Misfit, Path } from './value-at.ts';

/** What a field of the form shows, or the value of another shape that stands in its place. */
export type Shown<Value> = { readonly kind: 'shown'; readonly value: Value } | Misfit;

export const places = {
  account: ['targets', 0, 'account'],
  namespace: ['targets', 0, 'namespaceOverride'],
  source: ['manifest', 'source'],
  text: ['manifest', 'text'],
  expressions: ['manifest', 'expressions'],
  steps: ['strategy', 'canary', 'steps'],
  takeOwnership: ['takeOwnership'],
  notifications: ['notifications'],
} as const;

export function readText(root: unknown, path: Path): Shown<string> {
  const seen = look(root, path);
  if (seen.kind === 'misfit') return seen;
  if (seen.kind === 'absent') return { kind: 'shown', value: '' };
  return typeof seen.value === 'string'
    ? { kind: 'shown', value: seen.value }
    : { kind: 'misfit', path, value: seen.value };
}

export function readFlag(root: unknown, path: Path): Shown<boolean> {
  const seen = look(root, path);
  if (seen.kind === 'misfit') return seen;
  if (seen.kind === 'absent') return { kind: 'shown', value: false };
  return typeof seen.value === 'boolean'
    ? { kind: 'shown', value: seen.value }
    : { kind: 'misfit', path, value: seen.value };
}

export function readItems(root: unknown, path: Path): Shown<readonly unknown[]> {
  const seen = look(root, path);
  if (seen.kind === 'misfit') return seen;
  if (seen.kind === 'absent') return { kind: 'shown', value: [] };
  return Array.isArray(seen.value) ? { kind: 'shown', value: seen.value } : { kind: 'misfit', path, value: seen.value };
}

export type Expressions = TextManifest['expressions'];

export interface ShownManifest {
  /** As its author wrote it, not as it is stored. */
  readonly text: string;
  readonly expressions: Expressions;
  /** Stored as literal, but so that Orca would evaluate it: somebody wrote it into the JSON. */
  readonly unprotected: boolean;
}

export function readManifest(root: unknown): Shown<ShownManifest> {
  const source = readText(root, places.source);
  const text = readText(root, places.text);
  const expressions = readText(root, places.expressions);
  if (source.kind === 'misfit') return source;
  if (text.kind === 'misfit') return text;
  if (expressions.kind === 'misfit') return expressions;
  if (source.value !== '' && source.value !== 'text')
    return { kind: 'misfit', path: places.source, value: source.value };
  const word = expressions.value === '' ? 'literal' : expressions.value;
  if (word !== 'literal' && word !== 'evaluate')
    return { kind: 'misfit', path: places.expressions, value: expressions.value };
  return { kind: 'shown', value: shownManifest(text.value, word) };
}

function shownManifest(stored: string, expressions: Expressions): ShownManifest {
  if (expressions === 'evaluate') return { text: stored, expressions, unprotected: false };
  return { text: decodeLiteral(stored), expressions, unprotected: holdsExpression(stored) };
}

/** Stores a text as its author wrote it, in the way that its expressions are meant. */
export function writeManifest(root: unknown, text: string, expressions: Expressions): unknown {
  const stored = expressions === 'literal' ? encodeLiteral(text) : text;
  return [
    [places.source, 'text'] as const,
    [places.text, stored] as const,
    [places.expressions, expressions] as const,
  ].reduce((changed: unknown, [path, value]) => setAt(changed, path, value), root);
}

export type ShownStep =
  | { readonly kind: 'weight'; readonly weight: string }
  | { readonly kind: 'approval'; readonly roles: readonly string[]; readonly notRequester: boolean }
  | { readonly kind: 'timed'; readonly duration: string; readonly unit: string }
  | { readonly kind: 'misfit'; readonly value: unknown };

export type StepKind = Exclude<ShownStep['kind'], 'misfit'>;

export function readStep(value: unknown): ShownStep {
  if (isFields(value) && Object.keys(value).length === 1) {
    if (isFields(value['setWeight'])) return readWeight(value, value['setWeight']['weight']);
    if (isFields(value['pause'])) return readPause(value, value['pause']);
  }
  return { kind: 'misfit', value };
}

function readWeight(value: unknown, written: unknown): ShownStep {
  const weight = numberText(written);
  return weight === undefined ? { kind: 'misfit', value } : { kind: 'weight', weight };
}

function readPause(value: unknown, pause: Readonly<Record<string, unknown>>): ShownStep {
  if (pause['untilApproved'] !== undefined) return readApproval(value, pause);
  const duration = numberText(pause['duration']);
  const unit = pause['unit'] ?? '';
  return duration === undefined || typeof unit !== 'string'
    ? { kind: 'misfit', value }
    : { kind: 'timed', duration, unit };
}

function readApproval(value: unknown, pause: Readonly<Record<string, unknown>>): ShownStep {
  const roles = pause['requiresRoles'] ?? [];
  const plain = Array.isArray(roles) && roles.every((role) => typeof role === 'string');
  const { notRequester = false } = pause;
  return pause['untilApproved'] === true && plain && typeof notRequester === 'boolean'
    ? { kind: 'approval', roles, notRequester }
    : { kind: 'misfit', value };
}

function numberText(value: unknown): string | undefined {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** What somebody typed into a field for a number: the number where it is one, else the text, so that nothing is lost. */
export function typedNumber(text: string): number | string | undefined {
  if (text === '') return undefined;
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}
