import { isFields, type Fields } from '../contract/reading.ts';

/** A text with something in it. */
export function textAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The objects of a list; what is no object is passed by, and what is no list has none. */
export function entriesAt(fields: Fields, key: string): readonly Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isFields) : [];
}
