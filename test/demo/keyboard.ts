import { setTimeout as pause } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type Answer = 'approve' | 'abort' | 'quit';

export interface Answered {
  readonly answer: Answer;
  /** What is printed behind the question. */
  readonly note: string;
}

/** Whoever sits in front of the demonstration, or nobody. */
export interface Audience {
  answer(): Promise<Answered>;
  close(): void;
}

export const question = 'Approve? [Enter = approve, a = abort, q = quit]';
const interrupt = '\u0003';
const notes: Readonly<Record<Answer, string>> = { approve: 'approve', abort: 'abort', quit: 'quit' };

/** A terminal's own input: keys come one by one, and Ctrl-C as a key. */
export interface Terminal extends Readable {
  readonly isTTY?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
}

export interface AudienceOptions {
  readonly input: Terminal;
  readonly onInterrupt: () => void;
  /** How long a line is awaited where there is no terminal. */
  readonly patienceSeconds?: number;
}

export function audience(options: AudienceOptions): Audience {
  return options.input.isTTY === true ? keys(options) : lines(options);
}

/** Keys pressed before the question are dropped: nothing is approved by an Enter that was meant for something else. */
function keys({ input, onInterrupt }: AudienceOptions): Audience {
  let waiting: ((answered: Answered) => void) | undefined;
  const press = (chunk: Buffer | string): void => {
    for (const key of chunk.toString()) {
      if (key === interrupt) return onInterrupt();
      const answer = meaningOf(key);
      if (answer !== undefined) waiting?.({ answer, note: notes[answer] });
    }
  };
  input.setRawMode?.(true);
  input.on('data', press);
  return {
    answer: () => new Promise((resolve) => (waiting = resolve)),
    close() {
      input.off('data', press);
      input.setRawMode?.(false);
      input.pause();
    },
  };
}

/** More than the story asks for; an endless input (`yes ''`) is not read to the end of memory. */
const mostLines = 20;

/** Without a terminal: the next line, or an approval when none comes in time. */
function lines({ input, patienceSeconds = 3 }: AudienceOptions): Audience {
  const given: string[] = [];
  let arrived: (() => void) | undefined;
  const reader = createInterface({ input });
  reader.on('line', (line) => {
    given.push(line.trim());
    arrived?.();
    if (given.length >= mostLines) reader.close();
  });
  return {
    async answer() {
      const timer = new AbortController();
      const tooLong = pause(patienceSeconds * 1000, undefined, { signal: timer.signal }).catch(() => undefined);
      if (given.length === 0) await Promise.race([new Promise<void>((resolve) => (arrived = resolve)), tooLong]);
      timer.abort();
      return meant(given.shift(), patienceSeconds);
    },
    close: () => reader.close(),
  };
}

function meant(line: string | undefined, patienceSeconds: number): Answered {
  if (line === undefined)
    return {
      answer: 'approve',
      note: `(no terminal, and no line within ${patienceSeconds} s: approved by the demonstration itself)`,
    };
  const answer = line === '' ? 'approve' : meaningOf(line.charAt(0));
  // Only what is known lets pods through.
  return answer === undefined
    ? { answer: 'abort', note: `abort ("${line}" is no answer)` }
    : { answer, note: notes[answer] };
}

function meaningOf(key: string): Answer | undefined {
  switch (key.toLowerCase()) {
    case '\r':
    case '\n':
      return 'approve';
    case 'a':
      return 'abort';
    case 'q':
      return 'quit';
    default:
      return undefined;
  }
}
