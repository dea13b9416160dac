import { RulesUnreadable, readRulesFile } from './creation/rules-file.ts';
import type { RulesInForce } from './creation/rules-in-force.ts';
import type { RulesFile } from './creation/rules-file.ts';
import type { Problem } from './contract/refusal.ts';
import type { WatchedFiles } from './watched-files.ts';
import { renewal } from './renewals.ts';
import type { Told } from './renewals.ts';

/**
 * The operator's copy of Fiat's rules. A file that can not be used stops nothing, not even the start: it only explains, and what it
 * said before goes on to be said.
 */
export class WatchedRules {
  readonly #path: string;
  readonly #files: WatchedFiles;
  #file: RulesFile | undefined;
  #problems: readonly Problem[] = [];

  constructor(path: string, told: Told) {
    this.#path = path;
    this.#files = renewal('applicationCreation.fiatFile', told, {
      files: [path],
      known: [],
      take: ([text = '']) => {
        this.#file = readRulesFile(text);
        this.#problems = [];
      },
      onProblem: (error) => (this.#problems = problemsOf(error)),
    });
  }

  /** Reads it for the first time. */
  start(): Promise<void> {
    return this.#files.look();
  }

  stop(): void {
    this.#files.stop();
  }

  inForce(): RulesInForce {
    return { path: this.#path, problems: this.#problems, ...(this.#file === undefined ? {} : { file: this.#file }) };
  }
}

function problemsOf(error: Error | undefined): readonly Problem[] {
  if (error === undefined) return [];
  return error instanceof RulesUnreadable ? error.problems : [{ where: 'the file', sentence: error.message }];
}
