import { defined } from '../contract/defined.ts';
import type { PlanReport, PlannedChange } from '../contract/plan.ts';
import type { Place, Problem } from '../contract/refusal.ts';
import { isReferredTo, referenceNote, withReferredTemplate } from '../deployment/by-reference.ts';
import type { ComparedObject } from '../deployment/compared-object.ts';
import { fingerprintOf } from '../deployment/fingerprint.ts';
import { objectName } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { changeOf } from '../deployment/object-change.ts';
import { approvalNeeds, courseNote, courseOf } from '../deployment/outlook.ts';
import type { TriedRollout } from '../deployment/outlook.ts';
import type { ControlPlane } from '../ports.ts';
import { preflight } from './apply.ts';
import type { Planned, Preflight } from './apply.ts';
import { compareAll } from './compare.ts';
import { foreseeQuotas } from './foreseen-quotas.ts';
import { adoptedBy, tryAdoptions } from './look-at-adoptions.ts';
import { tryOutBefore } from './try-out.ts';
import type { Tried } from './try-out.ts';
import { reportObject } from './view.ts';

export interface PlanToReport extends Planned {
  /** What is known besides the plan and the cluster. */
  readonly warnings: readonly string[];
  /** Where an object of the plan stands in what its author wrote. */
  readonly placeOf: (object: KubernetesObject) => Place;
}

/** Asks the cluster to try everything, and changes nothing. */
export async function reportPlan(controlPlane: ControlPlane, asked: PlanToReport): Promise<PlanReport> {
  const { account, plan, policy } = asked;
  const looked = await preflight(controlPlane, asked);
  const { adoptions } = looked;
  const inTheWay = [...looked.problems, ...adoptions.problems];
  const standing = inTheWay.length > 0 ? inTheWay : await tryAdoptions(controlPlane, account, looked);
  if (standing.length > 0) return refusedPlan(asked, standing, looked);
  const [tried, quotas] = await Promise.all([
    tryOutBefore(controlPlane, account, looked.objects),
    foreseeQuotas(controlPlane, account, looked),
  ]);
  const compared = await compareAll(controlPlane, account, tried);
  const objects = tried.map((one, index) => changed(one, compared[index]));
  const rollouts = tried.flatMap((one) => rolloutOf(one, tried, looked));
  return {
    objects,
    abortDoesNotRestore: objects.filter(isLeftByAbort).map(objectName),
    approvals: rollouts.some((one) => courseOf(one) === 'steps') ? approvalNeeds(policy.steps, account) : [],
    notes: rollouts.flatMap((one) => [courseNote(one), referenceNote(one.result)].filter((note) => note !== undefined)),
    warnings: [...looked.warnings, ...adoptions.warnings, ...quotas, ...plan.warnings, ...asked.warnings],
    problems: tried.flatMap((one) =>
      one.kind === 'refused' ? [{ ...asked.placeOf(one.prepared.toApply), sentence: one.sentence }] : [],
    ),
    fingerprint: fingerprintOf(plan.hash, looked.objects),
  };
}

/** Something stands in the way of all of it, so nothing was tried. */
function refusedPlan(asked: PlanToReport, problems: readonly string[], looked: Preflight): PlanReport {
  const where = `account ${asked.account}`;
  return {
    ...noPlan(problems.map((sentence) => ({ where, sentence }))),
    objects: asked.plan.objects.map(reportObject),
    warnings: [...looked.warnings, ...looked.adoptions.warnings, ...asked.plan.warnings, ...asked.warnings],
  };
}

export function noPlan(problems: readonly Problem[]): PlanReport {
  return { objects: [], abortDoesNotRestore: [], approvals: [], notes: [], warnings: [], problems };
}

/** The same for one that another tenant has. */
export function unknownAccount(name: string): PlanReport {
  return noPlan([{ where: 'deployment.targets[0].account', sentence: `the service knows no account ${name}.` }]);
}

function changed({ prepared }: Tried, compared: ComparedObject | undefined): PlannedChange {
  const change = compared === undefined ? undefined : changeOf(compared);
  return { ...reportObject(prepared.planned), ...defined({ change }) };
}

/** What was not tried may be changed. */
function isLeftByAbort({ restoredByAbort, change }: PlannedChange): boolean {
  return !restoredByAbort && change?.verdict !== 'unchanged';
}

function rolloutOf(one: Tried, tried: readonly Tried[], { adoptions }: Preflight): readonly TriedRollout[] {
  const { planned, live } = one.prepared;
  if (one.kind !== 'taken' || planned.treatment !== 'progressive') return [];
  const adopted = adoptedBy(adoptions, planned);
  const deployment = tried.find(({ prepared }) => isReferredTo(prepared.planned, planned.object));
  if (deployment === undefined) return [{ live, adopted, result: one.result }];
  if (deployment.kind !== 'taken') return [];
  return [
    {
      live: live === undefined ? undefined : withReferredTemplate(live, deployment.prepared.live),
      adopted,
      result: withReferredTemplate(one.result, deployment.result),
    },
  ];
}
