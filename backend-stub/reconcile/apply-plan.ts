import { withFullStop } from '../contract/refusal.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { AppliedObject, DeploymentRecord } from '../deployment/record.ts';
import type { Advanced, Save } from './advance.ts';
import { appliedObject, preflight, wasApplied } from './apply.ts';
import type { Prepared } from './apply.ts';
import { failureKind, sentenceOf } from './failures.ts';
import type { Services } from './services.ts';
import { ended, inPhase, withEvent } from './transition.ts';

/**
 * Looks first, asks the API server to try everything without doing it, then applies. Killed anywhere in between, the
 * next look finds by our annotation what was applied already and goes on behind it.
 */
export async function applyPlan(services: Services, record: DeploymentRecord, save: Save): Promise<Advanced> {
  const { controlPlane, clock } = services;
  const { problems, objects, before } = await preflight(controlPlane, record);
  if (problems.length > 0) return { record: refused(record, problems, { objects, now: clock.now() }), nextLook: 0 };
  let current = record;
  if (record.phase === 'accepted') {
    const rejections = await tryOut(services, record, objects);
    if (rejections.length > 0)
      return { record: refused(record, rejections, { objects, now: clock.now() }), nextLook: 0 };
    const sentence = `Applying ${objects.length} ${objects.length === 1 ? 'object' : 'objects'} to ${record.account}.`;
    current = await save({ ...inPhase(record, { phase: 'applying', sentence, now: clock.now() }), before });
  }
  const outcome = await applyAll(services, { record: current, objects, save });
  if (outcome.failure !== undefined) return afterFailure(services, await save(outcome.record), outcome.failure);
  const sentence = 'Everything is applied; waiting for Argo Rollouts.';
  return { record: inPhase(outcome.record, { phase: 'binding', sentence, now: clock.now() }), nextLook: 0 };
}

/** Before the first apply nothing was changed; after a crash in the middle, what was is said. */
function refused(
  record: DeploymentRecord,
  problems: readonly string[],
  { objects, now }: { objects: readonly Prepared[]; now: Date },
): DeploymentRecord {
  const why = problems.map(withFullStop).join(' ');
  if (record.phase === 'accepted')
    return ended(record, { outcome: 'refused', sentence: `Nothing was applied. ${why}`, now });
  const applied = objects.flatMap((prepared) =>
    prepared.live !== undefined && wasApplied(prepared) ? [appliedObject(prepared.live)] : [],
  );
  return ended(record, { outcome: 'failed', sentence: halfApplied({ ...record, applied }, why), now });
}

/** A dry run of all, so that a mistake in the last object is found before the first is applied: every rejection's sentence. */
async function tryOut(
  { controlPlane }: Services,
  record: DeploymentRecord,
  objects: readonly Prepared[],
): Promise<readonly string[]> {
  const tries = await Promise.allSettled(
    objects.map(({ toApply }) => controlPlane.apply(record.account, toApply, { dryRun: true })),
  );
  const failures = tries.flatMap((result): readonly unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  for (const failure of failures) if (failureKind(failure) !== 'for-good') throw failure;
  return [...new Set(failures.map(sentenceOf))];
}

interface ApplyOutcome {
  readonly record: DeploymentRecord;
  readonly failure?: unknown;
}

interface Apply {
  readonly record: DeploymentRecord;
  readonly objects: readonly Prepared[];
  readonly save: Save;
}

/**
 * One after the other, since a Service must be there before the Rollout that names it. Each is kept before the next is
 * sent: who stood still for longer than his lease learns it there, and does not apply over what has been done since.
 */
async function applyAll(services: Services, { record, objects, save }: Apply): Promise<ApplyOutcome> {
  const applied: AppliedObject[] = [];
  for (const prepared of objects) {
    const known = prepared.live !== undefined && wasApplied(prepared) ? prepared.live : undefined;
    try {
      applied.push(appliedObject(known ?? (await services.controlPlane.apply(record.account, prepared.toApply))));
    } catch (failure) {
      return { record: { ...record, applied }, failure };
    }
    if (known === undefined) await save({ ...record, applied: [...applied] });
  }
  const sentence = `Applied ${applied.map(({ reference }) => objectName(reference)).join(', ')}.`;
  return { record: { ...withEvent(record, sentence, services.clock.now()), applied } };
}

/** What will not mend by itself ends the deployment, and says what it leaves behind. */
function afterFailure({ clock }: Services, record: DeploymentRecord, failure: unknown): Advanced {
  if (failureKind(failure) !== 'for-good') throw failure;
  const sentence = halfApplied(record, sentenceOf(failure));
  return { record: ended(record, { outcome: 'failed', sentence, now: clock.now() }), nextLook: 0 };
}

function halfApplied(record: DeploymentRecord, why: string): string {
  const done = record.applied.map(({ reference }) => objectName(reference));
  const missing = record.plan.objects
    .map(({ object }) => objectName(referenceOf(object)))
    .filter((name) => !done.includes(name));
  const applied = done.length === 0 ? 'Nothing was applied.' : `Applied and left as it is: ${done.join(', ')}.`;
  return `${withFullStop(why)} ${applied} Not applied: ${missing.join(', ')}.`;
}
