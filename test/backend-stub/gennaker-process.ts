import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { serviceBundle } from '../stage/service-bundle.ts';

/** `gennaker`, built and started as an operator does. */
export class GennakerProcess {
  readonly output: string[] = [];
  readonly errors: string[] = [];
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiters: (() => void)[] = [];

  constructor(words: readonly string[], program = serviceBundle()) {
    const started = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = started;
    this.#ended = once(started, 'close');
    createInterface({ input: started.stdout }).on('line', (line) => this.#take(this.output, line));
    createInterface({ input: started.stderr }).on('line', (line) => this.#take(this.errors, line));
    void this.#ended.then(() => this.#tell());
  }

  /** The code it ended with by itself; undefined when a signal ended it. */
  async exit(): Promise<number | undefined> {
    await this.#ended;
    return this.#process.exitCode ?? undefined;
  }

  terminate(): void {
    this.#process.kill('SIGTERM');
  }

  /** Ends it whatever it does. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  /** The fields of the first log line of this event, waited for; throws when the process ends without it. */
  async logged(event: string): Promise<Readonly<Record<string, unknown>>> {
    for (;;) {
      const found = this.output.map(fieldsOf).find((fields) => fields['msg'] === event);
      if (found !== undefined) return found;
      if (this.#process.exitCode !== null) throw new Error(`It ended before "${event}": ${this.errors.join('\n')}`);
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  #take(lines: string[], line: string): void {
    lines.push(line);
    this.#tell();
  }

  #tell(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

/** Every line is a JSON object, or this throws. */
export function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  // A cast, since a log line that is no object fails the tests loudly anyway.
  return JSON.parse(line) as Readonly<Record<string, unknown>>;
}
