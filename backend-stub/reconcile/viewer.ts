import { actions } from '../contract/decision.ts';
import type { Action } from '../contract/decision.ts';
import type { ActionPermission, Viewer } from '../contract/details.ts';
import { neutralise } from '../contract/expressions.ts';
import { beforehand } from '../contract/refusal.ts';
import type { RolloutReport } from '../contract/report.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { guard, standingOf } from './guard.ts';
import { mayDecide } from './may-decide.ts';
import type { Services } from './services.ts';

/** What somebody who may see a deployment may decide about it. The right only: what the rollouts do is in the report. */
export async function viewerOf(services: Services, record: DeploymentRecord, user: string): Promise<Viewer> {
  const { application, account } = record;
  const [may, notBack, standing] = await Promise.all([
    Promise.all(actions.map((action) => permission(services, record, { user, action }))),
    guard(services, { action: 'giveBack', user, application, account }),
    standingOf(services, user),
  ]);
  return { user, ...standing, may, mayGiveBack: notBack === undefined };
}

async function permission(
  services: Services,
  record: DeploymentRecord,
  { user, action }: { readonly user: string; readonly action: Action },
): Promise<ActionPermission> {
  const stepIndexes = concerned(action, record.rollouts).map(({ stepIndex }) => stepIndex);
  const denied = await mayDecide(services, record, { user, action, stepIndexes });
  return denied === undefined
    ? { action, kind: 'allowed' }
    : { action, kind: 'denied', sentence: neutralise(beforehand(denied)) };
}

/** The rollouts that the action would change now; all of them as long as it would change none. */
function concerned(action: Action, rollouts: readonly RolloutReport[]): readonly RolloutReport[] {
  const now = rollouts.filter((rollout) => isConcerned(action, rollout));
  return now.length === 0 ? rollouts : now;
}

function isConcerned(action: Action, { situation, waiting, podHash, stablePodHash }: RolloutReport): boolean {
  switch (action) {
    case 'approve':
      return waiting?.reason === 'approval';
    case 'promoteFully':
      return ['waiting', 'progressing', 'stalled'].includes(situation) && podHash !== stablePodHash;
    case 'abort':
    case 'retry':
      return false;
  }
}
