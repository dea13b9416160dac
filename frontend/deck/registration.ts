import { unstable_batchedUpdates } from 'react-dom';
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
 *
 * In one drawing: Deck's header is there already, and each link in it is drawn anew for every page that the router is told of.
 */
export function registerAll(registrations: readonly Registration[]): void {
  unstable_batchedUpdates(() => registrations.forEach(registered));
}

function registered({ name, register }: Registration): void {
  try {
    register();
  } catch (error) {
    logProblem(`${name} could not be registered in Deck.`, error);
  }
}
