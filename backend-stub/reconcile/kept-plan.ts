import { defined } from '../contract/defined.ts';
import { fingerprintOf } from '../deployment/fingerprint.ts';
import type { KeptPlan } from '../deployment/kept-plan.ts';
import { referenceOf } from '../deployment/kubernetes-object.ts';
import type { ControlPlane } from '../ports.ts';
import type { Planned } from './apply.ts';
import { compareAll } from './compare.ts';
import type { Tried } from './try-out.ts';

/** What is about to be changed, and against what that was planned. */
export async function planToKeep(
  controlPlane: ControlPlane,
  { account, plan }: Planned,
  tried: readonly Tried[],
): Promise<KeptPlan> {
  const compared = await compareAll(controlPlane, account, tried);
  return {
    fingerprint: fingerprintOf(
      plan.hash,
      tried.map(({ prepared }) => prepared),
    ),
    objects: tried.map(({ prepared: { planned } }, index) => ({
      reference: referenceOf(planned.object),
      ...defined({ compared: compared[index] }),
    })),
  };
}
