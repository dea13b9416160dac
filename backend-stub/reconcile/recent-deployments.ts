import type { Stored } from './advance.ts';

/** What the store says of a deployment. */
export type Remembered = Pick<Stored, 'record' | 'decisions'>;

/** In characters of what is kept: with the objects that V8 makes of them, some tens of megabytes. */
const mostCharacters = 8_000_000;
/** What a deployment has beside its plan: reports, events, decisions. */
const besideThePlan = 10_000;

interface Kept {
  readonly stored: Remembered;
  readonly characters: number;
}

/**
 * What this replica last read or wrote of the deployments that it leads, so that news of the cluster costs no question to
 * the store. Bounded: what was used least recently is forgotten first, and read again when it is needed.
 */
export class RecentDeployments {
  readonly #most: number;
  /** In the order in which they were used. */
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  constructor(most: number = mostCharacters) {
    this.#most = most;
  }

  get(id: string): Remembered | undefined {
    return this.#kept.get(id)?.stored;
  }

  keep(stored: Remembered): void {
    const { id, plan } = stored.record;
    const known = this.#kept.get(id);
    // A plan never changes, and to measure a long one takes milliseconds.
    const same = known !== undefined && known.stored.record.plan === plan;
    const characters = same ? known.characters : JSON.stringify(plan).length + besideThePlan;
    this.forget(id);
    this.#kept.set(id, { stored, characters });
    this.#characters += characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= this.#most) return;
      this.forget(oldest);
    }
  }

  forget(id: string): void {
    this.#characters -= this.#kept.get(id)?.characters ?? 0;
    this.#kept.delete(id);
  }
}
