import type { DeploymentConfiguration } from '../../../backend-stub/contract/deployment.ts';

export const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
---
apiVersion: v1
kind: Service
metadata:
  name: web
`;

/** A stage that can be saved. */
export function finished(changes: object = {}): DeploymentConfiguration {
  return {
    targets: [{ account: 'prod', namespaceOverride: 'shop' }],
    manifest: { source: 'text', text: manifest, expressions: 'literal' },
    strategy: {
      canary: {
        steps: [
          { setWeight: { weight: 25 } },
          { pause: { untilApproved: true, requiresRoles: ['release'] } },
          { setWeight: { weight: 50 } },
          { pause: { duration: 5, unit: 'minutes' } },
        ],
      },
    },
    workload: 'rollout',
    ifInProgress: 'reject',
    onFailure: 'keep',
    onCancel: 'keep',
    onStall: 'wait',
    onOutsidePromotion: 'accept',
    takeOwnership: false,
    notifications: [],
    ...changes,
  };
}

export function withText(text: string, expressions: string = 'literal'): object {
  return finished({ manifest: { source: 'text', text, expressions } });
}

export function withSteps(...steps: readonly unknown[]): object {
  return finished({ strategy: { canary: { steps } } });
}
