import { specChanged } from '../deployment/by-reference.ts';
import { referenceOf } from '../deployment/kubernetes-object.ts';
import type { KubernetesObject } from '../deployment/kubernetes-object.ts';
import type { ControlPlane, WriteOptions } from '../ports.ts';
import type { Prepared } from './apply.ts';

export type Sending = Pick<Prepared, 'planned' | 'live' | 'toApply'> & WriteOptions;

/** Writes an object of a plan as it was prepared, or tries to. Throws what the control plane throws. */
export function send(
  controlPlane: ControlPlane,
  account: string,
  { planned, live, toApply, dryRun = false }: Sending,
): Promise<KubernetesObject> {
  const options = { dryRun };
  return planned.isReferredTo === true && live !== undefined
    ? controlPlane.patch(account, referenceOf(toApply), { ...specChanged(live, toApply), ...options })
    : controlPlane.apply(account, toApply, options);
}
