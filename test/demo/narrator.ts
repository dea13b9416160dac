import { timeCell, wrap } from './lines.ts';
import type { Told } from './lines.ts';

export interface Output {
  readonly columns?: number | undefined;
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Narrow enough to read, and wide enough for bars and sentence. */
const widest = 132;
const narrowest = 60;
/** Of the signs before a sentence that has no bars. */
const margin = 10;

/** Writes the story, each line with the seconds since the beginning. */
export class Narrator {
  readonly #output: Output;
  readonly #bold: boolean;
  readonly #began = Date.now();

  /** Bold headings on a terminal, unless NO_COLOR is set to anything (no-color.org). */
  constructor(output: Output, noColor = process.env['NO_COLOR'] ?? '') {
    this.#output = output;
    this.#bold = output.isTTY === true && noColor === '';
  }

  get seconds(): number {
    return (Date.now() - this.#began) / 1000;
  }

  heading(text: string): void {
    this.#output.write(`\n${this.#bold ? `\u001b[1m${text}\u001b[22m` : text}\n`);
  }

  /** Text without a time, in paragraphs. */
  text(text: string, indent = 0): void {
    this.#output.write(`${' '.repeat(indent)}${wrap(text, { width: this.#width, indent })}\n`);
  }

  say(sentence: string): void {
    this.#line('', sentence);
  }

  show({ standing, sentence }: Told): void {
    this.#line(`${standing}  `, sentence);
  }

  /** Leaves the cursor behind the question. */
  ask(question: string): void {
    this.#output.write(`${' '.repeat(margin)}${this.#bold ? `\u001b[1m${question}\u001b[22m` : question} `);
  }

  answer(text: string): void {
    this.#output.write(`${text}\n`);
  }

  get #width(): number {
    return Math.max(narrowest, Math.min(this.#output.columns ?? widest, widest));
  }

  #line(before: string, sentence: string): void {
    const start = `${timeCell(this.seconds)}  ${before}`;
    // On a narrow terminal bars and sentence share no line, or the sentence would be a column of words.
    const beside = start.length < this.#width / 2;
    const indent = beside ? start.length : margin;
    const text = wrap(sentence, { width: this.#width, indent });
    this.#output.write(beside ? `${start}${text}\n` : `${start.trimEnd()}\n${' '.repeat(margin)}${text}\n`);
  }
}
