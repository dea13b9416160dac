import type { Clock } from '../../backend-stub/ports.ts';

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  #now = new Date('2026-11-22T15:38:37Z').getTime();
  #elapsed = 0;

  now(): Date {
    return new Date(this.#now);
  }

  elapsed(): number {
    return this.#elapsed;
  }

  move(milliseconds: number): void {
    this.#now += milliseconds;
    this.#elapsed += milliseconds;
  }

  /** Sets the time as an administrator does: none passes. */
  jump(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
