import { defined } from '../contract/defined.ts';
import type { DeploymentConfiguration } from '../contract/deployment.ts';
import type { PlanReport, PlannedChange } from '../contract/plan.ts';
import type { Problem } from '../contract/refusal.ts';
import type { ComparedObject } from '../deployment/compared-object.ts';
import { fingerprintOf } from '../deployment/fingerprint.ts';
import { objectName } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { changeOf } from '../deployment/object-change.ts';
import { approvalNeeds, courseNote, courseOf } from '../deployment/outlook.ts';
import type { TriedRollout } from '../deployment/outlook.ts';
import type { Plan } from '../deployment/record.ts';
import { preflight } from './apply.ts';
import type { Preflight } from './apply.ts';
import { compareAll } from './compare.ts';
import { foreseeQuotas } from './foreseen-quotas.ts';
import { notificationWarnings } from './notification-warnings.ts';
import type { Services } from './services.ts';
import { tryOutBefore } from './try-out.ts';
import type { Tried } from './try-out.ts';
import { reportObject } from './view.ts';

export interface PlanToReport {
  readonly account: string;
  readonly plan: Plan;
  readonly deployment: DeploymentConfiguration;
  /** Where an object of the plan stands in what its author wrote. */
  readonly placeOf: (object: KubernetesObject) => Omit<Problem, 'sentence'>;
}

/** Asks the cluster to try everything, and changes nothing. */
export async function reportPlan(services: Services, asked: PlanToReport): Promise<PlanReport> {
  const { account, plan } = asked;
  const looked = await preflight(services.controlPlane, { account, plan });
  if (looked.problems.length > 0) return refusedPlan(services, asked, looked);
  const [tried, quotas] = await Promise.all([
    tryOutBefore(services.controlPlane, account, looked.objects),
    foreseeQuotas(services.controlPlane, account, looked.objects),
  ]);
  const compared = await compareAll(services.controlPlane, account, tried);
  const objects = tried.map((one, index) => changed(one, compared[index]));
  const rollouts = tried.flatMap(rolloutOf);
  const { steps } = asked.deployment.strategy.canary;
  return {
    objects,
    abortDoesNotRestore: objects.filter(isLeftByAbort).map(objectName),
    approvals: rollouts.some((one) => courseOf(one) === 'steps') ? approvalNeeds(steps, account) : [],
    notes: rollouts.flatMap((one) => courseNote(one) ?? []),
    warnings: [...quotas, ...warningsOf(services, asked)],
    problems: tried.flatMap((one) =>
      one.kind === 'refused' ? [{ ...asked.placeOf(one.prepared.toApply), sentence: one.sentence }] : [],
    ),
    fingerprint: fingerprintOf(plan.hash, looked.objects),
  };
}

/** Something stands in the way of all of it, so nothing was tried. */
function refusedPlan(services: Services, asked: PlanToReport, { problems }: Preflight): PlanReport {
  const where = `account ${asked.account}`;
  return {
    ...noPlan(problems.map((sentence) => ({ where, sentence }))),
    objects: asked.plan.objects.map(reportObject),
    warnings: warningsOf(services, asked),
  };
}

export function noPlan(problems: readonly Problem[]): PlanReport {
  return { objects: [], abortDoesNotRestore: [], approvals: [], notes: [], warnings: [], problems };
}

function warningsOf(services: Services, { plan, deployment }: PlanToReport): readonly string[] {
  return [...plan.warnings, ...notificationWarnings(deployment, services)];
}

function changed({ prepared }: Tried, compared: ComparedObject | undefined): PlannedChange {
  const change = compared === undefined ? undefined : changeOf(compared);
  return { ...reportObject(prepared.planned), ...defined({ change }) };
}

/** What was not tried may be changed. */
function isLeftByAbort({ restoredByAbort, change }: PlannedChange): boolean {
  return !restoredByAbort && change?.verdict !== 'unchanged';
}

function rolloutOf(tried: Tried): readonly TriedRollout[] {
  const { planned, live } = tried.prepared;
  return tried.kind === 'taken' && planned.treatment === 'progressive' ? [{ live, result: tried.result }] : [];
}
