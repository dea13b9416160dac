import type { OrcaClock } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * Time that jumps to the next timer as soon as nothing is under way on a socket, so that minutes pass in milliseconds and
 * the order of events stays what it is in real time.
 */
export class VirtualClock implements OrcaClock {
  #now: number;
  #timers: Timer[] = [];
  #exchanges = 0;
  #looking = false;
  /** Called before each jump; a test acts here, at a moment when Orca only waits. */
  beforeJump: () => Promise<void> = async () => {};

  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), callback };
    this.#timers.push(timer);
    this.#look();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  async during<Value>(exchange: Promise<Value>): Promise<Value> {
    this.#exchanges += 1;
    try {
      return await exchange;
    } finally {
      this.#exchanges -= 1;
      this.#look();
    }
  }

  /** Sets the time forward without calling anybody: what happens while Orca is down. */
  moveTo(moment: number): void {
    this.#now = Math.max(this.#now, moment);
  }

  /** Fires the next timer although an exchange is under way: for a target that never answers. */
  jump(): void {
    const next = this.#timers.reduce<Timer | undefined>(earlier, undefined);
    if (next === undefined) return;
    this.#timers = this.#timers.filter((other) => other !== next);
    this.moveTo(next.at);
    next.callback();
    this.#look();
  }

  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    setImmediate(() => void this.#jumpWhenIdle());
  }

  async #jumpWhenIdle(): Promise<void> {
    if (this.#idle()) await this.beforeJump();
    this.#looking = false;
    if (this.#idle()) this.jump();
  }

  #idle(): boolean {
    return this.#exchanges === 0 && this.#timers.length > 0;
  }
}

function earlier(first: Timer | undefined, second: Timer): Timer {
  return first !== undefined && first.at <= second.at ? first : second;
}
