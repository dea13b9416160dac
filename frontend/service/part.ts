import { describe, isFields } from '../../backend-stub/contract/reading.ts';
import type { Fields } from '../../backend-stub/contract/reading.ts';

/** An answer is not of the shape that this plugin knows; the message says where. */
export class UnexpectedShape extends Error {
  override readonly name = 'UnexpectedShape';
}

/** An object inside an answer. Its methods read one key each, and throw `UnexpectedShape`; keys nobody asks for are fine. */
export class Part {
  /** Worked out only where something is wrong there. */
  private readonly place: string | (() => string);
  /** Not `#fields`: the bundle is for browsers without those, and a WeakMap in its place takes ten times as long. */
  private readonly fields: Fields;

  constructor(value: unknown, place: string | (() => string)) {
    this.place = place;
    if (!isFields(value)) throw unexpected(this.path, 'an object', value);
    this.fields = value;
  }

  get path(): string {
    return typeof this.place === 'string' ? this.place : this.place();
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined && this.fields[key] !== null;
  }

  at(key: string): string {
    return `${this.path}.${key}`;
  }

  text(key: string): string {
    const value = this.fields[key];
    if (typeof value !== 'string') throw unexpected(this.at(key), 'text', value);
    return value;
  }

  textIfAny(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined;
  }

  number(key: string): number {
    const value = this.fields[key];
    if (typeof value !== 'number') throw unexpected(this.at(key), 'a number', value);
    return value;
  }

  numberIfAny(key: string): number | undefined {
    return this.has(key) ? this.number(key) : undefined;
  }

  flag(key: string): boolean {
    const value = this.fields[key];
    if (typeof value !== 'boolean') throw unexpected(this.at(key), 'true or false', value);
    return value;
  }

  /** For words that decide what is shown and done: one that is not known makes the answer unreadable. */
  word<Word extends string>(key: string, words: readonly Word[]): Word {
    const found = this.wordIfKnown(key, words);
    if (found === undefined) throw unexpected(this.at(key), `one of ${words.join(', ')}`, this.fields[key]);
    return found;
  }

  wordIfKnown<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    return words.find((word) => word === this.fields[key]);
  }

  part(key: string): Part {
    return new Part(this.fields[key], this.at(key));
  }

  list<Item>(key: string, read: (part: Part) => Item): readonly Item[] {
    return this.items(key).map((value, index) => read(new Part(value, () => `${this.at(key)}[${index}]`)));
  }

  /** An empty list where the key is absent: what a service of another version may leave out. */
  listIfAny<Item>(key: string, read: (part: Part) => Item): readonly Item[] {
    return this.has(key) ? this.list(key, read) : [];
  }

  texts(key: string): readonly string[] {
    const items = this.items(key);
    if (areTexts(items)) return items;
    const wrong = items.findIndex((value) => typeof value !== 'string');
    throw unexpected(`${this.at(key)}[${wrong}]`, 'text', items[wrong]);
  }

  private items(key: string): readonly unknown[] {
    const value = this.fields[key];
    if (!Array.isArray(value)) throw unexpected(this.at(key), 'a list', value);
    return value;
  }
}

function areTexts(items: readonly unknown[]): items is readonly string[] {
  return items.every((value) => typeof value === 'string');
}

export function unexpected(path: string, wanted: string, found: unknown): UnexpectedShape {
  return new UnexpectedShape(`${path} should be ${wanted} and is ${describe(found)}`);
}
