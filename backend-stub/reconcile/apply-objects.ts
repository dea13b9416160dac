import { objectName } from '../deployment/kubernetes-object.ts';
import type { AppliedObject, DeploymentRecord } from '../deployment/record.ts';
import type { Save, Stored } from './advance.ts';
import { appliedObject, wasApplied } from './apply.ts';
import type { Prepared } from './apply.ts';
import type { Services } from './services.ts';
import { withEvent } from './transition.ts';

export interface Apply extends Pick<Stored, 'record' | 'stopwatch'> {
  readonly objects: readonly Prepared[];
  readonly save: Save;
}

export interface ApplyOutcome {
  readonly record: DeploymentRecord;
  readonly failure?: unknown;
}

/**
 * One after the other, since a Service must be there before the Rollout that names it. Each is kept before the next is
 * sent: who stood still for longer than his lease learns it there, and does not apply over what has been done since. The
 * last is kept by the caller, together with what comes next.
 */
export async function applyAll(services: Services, { record, objects, save }: Apply): Promise<ApplyOutcome> {
  const applied: AppliedObject[] = [];
  for (const [index, prepared] of objects.entries()) {
    const known = wasApplied(record, prepared) ? prepared.live : undefined;
    try {
      applied.push(appliedObject(known ?? (await services.controlPlane.apply(record.account, prepared.toApply))));
    } catch (failure) {
      return { record: { ...record, applied }, failure };
    }
    if (known === undefined && index < objects.length - 1) await save({ ...record, applied: [...applied] });
  }
  const sentence = `Applied ${applied.map(({ reference }) => objectName(reference)).join(', ')}.`;
  return { record: { ...withEvent(record, sentence, services.clock.now()), applied } };
}
