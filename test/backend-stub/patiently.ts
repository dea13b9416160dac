import { setTimeout as pause } from 'node:timers/promises';

/** Ends when it has come true, which the test's own patience bounds. */
export async function patiently(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await pause(2);
}
