import type { GiveBackReport } from '../contract/give-back.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { GivingBackStep } from '../deployment/giving-back.ts';
import type { DeploymentRecord, GiveBackRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { actorOf } from './actor-of.ts';
import { failureKind, sentenceOf } from './failures.ts';
import { firstGivingBackStep } from './give-back.ts';
import { guard, standingOf } from './guard.ts';
import { workloadsOf } from './services.ts';
import type { Services } from './services.ts';
import { reportGiveBack } from './view.ts';
import { visibleDeployment } from './view-details.ts';
import type { Look } from './view-details.ts';
import { heldBy } from './workload-holder.ts';

export type GiveBackView = { readonly kind: 'accepted'; readonly giveBack: GiveBackReport } | Refusal;

const what = 'Giving back';

export interface AskedGiveBack extends Pick<Look, 'user' | 'id'> {
  /** Of one that was laid on the stage in Orca: then that is its id. */
  readonly nonce?: string | undefined;
}

/**
 * Who may, then what the cluster says now, then it is written down; from there on `GiveBacks` carries it out, whatever
 * happens to this process. Asked again while it is under way, or once it is done, it answers the same.
 */
export async function askGiveBack(services: Services, { user, id, nonce }: AskedGiveBack): Promise<GiveBackView> {
  const { store } = services;
  const record = await visibleDeployment(services, { user, id }, what);
  if (isRefusal(record)) return record;
  const { application, account } = record;
  const denied = await guard(services, { action: 'giveBack', user, application, account });
  if (denied !== undefined) return denied;
  const latest = (await store.giveBacks(id)).at(-1);
  if (latest?.state === 'accepted') return accepted(latest);
  if (record.outcome === undefined) return notEnded(record);
  const steps = await firstSteps(services, record);
  if (isRefusal(steps)) return steps;
  if (latest?.state === 'done' && steps.every(({ kind }) => kind === 'done')) return accepted(latest);
  return keep(services, record, { user, nonce });
}

async function keep(
  services: Services,
  record: DeploymentRecord,
  { user, nonce }: Omit<AskedGiveBack, 'id'>,
): Promise<GiveBackView> {
  const { store, clock, log, newId, wake } = services;
  const sentence = 'Accepted; it begins in a moment.';
  const { asAdmin } = await standingOf(services, user);
  const giveBack = {
    id: nonce ?? newId(),
    deploymentId: record.id,
    by: user,
    ...defined({ asAdmin }),
    at: clock.now(),
    state: 'accepted',
    sentence,
  } as const;
  const by = await actorOf(services, user, nonce === undefined ? 'gate' : 'stage');
  const answer = await store.askGiveBack(giveBack, workloadsOf(record), by);
  if (answer.kind === 'locked')
    return refused('in-progress', `Rollout ${answer.workload.name}`, {
      why: heldBy(answer),
      remedy: 'Wait until that is over',
    });
  log.info({ deployment: record.id, by: user, giveBack: answer.giveBack.id }, 'give-back accepted');
  wake(record.id);
  return accepted(answer.giveBack);
}

/** One for each workload; what speaks against one of them speaks against all. */
async function firstSteps(
  { controlPlane }: Services,
  record: DeploymentRecord,
): Promise<readonly GivingBackStep[] | Refusal> {
  try {
    const steps = await Promise.all(workloadsOf(record).map((workload) => firstGivingBackStep(controlPlane, workload)));
    const refusal = steps.find((step) => step.kind === 'refused');
    return refusal === undefined ? steps : impossible(record, refusal.sentence);
  } catch (error) {
    return notLooked(record, error);
  }
}

function notLooked(record: DeploymentRecord, error: unknown): Refusal {
  switch (failureKind(error)) {
    case 'fault':
      throw error;
    case 'for-good':
      return impossible(record, sentenceOf(error));
    case 'again-at-once':
    case 'again-later':
      return refused('unreachable', `deployment ${record.id}`, {
        why: sentenceOf(error),
        remedy: 'Nothing was changed; try again in a moment',
      });
  }
}

function impossible({ id }: DeploymentRecord, why: string): Refusal {
  return refused('not-possible', `deployment ${id}`, { why, remedy: 'Nothing was changed' });
}

function notEnded({ id, summary }: DeploymentRecord): Refusal {
  return refused('not-possible', `deployment ${id}`, {
    why: `it has not ended: ${summary}`,
    remedy: 'Wait for its end, or abort it first',
  });
}

function refused(
  reason: Refusal['reason'],
  on: string,
  parts: { readonly why: string; readonly remedy: string },
): Refusal {
  return refuse(reason, { what, on, ...parts });
}

function accepted(giveBack: GiveBackRecord): GiveBackView {
  return { kind: 'accepted', giveBack: reportGiveBack(giveBack) };
}
