import { isReferredTo, withReferredTemplate } from '../deployment/by-reference.ts';
import { quotaWarnings } from '../deployment/quotas.ts';
import type { RolloutStep } from '../deployment/quotas.ts';
import type { ControlPlane } from '../ports.ts';
import type { Preflight, Prepared } from './apply.ts';
import { refusalIn } from './failures.ts';
import { adoptedBy } from './look-at-adoptions.ts';

/** What the quotas of the namespaces can't hold on the way, or why that is not known. */
export async function foreseeQuotas(
  controlPlane: ControlPlane,
  account: string,
  { objects, adoptions }: Preflight,
): Promise<readonly string[]> {
  const rollouts = objects
    .filter(({ planned }) => planned.treatment === 'progressive')
    .map((rollout) => ({ ...withTemplate(rollout, objects), adopted: adoptedBy(adoptions, rollout.planned) }));
  const namespaces = [...new Set(rollouts.map(({ toApply }) => toApply.metadata.namespace ?? ''))];
  const warnings = await Promise.all(
    namespaces.map((namespace) =>
      foresee(controlPlane, {
        account,
        namespace,
        rollouts: rollouts.filter(({ toApply }) => (toApply.metadata.namespace ?? '') === namespace),
      }),
    ),
  );
  return warnings.flat();
}

/** What its pods are, wherever that stands. */
function withTemplate({ live, toApply }: Prepared, objects: readonly Prepared[]): RolloutStep {
  const deployment = objects.find(({ planned }) => isReferredTo(planned, toApply));
  return {
    live: live === undefined ? undefined : withReferredTemplate(live, deployment?.live),
    toApply: withReferredTemplate(toApply, deployment?.toApply),
  };
}

interface Foreseen {
  readonly account: string;
  readonly namespace: string;
  readonly rollouts: readonly RolloutStep[];
}

async function foresee(
  controlPlane: ControlPlane,
  { account, namespace, rollouts }: Foreseen,
): Promise<readonly string[]> {
  try {
    const quotas = await controlPlane.list(account, { apiVersion: 'v1', kind: 'ResourceQuota', namespace });
    return quotaWarnings(quotas, rollouts);
  } catch (error) {
    return [`Whether the quotas of ${namespace} can hold both versions is not known: ${refusalIn(error)}`];
  }
}
