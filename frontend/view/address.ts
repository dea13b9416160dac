/** What stands in the address of a page, as the router gives it; whoever wrote it there. */
export type Written = Readonly<Record<string, unknown>>;

/** Empty where nothing stands there, or what is no word; of several, the first. */
export function wordAt(address: Written, key: string): string {
  const value: unknown = [address[key]].flat()[0];
  return typeof value === 'string' ? value : '';
}

/** Those keys of an address that have a word. */
export function wordsAt<Key extends string>(keys: readonly Key[], address: Written): Partial<Record<Key, string>> {
  const found: Partial<Record<Key, string>> = {};
  for (const key of keys) {
    const word = wordAt(address, key);
    if (word !== '') found[key] = word;
  }
  return found;
}

export interface Sorted<Key extends string> {
  readonly sort: Key;
  readonly descending: boolean;
}

/** Written as `name`, or `-name` where it is descending; a key that nobody knows is the usual one. */
export function sortAt<Key extends string>(keys: readonly Key[], address: Written, usual: Sorted<Key>): Sorted<Key> {
  const written = wordAt(address, 'sort');
  if (written === '') return usual;
  const sort = keys.find((key) => key === written.replace(/^-/, '')) ?? usual.sort;
  return { sort, descending: written.startsWith('-') };
}

/** What the address becomes when somebody sorts by a column: the same once more is the other way round. */
export function sortedBy(key: string, { sort, descending }: Sorted<string>): string {
  return sort === key && !descending ? `-${key}` : key;
}
