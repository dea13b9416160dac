import type { DeploymentDetails } from '../contract/details.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { guard } from './guard.ts';
import type { LiveRollouts } from './live-rollouts.ts';
import type { Services } from './services.ts';
import { reportDeployment, reportGiveBack } from './view.ts';
import { viewerOf } from './viewer.ts';

export type DeploymentView = { readonly kind: 'found'; readonly deployment: DeploymentDetails } | Refusal;

export interface Look {
  readonly user: string;
  readonly id: string;
  /** Where given, a deployment on another account does not exist for this look. */
  readonly accounts?: readonly string[];
}

export async function viewDeployment(services: Services, live: LiveRollouts, look: Look): Promise<DeploymentView> {
  const record = await visibleDeployment(services, look);
  if (isRefusal(record)) return record;
  const [report, viewer, rollouts, giveBacks] = await Promise.all([
    reportDeployment(services, record),
    viewerOf(services, record, look.user),
    live.of(record),
    // Only what has ended is given back, and what is open is looked at all the time.
    record.outcome === undefined ? [] : services.store.giveBacks(record.id),
  ]);
  return { kind: 'found', deployment: { ...report, viewer, live: rollouts, giveBacks: giveBacks.map(reportGiveBack) } };
}

/** One answer for "does not exist" and "may not be seen", so that ids tell nothing about other applications. */
export async function visibleDeployment(
  services: Services,
  { user, id, accounts }: Look,
  what = 'Viewing',
): Promise<DeploymentRecord | Refusal> {
  const record = await services.store.readSealed(id);
  const missing = refuse('not-found', {
    what,
    on: `deployment ${id}`,
    why: 'there is no such deployment, or you have no READ on its application',
    remedy: 'Open it from its pipeline execution',
  });
  if (record === undefined || accounts?.includes(record.account) === false) return missing;
  const { application, account } = record;
  const hidden = await guard(services, { action: 'view', user, application, account });
  if (hidden !== undefined) return hidden.reason === 'not-authenticated' ? hidden : missing;
  return record;
}
