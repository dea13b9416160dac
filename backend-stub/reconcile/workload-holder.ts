import type { HeldWorkload } from '../ports.ts';

/** Why a workload is not to be had: who holds it, and what for. An ended deployment holds what it gives back. */
export function heldBy({ by }: HeldWorkload): string {
  const pipeline = by.pipeline === undefined ? '' : ` of pipeline ${by.pipeline}`;
  const holder = `deployment ${by.id}${pipeline} (application ${by.application}, started by ${by.requester})`;
  return by.outcome === undefined
    ? `${holder} is still rolling it out`
    : `it is being given back to a Deployment, which was asked for in ${holder}`;
}
