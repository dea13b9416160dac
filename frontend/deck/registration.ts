import { logProblem } from './log.ts';

/** One thing that Deck is told at its start. */
export interface Registration {
  /** As in a sentence: `The Kubernetes Progressive stage`. */
  readonly name: string;
  readonly register: () => void;
}

/**
 * Each by itself: what fails says so with its cause, and the others are registered all the same. Deck would drop the cause,
 * and in its current releases one plugin that throws keeps all others from loading.
 */
export function registerAll(registrations: readonly Registration[]): void {
  for (const { name, register } of registrations) {
    try {
      register();
    } catch (error) {
      logProblem(`${name} could not be registered in Deck.`, error);
    }
  }
}
