import { nearest } from './nearest.ts';
import { problem, type Problem } from './refusal.ts';

/** An object of unknown keys, as JSON gives it. */
export type Fields = Readonly<Record<string, unknown>>;

/** One value that is being read: what it is, where it stands, and where its problems are collected. */
export interface Field {
  readonly value: unknown;
  /** `deployment.targets[0].account`. */
  readonly path: string;
  readonly problems: Problem[];
}

/** Which keys an object may have. */
export interface KnownKeys {
  readonly built: readonly string[];
  /** Decided, but not built yet: refused by name, so that nobody believes they work. */
  readonly planned?: readonly string[];
}

export function complain(field: Field, sentence: string): undefined {
  field.problems.push(problem(field.path, sentence));
  return undefined;
}

export function notBuilt(field: Field, what: string): undefined {
  return complain(field, `${what} is not built yet; leave it out.`);
}

/** The fields of an object, after a word about each key that it may not have. Undefined when it is no object. */
export function readFields(field: Field, known: KnownKeys): Fields | undefined {
  if (!isFields(field.value)) return complain(field, `This must be an object, not ${describe(field.value)}.`);
  const planned = known.planned ?? [];
  for (const key of Object.keys(field.value)) {
    if (known.built.includes(key)) continue;
    const child = inside(field, field.value, key);
    if (planned.includes(key)) notBuilt(child, `"${key}"`);
    else complain(child, unknownKey(key, [...known.built, ...planned]));
  }
  return field.value;
}

export function unknownKey(key: string, known: readonly string[]): string {
  return `"${shortened(key)}" is not a key here; ${suggestion(key, known)}`;
}

/** `did you mean "x"?`, or the whole list of what is allowed. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `allowed: ${known.join(', ')}.` : `did you mean "${near}"?`;
}

export function inside(field: Field, fields: Fields, key: string): Field {
  const path = /^[A-Za-z_]\w{0,60}$/.test(key) ? `${field.path}.${key}` : `${field.path}["${shortened(key)}"]`;
  return { value: fields[key], path, problems: field.problems };
}

export function readList(field: Field): readonly Field[] | undefined {
  if (!Array.isArray(field.value)) return complain(field, `This must be a list, not ${describe(field.value)}.`);
  return field.value.map((value: unknown, index) => ({
    value,
    path: `${field.path}[${index}]`,
    problems: field.problems,
  }));
}

/** Text with something in it. */
export function readText(field: Field): string | undefined {
  if (typeof field.value !== 'string') return complain(field, `This must be text, not ${describe(field.value)}.`);
  if (field.value.trim() === '') return complain(field, 'This must not be empty.');
  return field.value;
}

export interface Choice<Word extends string> {
  readonly words: readonly Word[];
  readonly planned?: readonly string[];
  readonly otherwise: Word;
}

/** One of a few words; when the key is left out, the one that does no harm. */
export function readChoice<Word extends string>(field: Field, choice: Choice<Word>): Word | undefined {
  if (field.value === undefined) return choice.otherwise;
  const found = choice.words.find((word) => word === field.value);
  if (found !== undefined) return found;
  if (typeof field.value !== 'string') return complain(field, `This must be text, not ${describe(field.value)}.`);
  if (choice.planned?.includes(field.value) === true) return notBuilt(field, `"${field.value}"`);
  return complain(field, `"${shortened(field.value)}" is not known here; ${suggestion(field.value, choice.words)}`);
}

/** `false` when the key is left out. */
export function readFlag(field: Field): boolean | undefined {
  if (field.value === undefined) return false;
  if (typeof field.value === 'boolean') return field.value;
  return complain(field, `This must be true or false, not ${describe(field.value)}.`);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in a word or two: never its whole content. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `"${shortened(value)}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : 'an object';
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
