import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { originWords, whereDecided } from '../deployment/origin.ts';
import type { HeldWorkload } from '../ports.ts';
import { starting } from './prepare-deployment.ts';

/** Why a workload is not to be had: who holds it, and what for. An ended deployment holds what it gives back. */
export function heldBy({ by }: HeldWorkload): string {
  const holder = `deployment ${by.id}${originWords(by.origin)} (application ${by.application}, started by ${by.requester})`;
  return by.outcome === undefined
    ? `${holder} is still rolling it out`
    : `it is being given back to a Deployment, which was asked for in ${holder}`;
}

export function inProgress(held: HeldWorkload): Refusal {
  const { origin, outcome } = held.by;
  const remedy =
    outcome === undefined
      ? `Wait for it, or decide about it first: approve, promote fully or abort it ${whereDecided(origin)}, or cancel that`
      : 'Wait until that is done; the next run of the stage takes it over again';
  return refuse('in-progress', { what: starting, on: `Rollout ${held.workload.name}`, why: heldBy(held), remedy });
}
