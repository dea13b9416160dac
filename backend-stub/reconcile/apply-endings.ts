import { withFullStop } from '../contract/refusal.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import type { Advanced } from './advance.ts';
import { appliedObject, wasApplied } from './apply.ts';
import type { Prepared } from './apply.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { ended } from './transition.ts';

/** Before the first apply nothing was changed; after it, what was is said. */
export function refused(
  record: DeploymentRecord,
  problems: readonly string[],
  { objects, now }: { objects: readonly Prepared[]; now: Date },
): Advanced {
  const why = problems.map(withFullStop).join(' ');
  const applied = objects.flatMap((prepared) =>
    prepared.live !== undefined && wasApplied(record, prepared) ? [appliedObject(prepared.live)] : [],
  );
  const end =
    record.phase === 'accepted'
      ? ({ outcome: 'refused', sentence: `Nothing was applied. ${why}` } as const)
      : ({ outcome: 'failed', sentence: halfApplied({ ...record, applied }, why) } as const);
  return { record: ended(record, { ...end, now }), nextLook: 0 };
}

/** What will not mend by itself ends the deployment, and says what it leaves behind. */
export function afterFailure(record: DeploymentRecord, failure: unknown, now: Date): Advanced {
  if (failureKind(failure) !== 'for-good') throw failure;
  const sentence = halfApplied(record, sentenceOf(failure));
  return { record: ended(record, { outcome: 'failed', sentence, now }), nextLook: 0 };
}

function halfApplied(record: DeploymentRecord, why: string): string {
  const done = record.applied.map(({ reference }) => objectName(reference));
  const missing = record.plan.objects
    .map(({ object }) => objectName(referenceOf(object)))
    .filter((name) => !done.includes(name));
  const applied = done.length === 0 ? 'Nothing was applied.' : `Applied and left as it is: ${done.join(', ')}.`;
  return `${withFullStop(why)} ${applied} Not applied: ${missing.join(', ')}.`;
}
