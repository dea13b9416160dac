import { defined } from '../contract/defined.ts';
import type { DeploymentConfiguration } from '../contract/deployment.ts';
import { manifestText } from '../contract/parse-manifest.ts';
import type { PlanReport } from '../contract/plan.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import { lineOf } from '../deployment/object-lines.ts';
import { parseManifests } from '../deployment/parse-manifests.ts';
import { planDeployment } from '../deployment/plan.ts';
import type { ControlPlane } from '../ports.ts';
import { noPlan, reportPlan } from './plan-report.ts';

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
  if (account === undefined)
    return noPlan([{ where: 'deployment.targets[0].account', sentence: `the service knows no account ${name}.` }]);
  const result = planDeployment({ deployment, application, account, deploymentId: 'preview' });
  if (result.kind === 'invalid') return noPlan(result.problems);
  const manifests = parseManifests(manifestText(deployment.manifest));
  const lines = manifests.kind === 'parsed' ? manifests.manifests : [];
  return reportPlan(controlPlane, {
    account: name,
    plan: result.plan,
    steps: deployment.strategy.canary.steps,
    warnings,
    placeOf: (object) => ({ where: objectName(referenceOf(object)), ...defined({ line: lineOf(object, lines) }) }),
  });
}
