/** One field of something of Deck's, whose types say too little or too much; undefined of what has no fields. */
export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
