/** The words of a command as a shell reads them, with quotes taken off; a variable stays as it is written. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_quoted, single?: string, double?: string) => single ?? double ?? ''),
  );
}

export interface CommandWords {
  /** Without a value. */
  readonly switches: readonly string[];
  /** By name, each in its order. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  /** What stands behind `--`. */
  readonly after: readonly string[];
}

/** Which of a program's flags have a value, and which have none. */
export interface Flags {
  readonly valued: readonly string[];
  readonly alone: readonly string[];
}

/** Throws an error with a sentence where a flag is none of the program's. */
export function readWords(words: readonly string[], flags: Flags): CommandWords {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const options = new Map<string, string[]>();
  const [switches, operands]: [string[], string[]] = [[], []];
  const rest = words.slice(0, end);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) operands.push(word);
    else if (flags.alone.includes(word)) switches.push(word);
    else {
      const [name, value = rest.shift() ?? ''] = valued(word, flags);
      options.set(name, [...(options.get(name) ?? []), value]);
    }
  }
  return { switches, options, operands, after: words.slice(end + 1) };
}

function valued(word: string, flags: Flags): readonly [name: string, value?: string] {
  const [, name = word, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
  if (!flags.valued.includes(name)) throw new Error(`${name} is not known`);
  return value === undefined ? [name] : [name, value];
}
