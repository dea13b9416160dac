import type { AuditEntry } from '../contract/audit.ts';

/** In milliseconds, from the first of them. */
export const foldedFor = 60_000;

/** Callers and objects at once; beyond them the objects of a caller are folded together. */
const mostFolded = 10_000;

interface Fold {
  readonly entry: AuditEntry;
  readonly since: number;
  readonly times: number;
}

/** Folds the refusals of the same caller, action, object and reason within a minute into the first one and a count. */
export class Repeats {
  readonly #folds = new Map<string, Fold>();

  /** Whether it is the first of its minute, and is to be written down as it is. `now`: in milliseconds of some clock. */
  isFirst(entry: AuditEntry, now: number): boolean {
    const whole = keyOf(entry);
    const isFull = this.#folds.size >= mostFolded && !this.#folds.has(whole);
    const key = isFull ? keyOf({ ...ofCaller(entry), sentence: '' }) : whole;
    const fold = this.#folds.get(key);
    this.#folds.set(key, fold === undefined ? { entry, since: now, times: 0 } : { ...fold, times: fold.times + 1 });
    return fold === undefined;
  }

  /** Those whose minute is over, with how often they were repeated in it; without `now` all of them. */
  take(now = Number.POSITIVE_INFINITY): readonly AuditEntry[] {
    const due = [...this.#folds].filter(([, { since }]) => now - since >= foldedFor);
    for (const [key] of due) this.#folds.delete(key);
    return due.flatMap(([, { entry, times }]) => (times === 0 ? [] : [{ ...entry, times }]));
  }
}

function ofCaller({ kind, actor, action, reason }: AuditEntry): Omit<AuditEntry, 'sentence'> {
  return { kind, actor, action, ...(reason === undefined ? {} : { reason }) };
}

/** Without the sentence: it may name what changes from call to call. */
function keyOf({ actor, action, reason, ...about }: AuditEntry): string {
  const { application, account, deployment, execution, stage } = about;
  return JSON.stringify([
    actor.name,
    actor.subject,
    actor.through,
    action,
    reason,
    application,
    account,
    deployment,
    execution,
    stage,
  ]);
}
