import type { Running } from './pipeline.ts';
import type { Replicas } from './replicas.ts';

/** What a run has come to, as somebody outside can tell: Orca has its 202, it waits for its approval, somebody decided. */
export type Point = 'started' | 'waiting' | 'decided';

/** Something that happens to a run on its way. */
export interface Disturbance {
  readonly name: string;
  /** Right before the run. */
  begin(): void;
  /** Waited for before the run goes on. */
  reached(point: Point, running: Running): Promise<void>;
  /** Resolves when everything is as it should be again; false when the run ended before anything happened. */
  over(): Promise<boolean>;
}

export const nothing: Disturbance = {
  name: 'never',
  begin: () => undefined,
  reached: () => Promise.resolve(),
  over: () => Promise.resolve(false),
};

export interface DeedOptions {
  readonly name: string;
  /** `applying`: the first object has been applied, and the service does not know it yet. */
  readonly at: Point | 'applying';
  /** From the begin of the trouble to its end. The run goes on meanwhile: a person decides in the middle of it. */
  readonly deed: (running: Running | undefined) => Promise<void>;
  /** True: what the deed does is over before the run goes on. */
  readonly first?: boolean;
}

/** Does something at a point of a run, once. */
export class Deed implements Disturbance {
  readonly name: string;
  readonly #world: Pick<Replicas, 'wires'>;
  readonly #options: DeedOptions;
  #done: Promise<void> | undefined;

  constructor(world: Pick<Replicas, 'wires'>, options: DeedOptions) {
    this.name = `${options.name} (${options.at})`;
    this.#world = world;
    this.#options = options;
  }

  begin(): void {
    if (this.#options.at !== 'applying') return;
    for (const wire of this.#world.wires)
      wire.onNext(
        ({ where, what }) => where === 'cluster' && what.includes('force=true') && !what.includes('dryRun='),
        () => void this.#act(undefined),
      );
  }

  async reached(point: Point, running: Running): Promise<void> {
    if (this.#options.at !== point) return;
    const acting = this.#act(running);
    if (this.#options.first === true) await acting;
  }

  /** Whether the point has been reached. */
  get hasBegun(): boolean {
    return this.#done !== undefined;
  }

  async over(): Promise<boolean> {
    await this.#done;
    return this.hasBegun;
  }

  #act(running: Running | undefined): Promise<void> {
    this.#done ??= this.#options.deed(running);
    this.#done.catch(() => undefined); // said by `over`
    return this.#done;
  }
}
