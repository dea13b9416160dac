import { checkedFields, isBlocking } from './check-draft.ts';
import type { CheckedField, DraftLines } from './check-draft.ts';
import type { Draft } from './draft.ts';
import type { PermissionAdvice } from './permission-advice.ts';
import type { Answer } from './use-answer.ts';

/** A field that keeps the draft from being sent. */
export type Obstacle = CheckedField | 'lockOut';

export interface Judged {
  readonly draft: Draft;
  readonly lines: DraftLines;
  readonly answer: Answer;
  readonly advice: PermissionAdvice;
  /** Whether this Spinnaker has permissions at all. */
  readonly fiat: boolean;
}

/**
 * In the order in which they stand in the form. That Fiat would deny it is none: it is Fiat's to say so, and what it says may be
 * another thing by then.
 */
export function obstacles({ draft, lines, answer, advice, fiat }: Judged): readonly Obstacle[] {
  const isTaken = answer.kind === 'answered' && answer.creation.taken === 'yes';
  const blocked = (field: CheckedField): boolean =>
    lines[field].some(isBlocking) ||
    (field === 'name' && isTaken) ||
    (field === 'grants' && fiat && advice.lacksWriteRole);
  // What the prefixes give is not known of a name that is still asked about: they are those of the name before.
  const isKnown = fiat && answer.kind !== 'asking';
  const isLockedOut = isKnown && advice.lost.length > 0 && (advice.lockOut === 'forbid' || !draft.lockOutUnderstood);
  return [...checkedFields.filter(blocked), ...(isLockedOut ? (['lockOut'] as const) : [])];
}
