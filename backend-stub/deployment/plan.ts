import type { DeploymentConfiguration, WorkloadForm } from '../contract/deployment.ts';
import { manifestText } from '../contract/parse-manifest.ts';
import { problem } from '../contract/refusal.ts';
import type { Problem } from '../contract/refusal.ts';
import type { CanaryStep } from '../contract/steps.ts';
import { aimedAtRollout, aimsAt } from './autoscalers.ts';
import { rolloutByReference } from './by-reference.ts';
import { cleanObject } from './clean-object.ts';
import { deploymentReferenceWarnings, isCustomGroup } from './custom-kinds.ts';
import { definitionProblem, readDefinition } from './definitions.ts';
import type { Definition } from './definitions.ts';
import { groupOf, isClusterWide, ruleFor } from './kinds.ts';
import { objectName, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { placeInNamespaces } from './namespaces.ts';
import type { TargetAccount } from './namespaces.ts';
import { atMost, manifestPlace, parseManifests } from './parse-manifests.ts';
import type { Manifest } from './parse-manifests.ts';
import { assemblePlan } from './plan-objects.ts';
import type { Draft, PlanMarks } from './plan-objects.ts';
import type { Plan } from './record.ts';
import { replicaSource, replicaWarnings } from './replicas.ts';
import { plainDeployment, rolloutFromDeployment } from './rollout-from-deployment.ts';
import { versionedNameProblem } from './versioned.ts';
import { weightWarnings } from './weights.ts';

export interface PlanRequest extends PlanMarks {
  readonly deployment: DeploymentConfiguration;
  readonly account: TargetAccount;
}

export type PlanResult =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/** Manifests and stage to what will be applied. Pure: the same request gives the same plan. */
export function planDeployment(request: PlanRequest): PlanResult {
  const { deployment, account } = request;
  const parsed = parseManifests(manifestText(deployment.manifest));
  if (parsed.kind === 'invalid') return parsed;
  const placed = placeInNamespaces(parsed.manifests.map(cleaned), account, deployment.targets[0].namespaceOverride);
  const definitions = parsed.manifests.flatMap(({ object }) => readDefinition(object) ?? []);
  const steps = deployment.strategy.canary.steps;
  const drafts = draftAll(placed.manifests, definitions, { steps, workload: deployment.workload });
  const problems = [...placed.problems, ...kindProblems(parsed.manifests, definitions), ...drafts.problems];
  if (problems.length > 0) return { kind: 'invalid', problems: atMost(problems) };
  return { kind: 'planned', plan: assemblePlan(drafts.drafts, request) };
}

function cleaned(manifest: Manifest): Manifest {
  return { ...manifest, object: cleanObject(manifest.object) };
}

function kindProblems(manifests: readonly Manifest[], definitions: readonly Definition[]): readonly Problem[] {
  const problems = manifests.flatMap((manifest) => {
    const rule = ruleFor(manifest.object, definitions);
    return rule.treatment === 'refused'
      ? [problem(manifestPlace(manifest), `A ${manifest.object.kind} is not deployed here: ${rule.why}`)]
      : [];
  });
  if (manifests.some(({ object }) => object.kind === 'Deployment')) return problems;
  const none =
    'There is no Deployment in it, so there is nothing to roll out progressively; deploy it by a Deploy (Manifest) stage, or add one.';
  return [...problems, problem('manifest', none)];
}

interface Drafts {
  readonly drafts: readonly Draft[];
  readonly problems: readonly Problem[];
}

/** What of the stage makes a Rollout what it is. */
interface Way {
  readonly steps: readonly CanaryStep[];
  readonly workload: WorkloadForm;
}

function draftAll(manifests: readonly Manifest[], definitions: readonly Definition[], way: Way): Drafts {
  const drafts: Draft[] = [];
  const problems: Problem[] = [];
  for (const manifest of manifests) {
    const rule = ruleFor(manifest.object, definitions);
    if (rule.treatment === 'refused') continue;
    const result =
      rule.treatment === 'progressive' ? draftRollout(manifest, manifests, way) : draftApplied(manifest, manifests);
    if (result.kind === 'drafted') for (const draft of result.drafts) drafts.push({ ...draft, rule });
    else for (const sentence of result.sentences) problems.push(problem(manifestPlace(manifest), sentence));
  }
  return { drafts, problems };
}

type Drafted =
  | { readonly kind: 'drafted'; readonly drafts: readonly Omit<Draft, 'rule'>[] }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] };

function draftRollout({ object }: Manifest, manifests: readonly Manifest[], { steps, workload }: Way): Drafted {
  const autoscalers = manifests.filter((candidate) => aimsAt(candidate.object, object));
  const [autoscaler, second] = autoscalers.map((candidate) => candidate.object);
  const converted = rolloutFromDeployment(object, steps);
  if (converted.kind === 'refused') return converted;
  if (autoscaler !== undefined && second !== undefined)
    return { kind: 'refused', sentences: [twoAutoscalers(autoscaler, second)] };
  const replicas = replicaSource(object, autoscaler);
  const warnings = [...replicaWarnings(object, replicas), ...weightWarnings(converted.rollout, replicas, steps)];
  const rollout = { object: converted.rollout, replicas, warnings };
  if (workload === 'rollout') return { kind: 'drafted', drafts: [rollout] };
  const deployment = { object: plainDeployment(object), isReferredTo: true, warnings: [] } as const;
  return { kind: 'drafted', drafts: [deployment, { ...rollout, object: rolloutByReference(converted.rollout) }] };
}

function twoAutoscalers(first: KubernetesObject, second: KubernetesObject): string {
  return `Two autoscalers aim at it, ${first.metadata.name} and ${second.metadata.name}, and would fight over its pods; keep one of them.`;
}

function draftApplied({ object }: Manifest, manifests: readonly Manifest[]): Drafted {
  const wrong = versionedNameProblem(object) ?? definitionProblem(object);
  if (wrong !== undefined) return { kind: 'refused', sentences: [wrong] };
  const deployments = manifests.map((manifest) => manifest.object).filter(({ kind }) => kind === 'Deployment');
  if (deployments.some((deployment) => aimsAt(object, deployment)))
    return { kind: 'drafted', drafts: [{ object: aimedAtRollout(object), warnings: [] }] };
  return { kind: 'drafted', drafts: [{ object, warnings: appliedWarnings(object, deployments) }] };
}

function appliedWarnings(object: KubernetesObject, deployments: readonly KubernetesObject[]): readonly string[] {
  if (isCustomGroup(groupOf(object.apiVersion))) return deploymentReferenceWarnings(object, deployments);
  if (!isClusterWide(object)) return [];
  return [
    `${objectName(referenceOf(object))} is applied for the whole cluster, and no abort takes it back. Objects of its kind can be tried only after that.`,
  ];
}
