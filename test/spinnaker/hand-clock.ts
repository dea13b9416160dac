import type { Clock } from '../../backend-stub/ports.ts';

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  #now = new Date('2026-11-22T15:38:37Z').getTime();

  now(): Date {
    return new Date(this.#now);
  }

  move(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
