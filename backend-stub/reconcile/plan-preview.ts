import { parseDeployment } from '../contract/parse-deployment.ts';
import type { PlanReport } from '../contract/plan.ts';
import type { Refusal } from '../contract/refusal.ts';
import { guard } from './guard.ts';
import { notificationWarnings } from './notification-warnings.ts';
import { noPlan, unknownAccount } from './plan-report.ts';
import { planStage } from './plan-stage.ts';
import type { Services } from './services.ts';

export interface PlanRequest {
  readonly application: string;
  readonly deployment: unknown;
}

/** Who plans, and on which accounts he may know of; absent: on all. */
export interface Planner {
  readonly user: string;
  readonly accounts?: readonly string[];
}

export type PlanView = { readonly kind: 'planned'; readonly plan: PlanReport } | Refusal;

/** The judge of manifests, for the form too. Asks the cluster to try everything, and changes nothing. */
export async function previewPlan(
  services: Services,
  { user, accounts }: Planner,
  request: PlanRequest,
): Promise<PlanView> {
  const parsed = parseDeployment(request.deployment);
  if (parsed.kind === 'invalid') return { kind: 'planned', plan: noPlan(parsed.problems) };
  const { deployment } = parsed;
  const { account } = deployment.targets[0];
  const { application } = request;
  // Before Fiat is asked, whose refusal would name the roles of an account that is not to be known.
  if (accounts?.includes(account) === false) return { kind: 'planned', plan: unknownAccount(account) };
  const denied = await guard(services, { action: 'start', user, application, account });
  if (denied !== undefined) return denied;
  const warnings = [...openAccessWarnings(services), ...notificationWarnings(deployment, services)];
  return { kind: 'planned', plan: await planStage(services.controlPlane, { application, deployment, warnings }) };
}

/** Nobody is to take what is shown here for something that was allowed. */
function openAccessWarnings({ authorizations }: Services): readonly string[] {
  return authorizations.mode === 'open'
    ? ['Access is open: nobody’s rights are checked, so everybody may deploy this and decide about it.']
    : [];
}
