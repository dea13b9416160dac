import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Load, Loaded } from './load.ts';
import { start } from './processes.ts';

const program = fileURLToPath(new URL('load.ts', import.meta.url));

/** One process for all loads, so that none of them pays for its start. */
export class LoadGenerator {
  readonly #child: ChildProcess;
  readonly #answers: Interface;
  readonly #ended: Promise<never>;

  constructor() {
    this.#child = start({ command: [process.execPath, '--import', 'tsx', program] });
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the load generator has no output');
    this.#answers = createInterface({ input: stdout });
    this.#ended = once(this.#child, 'exit').then(() => Promise.reject(new Error('the load generator ended')));
    this.#ended.catch(() => undefined); // told to who waits for an answer
  }

  async run(load: Load): Promise<Loaded> {
    const answered = once(this.#answers, 'line');
    this.#child.stdin?.write(`${JSON.stringify(load)}\n`);
    const [line] = (await Promise.race([answered, this.#ended])) as readonly string[];
    // Printed by load.ts.
    return JSON.parse(line ?? '') as Loaded;
  }

  stop(): void {
    this.#child.kill();
  }
}
