import { actionNames } from '../contract/decision.ts';
import type { DecisionRequest } from '../contract/decision.ts';
import { neutralise } from '../contract/expressions.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { decide } from '../deployment/decide.ts';
import type { BoundRollout } from '../deployment/decide.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import { readRollout } from '../deployment/rollout.ts';
import { actorOf } from './actor-of.ts';
import { failureKind, isNotOpen, isOvertaken, sentenceOf } from './failures.ts';
import { guard, standingOf } from './guard.ts';
import { mayDecide } from './may-decide.ts';
import type { Services } from './services.ts';

export type DecisionResult = { readonly kind: 'accepted'; readonly decision: DecisionRecord } | Refusal;

export interface MadeDecision {
  readonly user: string;
  /** Of the deployment. */
  readonly id: string;
  readonly request: DecisionRequest;
  /** Of one that was laid on the stage in Orca: then that is its id. */
  readonly nonce?: string;
}

/**
 * Who may, then what the cluster says now, then the decision is written down; from there on it is carried out, whatever
 * happens to this process. `user` is who Gate says it is, or Orca. What can't be asked before is a refusal, since nothing was
 * decided; what fails while it is written is an error, since nobody knows.
 */
export async function takeDecision(services: Services, decision: MadeDecision): Promise<DecisionResult> {
  const looked = await look(services, decision).catch((error: unknown) => nothingDecided(decision, error));
  return looked.kind === 'refused' ? looked : accept(services, looked.record, looked.made);
}

function nothingDecided({ id, request }: MadeDecision, error: unknown): Refusal {
  if (failureKind(error) !== 'again-later') throw error;
  return refuse('unreachable', {
    what: actionNames[request.action],
    on: `deployment ${id}`,
    why: sentenceOf(error),
    remedy: 'Nothing was decided; try again in a moment',
  });
}

type Look = { readonly kind: 'possible'; readonly record: DeploymentRecord; readonly made: Made } | Refusal;

async function look(services: Services, { user, id, request, nonce }: MadeDecision): Promise<Look> {
  const record = await services.store.read(id);
  if (record === undefined) return unknownDeployment(request, id);
  const { application, account } = record;
  const { steps } = record.policy;
  const hidden = await guard(services, { action: 'view', user, application, account });
  if (hidden !== undefined) return hidden.reason === 'not-authenticated' ? hidden : unknownDeployment(request, id);
  const denied = await guard(services, { action: request.action, user, application, account });
  if (denied !== undefined) return denied;
  const finished = refusedByPhase(record, request);
  if (finished !== undefined) return finished;
  // Before the look at the cluster: whoever decides the same after it has looked at the same.
  const alike = (await services.store.decisions(id)).filter((earlier) => earlier.action === request.action);
  const rollouts = await readBound(services, record);
  const verdict = isInterruption(record, request)
    ? ({ kind: 'allowed', rollouts: [] } as const)
    : decide({ deployment: id, action: request.action, seen: request.seen, rollouts, steps });
  if (verdict.kind === 'refused') return verdict;
  // The step whose roles count is the one the cluster is at, never the one that the caller says he saw.
  const stepIndexes = verdict.rollouts.map(({ state }) => state.stepIndex);
  const lacksRole = await mayDecide(services, record, { user, action: request.action, stepIndexes });
  if (lacksRole !== undefined) return lacksRole;
  const { asAdmin } = await standingOf(services, user);
  return { kind: 'possible', record, made: { user, asAdmin, request, nonce, rollouts: verdict.rollouts, alike } };
}

interface Made {
  readonly user: string;
  readonly asAdmin: true | undefined;
  readonly request: DecisionRequest;
  readonly nonce: string | undefined;
  readonly rollouts: readonly BoundRollout[];
  /** Decisions to do the same that were made before the look at the cluster. */
  readonly alike: readonly DecisionRecord[];
}

async function accept(services: Services, record: DeploymentRecord, made: Made): Promise<DecisionResult> {
  const { user, asAdmin, request, nonce, rollouts, alike } = made;
  const waiting = alike.find((earlier) => earlier.state === 'accepted');
  if (waiting !== undefined)
    return alreadyDecided(record, request, `${waiting.by} decided the same, and it is being carried out`);
  const affected = new Set(rollouts.map(({ binding }) => binding.reference.name));
  const decision: DecisionRecord = {
    id: nonce ?? services.newId(),
    deploymentId: record.id,
    action: request.action,
    by: user,
    seen: request.seen.filter(({ rollout }) => affected.has(rollout)),
    ...defined({ asAdmin, comment: request.comment === undefined ? undefined : neutralise(request.comment) }),
    at: services.clock.now(),
    state: 'accepted',
  };
  try {
    const by = await actorOf(services, user, nonce === undefined ? 'gate' : 'stage');
    await services.store.addDecision(decision, alike.length, by);
  } catch (error) {
    if (isOvertaken(error)) return alreadyDecided(record, request, 'somebody else decided the same a moment ago');
    if (!isNotOpen(error)) throw error;
    const why = 'it ended a moment ago';
    return refuse('finished', {
      what: actionNames[request.action],
      on: `deployment ${record.id}`,
      why,
      remedy: 'Look at how it ended',
    });
  }
  services.log.info(
    { deployment: record.id, action: decision.action, by: user, decision: decision.id },
    'decision accepted',
  );
  services.wake(record.id);
  return { kind: 'accepted', decision };
}

function unknownDeployment({ action }: DecisionRequest, id: string): Refusal {
  return refuse('not-found', {
    what: actionNames[action],
    on: `deployment ${id}`,
    why: 'there is no such deployment, or you have no READ on its application',
    remedy: 'Open it from its pipeline execution',
  });
}

function refusedByPhase(record: DeploymentRecord, { action }: DecisionRequest): Refusal | undefined {
  const on = `deployment ${record.id}`;
  if (record.outcome !== undefined)
    return refuse('finished', {
      what: actionNames[action],
      on,
      why: `it has ended (${record.outcome}): ${record.summary}`,
      remedy: 'Run the pipeline again to deploy again',
    });
  if (record.ending !== undefined)
    return refuse('finished', {
      what: actionNames[action],
      on,
      why: `it is being aborted: ${record.ending.because}`,
      remedy: 'Wait until the stable version is back',
    });
  if (record.bindings.length > 0 || isInterruption(record, { action })) return undefined;
  return refuse('not-possible', {
    what: actionNames[action],
    on,
    why: `its rollouts have not begun: ${record.summary}`,
    remedy: 'Cancel the pipeline to stop it, or wait',
  });
}

/** What is being taken over can be stopped at any moment, and comes to one of its two ends. */
function isInterruption({ phase }: DeploymentRecord, { action }: Pick<DecisionRequest, 'action'>): boolean {
  return phase === 'adopting' && action === 'abort';
}

function alreadyDecided(record: DeploymentRecord, { action }: DecisionRequest, why: string): Refusal {
  return refuse('stale', {
    what: actionNames[action],
    on: `deployment ${record.id}`,
    why,
    remedy: 'Look at what the deployment does now',
  });
}

/** Fresh from the API server: a watch may lag behind what the person saw. */
export async function readBound(
  { controlPlane }: Services,
  record: DeploymentRecord,
): Promise<readonly BoundRollout[]> {
  return Promise.all(
    record.bindings.map(async (binding) => {
      const object = await controlPlane.read(record.account, binding.reference);
      return { binding, state: object === undefined ? undefined : readRollout(object) };
    }),
  );
}
