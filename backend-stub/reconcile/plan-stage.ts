import { defined } from '../contract/defined.ts';
import type { DeploymentConfiguration } from '../contract/deployment.ts';
import { manifestText } from '../contract/parse-manifest.ts';
import type { PlanReport } from '../contract/plan.ts';
import type { Place } from '../contract/refusal.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import { lineOf } from '../deployment/object-lines.ts';
import { parseManifests } from '../deployment/parse-manifests.ts';
import { planDeployment } from '../deployment/plan.ts';
import { policyOf } from '../deployment/policy.ts';
import type { ControlPlane } from '../ports.ts';
import { noPlan, reportPlan, unknownAccount } from './plan-report.ts';

export interface StageToPlan {
  readonly application: string;
  readonly deployment: DeploymentConfiguration;
  /** What is known of it besides. */
  readonly warnings?: readonly string[];
}

/** What a stage would do on its account, whoever asks. Throws where the cluster can't be asked. */
export async function planStage(
  controlPlane: ControlPlane,
  { application, deployment, warnings = [] }: StageToPlan,
): Promise<PlanReport> {
  const { account: name } = deployment.targets[0];
  const account = controlPlane.accounts().find((candidate) => candidate.name === name);
  if (account === undefined) return unknownAccount(name);
  const result = planDeployment({ deployment, application, account, deploymentId: 'preview' });
  if (result.kind === 'invalid') return noPlan(result.problems);
  return reportPlan(controlPlane, {
    account: name,
    plan: result.plan,
    policy: policyOf(deployment),
    warnings,
    placeOf: (object) => placeOf(object, deployment),
  });
}

/** Read again only for an object that the API server refuses: which line it stands at is no part of a plan. */
function placeOf(object: KubernetesObject, { manifest }: DeploymentConfiguration): Place {
  const parsed = parseManifests(manifestText(manifest));
  const line = lineOf(object, parsed.kind === 'parsed' ? parsed.manifests : []);
  return { where: objectName(referenceOf(object)), ...defined({ line }) };
}
