import type { Disturbance, Point } from './disturbance.ts';
import type { Moment } from './moments.ts';
import { lasts } from './moments.ts';
import type { Replicas } from './replicas.ts';

/**
 * Kills a replica at the moment and starts it again.
 *
 * One of two goes alone: Orca and people reach the other. An only one takes Orca with it, and Orca comes back after it, as
 * when both stood on one machine: a connection that is refused would end the stage in Orca at once (measured), and there
 * is nobody else to ask. Orca then repeats its POST, or polls on.
 */
export class Crash implements Disturbance {
  readonly #world: Replicas;
  readonly #moment: Moment;
  readonly #usual: number;
  readonly #wishes: (() => void)[] = [];
  #struck: Promise<void> | undefined;

  /** `usual`: how many milliseconds an undisturbed run takes, which a moment in time is a share of. */
  constructor(world: Replicas, moment: Moment, usual: number) {
    this.#world = world;
    this.#moment = moment;
    this.#usual = usual;
  }

  get name(): string {
    return this.#moment.name;
  }

  begin(): void {
    const moment = this.#moment;
    if (moment.kind === 'time') {
      const timer = setTimeout(() => this.#strike(Math.floor(moment.share * 1000)), moment.share * this.#usual);
      this.#wishes.push(() => clearTimeout(timer));
    }
    if (moment.kind === 'effect') this.#count(moment.number);
  }

  reached(point: Point): Promise<void> {
    if (this.#moment.kind === 'point' && this.#moment.point === point) this.#strike(0);
    return Promise.resolve();
  }

  async over(): Promise<boolean> {
    this.#withdraw();
    if (this.#struck === undefined) return false;
    await this.#struck;
    return true;
  }

  /** Over all replicas; the one that did it is the one. */
  #count(number: number): void {
    let seen = 0;
    this.#world.wires.forEach((wire, index) => {
      const take = wire.onNext(
        (effect) => lasts(effect) && (seen += 1) === number,
        () => this.#strike(index),
      );
      this.#wishes.push(take);
    });
  }

  /** It is gone when the first `await` is reached: the wire that calls this passes nothing on before. */
  #strike(index: number): void {
    if (this.#struck !== undefined) return;
    const { replicas } = this.#world;
    this.#struck = replicas.length === 1 ? this.#killAll() : this.#kill(index % replicas.length);
    this.#struck.catch(() => undefined); // said by `over`
    this.#withdraw();
  }

  #withdraw(): void {
    for (const withdraw of this.#wishes.splice(0)) withdraw();
  }

  async #kill(index: number): Promise<void> {
    const replica = this.#world.replicas[index];
    await replica?.kill();
    await replica?.start();
    await this.#world.reachable();
  }

  async #killAll(): Promise<void> {
    const { orca } = this.#world;
    const gone = orca.kill();
    await this.#kill(0);
    await gone;
    await orca.resume();
  }
}
