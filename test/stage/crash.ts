import { setTimeout as pause } from 'node:timers/promises';
import type { Replicas } from './replicas.ts';
import type { Effect } from './wire.ts';

/** When a replica is killed. */
export type Moment = { readonly name: string } & (
  | { readonly kind: 'time'; readonly share: number }
  | { readonly kind: 'effect'; readonly fits: (effect: Effect) => boolean }
  | { readonly kind: 'answered'; readonly call: 'start' | 'decision' }
);

const patience = 60_000;

/**
 * Kills a replica at the moment and starts it again.
 *
 * One of two goes alone: Orca and people reach the other. An only one takes Orca with it, and Orca comes back after it, as
 * when both stood on one machine: a connection that is refused would end the stage in Orca at once (measured), and there
 * is nobody else to ask. Orca then repeats its POST, or polls on.
 */
export class Crash {
  readonly #world: Replicas;
  readonly #moment: Moment | undefined;
  readonly #happened: Promise<void>;
  #now: (index: number) => void = () => undefined;

  /** `usual`: how many milliseconds an undisturbed run takes, which a moment in time is a share of. */
  constructor(world: Replicas, moment: Moment | undefined, usual: number) {
    this.#world = world;
    this.#moment = moment;
    this.#happened = moment === undefined ? Promise.resolve() : this.#await(moment, usual);
    this.#happened.catch(() => undefined); // said by `over`
  }

  /** Tells that somebody outside got the answer to this call. */
  answered(call: 'start' | 'decision'): void {
    if (this.#moment?.kind === 'answered' && this.#moment.call === call) this.#now(0);
  }

  /** Resolves when everybody is up again; rejects when the moment did not come. */
  over(): Promise<void> {
    return this.#happened;
  }

  async #await(moment: Moment, usual: number): Promise<void> {
    const came = new Promise<void>((resolve) => {
      this.#now = (index) => resolve(this.#world.replicas.length === 1 ? this.#strikeAll() : this.#strike(index));
    });
    if (moment.kind === 'time') setTimeout(() => this.#now(0), moment.share * usual);
    if (moment.kind === 'effect') this.#listen(moment.fits);
    const late = new AbortController();
    const never = pause(patience, undefined, { signal: late.signal }).then(() => {
      throw new Error(`the moment never came: ${moment.name}`);
    });
    never.catch(() => undefined);
    await Promise.race([came, never]).finally(() => late.abort());
  }

  /** The first replica of which it is seen is the one. */
  #listen(fits: (effect: Effect) => boolean): void {
    const ends = this.#world.wires.map((wire, index) =>
      wire.onNext(fits, () => {
        this.#now(index);
        for (const end of ends) end();
      }),
    );
  }

  /** It is gone when the first `await` is reached: the wire that calls this passes nothing on before. */
  async #strike(index: number): Promise<void> {
    const replica = this.#world.replicas[index];
    await replica?.kill();
    await replica?.start();
    await this.#world.reachable();
  }

  async #strikeAll(): Promise<void> {
    const { orca } = this.#world;
    const gone = orca.kill();
    await this.#strike(0);
    await gone;
    await orca.resume();
  }
}
