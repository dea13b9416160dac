import type { DeploymentConfiguration } from '../contract/deployment.ts';
import type { DeploymentPolicy } from './record.ts';

/** What a stage says of a deployment besides what is deployed. */
export function policyOf(deployment: DeploymentConfiguration): DeploymentPolicy {
  const { strategy, onFailure, onCancel, onStall, onOutsidePromotion, takeOwnership, notifications } = deployment;
  return {
    steps: strategy.canary.steps,
    ...{ onFailure, onCancel, onStall },
    ...(onOutsidePromotion === 'accept' ? {} : { onOutsidePromotion }),
    ...(takeOwnership ? { takeOwnership } : {}),
    ...(notifications.length === 0 ? {} : { notifications }),
  };
}
