import type { DestinationStream } from 'pino';

/** Everything that a service logs. */
export class LogLines implements DestinationStream {
  readonly #lines: string[] = [];

  write(line: string): void {
    this.#lines.push(line);
  }

  /** The first line that holds the words. */
  find(words: string): string | undefined {
    return this.#lines.find((line) => line.includes(words));
  }

  get text(): string {
    return this.#lines.join('');
  }
}
