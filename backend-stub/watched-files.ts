import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { textAt } from './deployment/kubernetes-object.ts';

export interface WatchedFilesOptions {
  readonly files: readonly string[];
  /** What they held when the service started, without space around it. */
  readonly known: readonly string[];
  /** Uses new contents from now on, in the order of the files; throws what is wrong with them, and then changes nothing. */
  readonly take: (contents: readonly string[]) => void;
  readonly onTaken: () => void;
  /** Told once for each new problem, and with undefined when it is over. What was taken last stays in use meanwhile. */
  readonly onProblem: (error: Error | undefined) => void;
  readonly intervalMilliseconds?: number;
}

/** Mounted Secrets of Kubernetes arrive up to a minute late anyway. */
const defaultInterval = 5_000;

/**
 * Small files that belong together, read again while the service runs. Their contents are compared and not their times: a
 * mounted Secret is changed by a symbolic link to another folder, of which the file system tells nobody who watches the file.
 */
export class WatchedFiles {
  readonly #options: WatchedFilesOptions;
  #taken: string;
  #problem: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WatchedFilesOptions) {
    this.#options = options;
    this.#taken = digest(options.known);
  }

  start(): void {
    const { intervalMilliseconds = defaultInterval } = this.#options;
    this.#timer = setTimeout(() => {
      void this.look().then(() => {
        // Not after `stop`, which may have come meanwhile.
        if (this.#timer !== undefined) this.start();
      });
    }, intervalMilliseconds).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async look(): Promise<void> {
    const error = await this.#takeWhatChanged();
    if (error?.message === this.#problem) return;
    this.#problem = error?.message;
    this.#options.onProblem(error);
  }

  async #takeWhatChanged(): Promise<Error | undefined> {
    try {
      const contents = await Promise.all(this.#options.files.map(readTrimmed));
      const found = digest(contents);
      if (found === this.#taken) return undefined;
      this.#options.take(contents);
      this.#taken = found;
      this.#options.onTaken();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error('an unknown failure');
    }
  }
}

async function readTrimmed(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw new Error(`${file} can not be read (${textAt(cause, 'code') ?? 'unknown reason'})`, { cause });
  }
}

/** So that secrets are not kept a second time. */
function digest(contents: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex');
}
