import { defined } from '../contract/defined.ts';
import { parseDeployment } from '../contract/parse-deployment.ts';
import { manifestText } from '../contract/parse-manifest.ts';
import type { PlanReport } from '../contract/plan.ts';
import type { Problem, Refusal } from '../contract/refusal.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import { lineOf } from '../deployment/object-lines.ts';
import { parseManifests } from '../deployment/parse-manifests.ts';
import { planDeployment } from '../deployment/plan.ts';
import { guard } from './guard.ts';
import { noPlan, reportPlan } from './plan-report.ts';
import type { Services } from './services.ts';

export interface PlanRequest {
  readonly application: string;
  readonly deployment: unknown;
}

export type PlanView = { readonly kind: 'planned'; readonly plan: PlanReport } | Refusal;

/** The judge of manifests, for the form too. Asks the cluster to try everything, and changes nothing. */
export async function previewPlan(services: Services, user: string, request: PlanRequest): Promise<PlanView> {
  const parsed = parseDeployment(request.deployment);
  if (parsed.kind === 'invalid') return invalid(parsed.problems);
  const { deployment } = parsed;
  const { account: name } = deployment.targets[0];
  const { application } = request;
  const denied = await guard(services, { action: 'start', user, application, account: name });
  if (denied !== undefined) return denied;
  const account = services.controlPlane.accounts().find((candidate) => candidate.name === name);
  if (account === undefined)
    return invalid([{ where: 'deployment.targets[0].account', sentence: `the service knows no account ${name}.` }]);
  const result = planDeployment({ deployment, application, account, deploymentId: 'preview' });
  if (result.kind === 'invalid') return invalid(result.problems);
  const manifests = parseManifests(manifestText(deployment.manifest));
  const lines = manifests.kind === 'parsed' ? manifests.manifests : [];
  const plan = await reportPlan(services, {
    account: name,
    plan: result.plan,
    deployment,
    placeOf: (object) => ({ where: objectName(referenceOf(object)), ...defined({ line: lineOf(object, lines) }) }),
  });
  return { kind: 'planned', plan };
}

function invalid(problems: readonly Problem[]): PlanView {
  return { kind: 'planned', plan: noPlan(problems) };
}
