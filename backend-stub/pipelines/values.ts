import { isFields, type Fields } from '../contract/reading.ts';

/** A text with something in it. Deck has a `trim` of its own in place of the browser's, which takes several times as long. */
export function textAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && /\S/.test(value) ? value : undefined;
}

/** The objects of a list; what is no object is passed by, and what is no list has none. */
export function entriesAt(fields: Fields, key: string): readonly Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isFields) : [];
}
