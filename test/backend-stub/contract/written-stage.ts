import type { DeploymentConfiguration } from '../../../backend-stub/contract/deployment.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import type { Problem } from '../../../backend-stub/contract/refusal.ts';

/** A stage's `deployment` that is valid, with some keys changed. */
export const stage = (changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  targets: [{ account: 'prod' }],
  manifest: { source: 'text', text: 'kind: Deployment', expressions: 'literal' },
  strategy: { canary: { steps: [] } },
  ...changes,
});
export const withSteps = (...steps: readonly unknown[]): unknown => stage({ strategy: { canary: { steps } } });
export const withManifest = (manifest: Readonly<Record<string, unknown>>): unknown =>
  stage({ manifest: { source: 'text', text: 'a: 1', ...manifest } });
export const withTarget = (target: unknown): unknown => stage({ targets: [target] });

export function problemsOf(input: unknown): readonly Problem[] {
  const parsed = parseDeployment(input);
  if (parsed.kind === 'valid') throw new Error('expected problems, found none');
  return parsed.problems;
}

export function deploymentOf(input: unknown): DeploymentConfiguration {
  const parsed = parseDeployment(input);
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  return parsed.deployment;
}
