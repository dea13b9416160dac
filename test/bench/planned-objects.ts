import { randomUUID } from 'node:crypto';
import { parseDeployment } from '../../backend-stub/contract/parse-deployment.ts';
import type { KubernetesObject } from '../../backend-stub/deployment/kubernetes-object.ts';
import { planDeployment } from '../../backend-stub/deployment/plan.ts';
import { application } from '../stage/people.ts';
import { progressiveStage } from '../stage/pipeline.ts';
import type { StageParts } from '../stage/pipeline.ts';
import { account } from '../stage/world.ts';

/** What the service would apply for a stage, planned without it. */
export function planAlone({
  namespace,
  ...parts
}: StageParts & { readonly namespace: string }): readonly KubernetesObject[] {
  const parsed = parseDeployment(progressiveStage(parts)['deployment']);
  if (parsed.kind === 'invalid') throw new Error('the stage of the benchmark is invalid');
  const planned = planDeployment({
    deployment: parsed.deployment,
    application,
    account: { name: account, namespaces: [namespace], defaultNamespace: namespace },
    deploymentId: randomUUID(),
    executionId: randomUUID(),
  });
  if (planned.kind === 'invalid') throw new Error('the manifest of the benchmark is invalid');
  return planned.plan.objects.map(({ object }) => object);
}
