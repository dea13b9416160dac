import { readFileSync } from 'node:fs';
import type { WorkloadForm } from '../../../backend-stub/contract/deployment.ts';
import { encodeLiteral } from '../../../backend-stub/contract/expressions.ts';
import type { Problem } from '../../../backend-stub/contract/refusal.ts';
import type { CanaryStep } from '../../../backend-stub/contract/steps.ts';
import { at } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { TargetAccount } from '../../../backend-stub/deployment/namespaces.ts';
import { planDeployment } from '../../../backend-stub/deployment/plan.ts';
import type { PlanResult } from '../../../backend-stub/deployment/plan.ts';
import type { Plan, PlannedObject } from '../../../backend-stub/deployment/record.ts';

export interface Changes {
  readonly steps?: readonly CanaryStep[];
  readonly workload?: WorkloadForm;
  readonly application?: string;
  readonly account?: TargetAccount;
  readonly namespaceOverride?: string;
  readonly deploymentId?: string;
  readonly executionId?: string;
  readonly executionLink?: string;
}

export const halfThenApproval: readonly CanaryStep[] = [
  { setWeight: { weight: 50 } },
  { pause: { untilApproved: true } },
];

export function planOf(text: string, changes: Changes = {}): PlanResult {
  const {
    steps = halfThenApproval,
    workload = 'rollout',
    account = { name: 'prod', defaultNamespace: 'shop' },
    namespaceOverride,
    ...marks
  } = changes;
  return planDeployment({
    deployment: {
      targets: [
        namespaceOverride === undefined ? { account: account.name } : { account: account.name, namespaceOverride },
      ],
      manifest: { source: 'text', text: encodeLiteral(text), expressions: 'literal' },
      strategy: { canary: { steps } },
      workload,
      ifInProgress: 'reject',
      onFailure: 'keep',
      onCancel: 'keep',
      onStall: 'wait',
      onOutsidePromotion: 'accept',
      takeOwnership: false,
      notifications: [],
    },
    account,
    application: 'shop',
    deploymentId: 'deployment-1',
    ...marks,
  });
}

export function planned(text: string, changes: Changes = {}): Plan {
  const result = planOf(text, changes);
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

export function problemsOf(text: string, changes: Changes = {}): readonly Problem[] {
  const result = planOf(text, changes);
  if (result.kind === 'planned') throw new Error('expected problems, found none');
  return result.problems;
}

export function find(plan: Plan, kind: string, name?: string): PlannedObject {
  const found = plan.objects.find(
    ({ object }) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
  );
  if (found === undefined) throw new Error(`no ${kind} ${name ?? ''} in the plan`);
  return found;
}

export function podSpec(plan: Plan, name?: string): unknown {
  return at(find(plan, 'Rollout', name).object, 'spec', 'template', 'spec');
}

/** One YAML text of manifests that people deploy, by their paths under test/fixtures/manifests. */
export function manifests(...paths: readonly string[]): string {
  return paths
    .map((path) => readFileSync(new URL(`../../fixtures/manifests/${path}`, import.meta.url), 'utf8'))
    .join('\n---\n');
}

/** A Deployment `web` with some lines added to its spec, or to that of its pods. */
export function web({
  spec = '',
  pod = '',
  replicas = 'replicas: 4',
}: { spec?: string; pod?: string; replicas?: string } = {}): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: web }',
    'spec:',
    ...indented(replicas, 2),
    '  selector: { matchLabels: { app: web } }',
    ...indented(spec, 2),
    '  template:',
    '    metadata: { labels: { app: web } }',
    '    spec:',
    '      containers: [{ name: web, image: "example.com/web:1" }]',
    ...indented(pod, 6),
    '',
  ].join('\n');
}

function indented(text: string, by: number): readonly string[] {
  return text === '' ? [] : text.split('\n').map((line) => `${' '.repeat(by)}${line}`);
}

export function documents(...texts: readonly string[]): string {
  return texts.join('\n---\n');
}
