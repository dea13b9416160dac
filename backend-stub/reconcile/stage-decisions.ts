import { setTimeout as pause } from 'node:timers/promises';
import { doubtAbout, isSamePerson, laidBy, nonceSeconds } from '../access/stage-decision.ts';
import type { AuditActor } from '../contract/audit.ts';
import { stageType } from '../contract/orca.ts';
import type { GiveBackReport } from '../contract/give-back.ts';
import { isRefusal, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { DecisionReport } from '../contract/report.ts';
import { readStageDecision, stageActionNames } from '../contract/stage-decision.ts';
import type { NonceReport, StageAction, StageDecision, StageStamp } from '../contract/stage-decision.ts';
import type { ExecutionStage } from '../deployment/execution.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { askGiveBack } from './ask-give-back.ts';
import { awaitDecision } from './await-decision.ts';
import { sameName } from './read-back.ts';
import type { Services } from './services.ts';
import { takeDecision } from './take-decision.ts';
import { reportGiveBack } from './view.ts';
import { visibleDeployment } from './view-details.ts';

export type NonceView = { readonly kind: 'given'; readonly nonce: NonceReport } | Refusal;

export type StageDecisionView =
  | { readonly kind: 'decided'; readonly decision: DecisionReport }
  | { readonly kind: 'asked'; readonly giveBack: GiveBackReport }
  | RefusedOnStage;

/** With what was on the stage, where that was readable: whose it was is for the audit. */
export type RefusedOnStage = Refusal & { readonly laid?: LaidDecision };

export interface LaidDecision {
  readonly decision: StageDecision;
  /** By Orca's word, or by nobody's. */
  readonly by: Pick<AuditActor, 'name' | 'through'>;
}

export interface NonceWish {
  /** Who says to be asking. */
  readonly user: string;
  /** Of the deployment. */
  readonly id: string;
  readonly action: StageAction;
}

/**
 * Gives out a nonce, which a decision has to carry that is laid on the stage. Whoever reaches the listener can have one in
 * any name: it makes a decision fresh, and says nothing of whose it is.
 */
export async function giveNonce(services: Services, { user, id, action }: NonceWish): Promise<NonceView> {
  const what = stageActionNames[action];
  const record = await visibleDeployment(services, { user, id }, what);
  if (isRefusal(record)) return record;
  // Asked already, so that nobody writes the stage for nothing where it can't be read back.
  const sight = await seen(services, record, what);
  if (isRefusal(sight)) return sight;
  const nonce = services.newId();
  await services.store.keepNonce({ nonce, deploymentId: id, action, by: user, ...defined({ stamp: sight.stamp }) });
  return { kind: 'given', nonce: { nonce, seconds: nonceSeconds } };
}

export interface StageLook {
  /** Who says to be looking: gets the answer, and decides nothing by it. */
  readonly user: string;
  /** Of the deployment. */
  readonly id: string;
  readonly nonce: string;
}

/** Orca answers a PATCH when it is stored; where it reads from a replica of its database, that is a moment behind. */
const patience = { whole: 3000, step: 400 };

/**
 * Reads the stage back from Orca, and takes the decision with this nonce as one of whoever Orca says has laid it there. What is
 * seen is taken out of use with the first look, whatever comes of it, and so is what somebody else planted.
 */
export async function takeStageDecision(services: Services, look: StageLook): Promise<StageDecisionView> {
  const record = await visibleDeployment(services, look, 'Deciding');
  if (isRefusal(record)) return record;
  const deadline = services.clock.elapsed() + patience.whole;
  for (;;) {
    const sight = await seen(services, record, 'Deciding');
    if (isRefusal(sight)) return sight;
    const { decision, stamp } = sight;
    if (decision?.nonce === look.nonce) return judge(services, look, { decision, stamp });
    if (services.clock.elapsed() >= deadline) return notThere(look);
    await pause(patience.step);
  }
}

interface Laid<Decision = StageDecision> {
  readonly decision: Decision;
  readonly stamp: StageStamp | undefined;
}

/** What lies on the stage now. A decision that was planted is good for nobody from this moment on. */
async function seen(
  services: Services,
  record: DeploymentRecord,
  what: string,
): Promise<Laid<StageDecision | undefined> | Refusal> {
  const stage = await stageOf(services, record, what);
  if (isRefusal(stage)) return stage;
  const { stamp } = stage;
  const decision = readStageDecision(stage.decision);
  if (decision !== undefined && !laidBy(decision, stamp)) await services.store.burnNonce(decision.nonce);
  return { decision, stamp };
}

async function judge(services: Services, { user, id }: StageLook, laid: Laid): Promise<StageDecisionView> {
  const { decision, stamp } = laid;
  const nonce = await services.store.burnNonce(decision.nonce);
  // Who looks again, since an answer was lost, is told what came of it.
  if (nonce === undefined && isSamePerson(decision.by, user)) {
    const known = await takenBefore(services, id, decision);
    if (known !== undefined) return known;
  }
  const doubt = doubtAbout({ deploymentId: id, decision, stamp, nonce });
  const by =
    stamp === undefined
      ? ({ name: user, through: 'gate' } as const)
      : ({ name: stamp.user, through: 'stage' } as const);
  const view = doubt ?? (await take(services, { id, decision, user: by.name }));
  return view.kind === 'refused' ? { ...view, laid: { decision, by } } : view;
}

interface Taken {
  readonly id: string;
  readonly decision: StageDecision;
  /** Whom Orca names. */
  readonly user: string;
}

/** From here on as any other decision; its id is the nonce, so that it is known again. */
async function take(services: Services, { id, decision, user }: Taken): Promise<StageDecisionView> {
  const { action, nonce, seen, comment } = decision;
  if (action === 'giveBack') {
    const asked = await askGiveBack(services, { user, id, nonce });
    return asked.kind === 'refused' ? asked : { kind: 'asked', giveBack: asked.giveBack };
  }
  const request = { action, seen, ...defined({ comment }) };
  const taken = await takeDecision(services, { user, id, request, nonce });
  return taken.kind === 'refused'
    ? taken
    : { kind: 'decided', decision: await awaitDecision(services, taken.decision) };
}

async function takenBefore(
  services: Services,
  deploymentId: string,
  { action, nonce }: StageDecision,
): Promise<StageDecisionView | undefined> {
  const { store } = services;
  if (action === 'giveBack') {
    const asked = (await store.giveBacks(deploymentId)).find(({ id }) => id === nonce);
    return asked === undefined ? undefined : { kind: 'asked', giveBack: reportGiveBack(asked) };
  }
  const decided = (await store.decisions(deploymentId)).find(({ id }) => id === nonce);
  return decided === undefined ? undefined : { kind: 'decided', decision: await awaitDecision(services, decided) };
}

/** The deployment's own stage, as Orca has it now. Throws `ExecutionsUnavailable` when Orca can't tell. */
async function stageOf(
  { executions }: Services,
  { id, application, origin }: DeploymentRecord,
  what: string,
): Promise<ExecutionStage | Refusal> {
  if (origin.kind !== 'stage') return hasNoStage(id, what);
  const { executionId, stageId } = origin.stage;
  const answer = await executions.read(executionId);
  const found = answer.kind === 'found' ? answer.execution : undefined;
  const stage = found?.stages.find((one) => one.id === stageId && one.type === stageType);
  if (stage !== undefined && sameName(found?.application ?? '', application)) return stage;
  const unreadable = answer.kind === 'unreadable';
  return refuse('not-possible', {
    what,
    on: `deployment ${id}`,
    why: unreadable
      ? "Orca did not show its execution to the service's read identity"
      : `Orca does not have its stage any more, in execution ${executionId}`,
    remedy: unreadable
      ? 'An operator can give that identity READ on the application'
      : 'Decisions are read from the stage here, so none can be made about it',
  });
}

/** Whom Gate names is not believed here, and of a machine's deployment Orca knows nothing. */
function hasNoStage(id: string, what: string): Refusal {
  return refuse('not-possible', {
    what,
    on: `deployment ${id}`,
    why: 'a machine started it, so that it has no stage in Orca, and decisions are read from the stage here',
    remedy: 'A machine can cancel it; an operator can let decisions come through Gate (decisions: gate)',
  });
}

function notThere({ id }: StageLook): Refusal {
  return refuse('stale', {
    what: 'Deciding',
    on: `deployment ${id}`,
    why: 'the decision is not on the stage in Orca: somebody else has laid another one there, or Orca itself wrote the stage in the same moment',
    remedy: 'Nothing was decided; look at what the deployment does now, and decide again',
  });
}
