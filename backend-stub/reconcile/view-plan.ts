import { defined } from '../contract/defined.ts';
import type { AppliedPlan, PlannedChange } from '../contract/plan.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { keptChange } from '../deployment/kept-plan.ts';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import { referenceOf } from '../deployment/kubernetes-object.ts';
import { changeOf } from '../deployment/object-change.ts';
import type { PlannedObject } from '../deployment/record.ts';
import type { Services } from './services.ts';
import { visibleDeployment } from './view-details.ts';
import type { Look } from './view-details.ts';
import { reportObject } from './view.ts';

export type AppliedPlanView = { readonly kind: 'found'; readonly plan: AppliedPlan } | Refusal;

/** What a deployment was to change, as it was kept before its first apply. Asks no cluster. */
export async function viewPlan(services: Services, look: Look): Promise<AppliedPlanView> {
  const record = await visibleDeployment(services, look);
  if (isRefusal(record)) return record;
  const kept = await services.store.keptPlan(record.id);
  const objects = record.plan.objects.map((planned) => plannedChange(planned, kept));
  return { kind: 'found', plan: { objects, ...defined({ fingerprint: kept?.fingerprint }) } };
}

function plannedChange(planned: PlannedObject, kept: KeptPlan | undefined): PlannedChange {
  const compared = keptChange(kept, referenceOf(planned.object))?.compared;
  const change = compared === undefined ? undefined : changeOf(compared);
  return { ...reportObject(planned), ...defined({ change }) };
}
