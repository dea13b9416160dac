import type { DeploymentConfiguration } from '../contract/deployment.ts';
import type { DeploymentPolicy } from './record.ts';

/** What a stage says of a deployment besides what is deployed. */
export function policyOf(deployment: DeploymentConfiguration): DeploymentPolicy {
  const { strategy, onFailure, onCancel, onStall, takeOwnership, notifications } = deployment;
  return {
    steps: strategy.canary.steps,
    ...{ onFailure, onCancel, onStall },
    ...(takeOwnership ? { takeOwnership } : {}),
    ...(notifications.length === 0 ? {} : { notifications }),
  };
}
