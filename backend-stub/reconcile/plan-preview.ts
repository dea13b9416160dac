import { parseDeployment } from '../contract/parse-deployment.ts';
import { manifestText } from '../contract/parse-manifest.ts';
import { problem } from '../contract/refusal.ts';
import type { Problem, Refusal } from '../contract/refusal.ts';
import type { ObjectReport } from '../contract/report.ts';
import { objectName, referenceOf } from '../deployment/kubernetes-object.ts';
import { lineOf } from '../deployment/object-lines.ts';
import { parseManifests } from '../deployment/parse-manifests.ts';
import type { Manifest } from '../deployment/parse-manifests.ts';
import { planDeployment } from '../deployment/plan.ts';
import type { DeploymentRecord, Plan } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { preflight } from './apply.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { guard } from './guard.ts';
import { notificationWarnings } from './notification-warnings.ts';
import type { Services } from './services.ts';
import { reportObject } from './view.ts';

export interface PlanRequest {
  readonly application: string;
  readonly deployment: unknown;
}

/** What a deployment would do, or what stands in its way; `problems` empty means that it could start. */
export interface PlanReport {
  readonly kind: 'planned';
  readonly objects: readonly ObjectReport[];
  readonly warnings: readonly string[];
  readonly problems: readonly Problem[];
}

/** The judge of manifests, for the form too. Asks the cluster to try everything, and changes nothing. */
export async function previewPlan(
  services: Services,
  user: string,
  request: PlanRequest,
): Promise<PlanReport | Refusal> {
  const parsed = parseDeployment(request.deployment);
  if (parsed.kind === 'invalid') return planned([], [], parsed.problems);
  const { account: name } = parsed.deployment.targets[0];
  const denied = await guard(services, { action: 'start', user, application: request.application, account: name });
  if (denied !== undefined) return denied;
  const account = services.controlPlane.accounts().find((candidate) => candidate.name === name);
  if (account === undefined)
    return planned(
      [],
      [],
      [{ where: 'deployment.targets[0].account', sentence: `the service knows no account ${name}.` }],
    );
  const result = planDeployment({
    deployment: parsed.deployment,
    application: request.application,
    account,
    deploymentId: 'preview',
  });
  if (result.kind === 'invalid') return planned([], [], result.problems);
  const { plan } = result;
  const manifests = parseManifests(manifestText(parsed.deployment.manifest));
  const lines = manifests.kind === 'parsed' ? manifests.manifests : [];
  const problems = await tryOut(services, { account: name, plan }, lines);
  const warnings = [...plan.warnings, ...notificationWarnings(parsed.deployment, services)];
  return planned(plan.objects.map(reportObject), warnings, problems);
}

function planned(
  objects: readonly ObjectReport[],
  warnings: readonly string[],
  problems: readonly Problem[],
): PlanReport {
  return { kind: 'planned', objects, warnings, problems };
}

/** Only what is wrong with the plan is a problem of it: a cluster that can't be asked is an error, and thrown. */
async function tryOut(
  { controlPlane }: Services,
  { account, plan }: Pick<DeploymentRecord, 'account'> & { readonly plan: Plan },
  manifests: readonly Manifest[],
): Promise<readonly Problem[]> {
  const checked = await preflight(controlPlane, { account, plan });
  if (checked.problems.length > 0)
    return checked.problems.map((sentence) => ({ where: `account ${account}`, sentence }));
  // What the plan itself defines can't be tried before its definition is applied, or may be by an older one.
  const tried = checked.objects.filter(({ planned: { definedBy } }) => definedBy === undefined);
  const results = await Promise.all(
    tried.map(async ({ toApply }): Promise<readonly Problem[]> => {
      try {
        await controlPlane.apply(account, toApply, { dryRun: true });
        return [];
      } catch (error) {
        if (failureKind(error) !== 'for-good') throw error;
        const place = { where: objectName(referenceOf(toApply)), ...defined({ line: lineOf(toApply, manifests) }) };
        return [problem(place, sentenceOf(error))];
      }
    }),
  );
  return results.flat();
}
