import { autoscalersOf } from './autoscalers.ts';
import { at, objectName, recordAt, referenceOf } from './kubernetes-object.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { readPlainDeployment } from './plain-deployment.ts';
import { mismatch } from './selectors.ts';

/** What its author should know before a Deployment is taken over: that, how and why, and what else changes by it. */
export function adoptionWarnings(
  deployment: KubernetesObject,
  { planned, autoscalers }: { planned: readonly KubernetesObject[]; autoscalers: readonly KubernetesObject[] },
): readonly string[] {
  const name = objectName(referenceOf(deployment));
  const { wanted } = readPlainDeployment(deployment);
  const pods = wanted === 1 ? '1 pod' : `${wanted} pods`;
  const beside = isReferredTo(planned, deployment)
    ? 'by a Rollout beside it that refers to it and runs its version; once the pods of that are ready, the Deployment is scaled to 0 and stays, because the stage says so, and each version is written into it.'
    : 'by a Rollout with the same version beside it; once its pods are ready, the Deployment is scaled to 0 and kept.';
  const takenOver = `${name} runs already, and a Rollout rolls out in steps only what it runs itself: so it is taken over first, ${beside} For a moment that needs up to twice its ${pods}.`;
  const moved = autoscalersOf(deployment, autoscalers).Deployment.filter((one) => !isAmong(planned, one));
  return [takenOver, ...moved.map((one) => aimsElsewhere(one, name))];
}

/** The plan holds a Deployment only where that stays. */
function isReferredTo(planned: readonly KubernetesObject[], deployment: KubernetesObject): boolean {
  return isAmong(planned, { ...deployment, kind: 'Deployment' });
}

function isAmong(planned: readonly KubernetesObject[], { kind, metadata }: KubernetesObject): boolean {
  const { name, namespace } = metadata;
  return planned.some((one) => one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace);
}

function aimsElsewhere(autoscaler: KubernetesObject, name: string): string {
  return `${objectName(referenceOf(autoscaler))} aims at ${name} and stands in no manifest here: it will aim at the Rollout; change it where it comes from, too.`;
}

/** Services whose pods come from more than one Deployment, each by name: weights are those of one workload only. */
export function sharedServiceWarnings(
  services: readonly KubernetesObject[],
  deployments: readonly KubernetesObject[],
): readonly string[] {
  return services.flatMap((service) => {
    const selector = recordAt(service, 'spec', 'selector');
    if (Object.keys(selector).length === 0) return [];
    const behind = deployments.filter(
      (one) =>
        one.metadata.namespace === service.metadata.namespace &&
        readPlainDeployment(one).wanted > 0 &&
        mismatch({ matchLabels: selector }, recordAt(at(one, 'spec', 'template', 'metadata'), 'labels')) === undefined,
    );
    if (behind.length < 2) return [];
    const names = behind.map(({ metadata }) => metadata.name).join(' and ');
    return [
      `${objectName(referenceOf(service))} leads to the pods of several Deployments, ${names}: each weight is a share of its own workload's pods, and not of all that the Service leads to.`,
    ];
  });
}
