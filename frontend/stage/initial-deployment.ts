import type { DeploymentConfiguration } from '../../backend-stub/contract/deployment.ts';

/**
 * Of a new stage: a look at a quarter before everybody gets the rest, and nothing that does harm. New with each call, as Deck
 * may write into it.
 */
export function initialDeployment(): DeploymentConfiguration {
  return {
    targets: [{ account: '' }],
    manifest: { source: 'text', text: '', expressions: 'literal' },
    strategy: { canary: { steps: [{ setWeight: { weight: 25 } }, { pause: { untilApproved: true } }] } },
    workload: 'rollout',
    ifInProgress: 'reject',
    onFailure: 'keep',
    onCancel: 'keep',
    onStall: 'wait',
    onOutsidePromotion: 'accept',
    takeOwnership: false,
    notifications: [],
  };
}
