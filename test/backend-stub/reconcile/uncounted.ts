import type { Measures } from '../../../backend-stub/reconcile/services.ts';

/** For tests that are not about what operators count. */
export const uncounted: Measures = { retry: () => undefined, ended: () => undefined };
