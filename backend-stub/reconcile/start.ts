import canonicalize from 'canonicalize';
import { defined } from '../contract/defined.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { StageAttempt, StartReply } from '../contract/orca.ts';
import { parseDeployment } from '../contract/parse-deployment.ts';
import { problemText, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { StageOrigin } from '../deployment/origin.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { actorOf } from './actor-of.ts';
import { mayStart } from './may-start.ts';
import type { Later } from './may-start.ts';
import { invalid, prepareDeployment, starting } from './prepare-deployment.ts';
import { readBack, sameName } from './read-back.ts';
import type { Claim, Confirmed } from './read-back.ts';
import { workloadsOf } from './services.ts';
import type { Services } from './services.ts';
import { ended } from './transition.ts';
import { inProgress } from './workload-holder.ts';

export type StartResult = { readonly kind: 'started'; readonly reply: StartReply } | RefusedStart | Later;

export interface RefusedStart extends Refusal {
  /** As whom the stage runs, once Orca's own record has said so. */
  readonly runsAs?: string;
  readonly account?: string;
}

/**
 * Answers before anything is asked of a cluster, so within a second. A repeat of the same attempt gets the same answer
 * and starts nothing. Throws when Orca, Fiat or the store can't tell: Orca then asks again.
 */
export async function startDeployment(services: Services, claim: Claim): Promise<StartResult> {
  const known = await services.store.findByAttempt(claim.stage);
  if (known !== undefined && (await isRepeat(services, known, claim))) return answerFor(services, known);
  const unresolved = unresolvedIdentity(claim);
  if (unresolved !== undefined) return unresolved;
  const confirmed = await readBack(services, claim);
  if (confirmed.kind === 'refused') return confirmed;
  if (known !== undefined) return answerFor(services, known);
  return startConfirmed(services, claim.stage, confirmed);
}

/** As Orca's own record says, and not as the call did. */
async function startConfirmed(
  services: Services,
  attempt: StageAttempt,
  { execution, stage }: Confirmed,
): Promise<StartResult> {
  const parsed = parseDeployment(stage.deployment);
  if (parsed.kind === 'invalid') return invalid(problemText(parsed.problems), { kind: 'stage' });
  const { deployment } = parsed;
  const { account } = deployment.targets[0];
  const { application, user = '', name: pipeline, triggeredBy } = execution;
  const denied = await mayStart(services, { user, application, account, began: Number(attempt.attempt) });
  if (denied?.kind === 'later') return denied;
  const origin: StageOrigin = { kind: 'stage', stage: attempt, ...defined({ pipeline }), triggeredBy };
  const asked = { origin, application, requester: user, deployment, accounts: services.controlPlane.accounts() };
  const prepared = denied ?? prepareDeployment(services, asked);
  if (prepared.kind === 'refused') return { ...prepared, runsAs: user, account };
  return keep(services, prepared.record, attempt);
}

/** Orca says the same again. Whoever says something else is not told what there is before Orca has been asked. */
async function isRepeat({ store }: Services, id: string, { application, runAs }: Claim): Promise<boolean> {
  const record = await store.readSealed(id);
  return record !== undefined && sameName(record.application, application) && sameName(record.requester, runAs);
}

function unresolvedIdentity({ stage, application, runAs }: Claim): Refusal | undefined {
  const headers = {
    'X-Spin-Execution-Id': stage.executionId,
    'X-Spin-Stage-Id': stage.stageId,
    'X-Spin-Attempt': stage.attempt,
    'X-Spin-Application': application,
    'X-Spin-Run-As': runAs,
  };
  const unresolved = Object.entries(headers).find(([, value]) => holdsExpression(value));
  if (unresolved === undefined) return undefined;
  return refuse('bad-input', {
    what: starting,
    why: `header ${unresolved[0]} still holds an expression that Orca did not resolve`,
    remedy: 'An operator can compare the Orca configuration with plugin.yaml',
  });
}

/** A later attempt of a stage takes its open deployment up when it would do the same, and replaces it when not. */
async function keep(services: Services, record: DeploymentRecord, stage: StageAttempt): Promise<StartResult> {
  const { store, clock } = services;
  const by = await actorOf(services, record.requester, 'orca');
  const earlier = await store.findOpen(stage.executionId, stage.stageId);
  if (earlier !== undefined) {
    if (sameWork(earlier, record)) {
      await store.adopt(earlier.id, stage, by);
      services.log.info({ deployment: earlier.id, attempt: stage.attempt }, 'attempt adopted');
      services.wake(earlier.id);
      return answerFor(services, earlier.id);
    }
    if (earlier.phase === 'adopting') return stillAdopting(services, earlier);
    await store.end(
      ended(earlier, {
        outcome: 'superseded',
        sentence: 'The stage was restarted with another deployment, which replaces this one.',
        now: clock.now(),
      }),
    );
  }
  const created = await services.begin(record, workloadsOf(record), by);
  switch (created.kind) {
    case 'created':
      services.log.info(
        { deployment: record.id, application: record.application, account: record.account, ...stage },
        'deployment accepted',
      );
      return started(services, record);
    case 'exists':
      return answerFor(services, created.id);
    case 'locked':
      return inProgress(created);
  }
}

/** Half taken over, a Deployment would have its pods twice, and nobody who knows of it. */
async function stillAdopting(services: Services, { id }: DeploymentRecord): Promise<Refusal> {
  const decision = {
    id: services.newId(),
    deploymentId: id,
    action: 'stopWatching',
    by: 'Orca',
    seen: [],
    comment: 'The stage was restarted with another deployment.',
    at: services.clock.now(),
    state: 'accepted',
  } as const;
  await services.store.addDecision(decision);
  services.wake(id);
  return refuse('in-progress', {
    what: starting,
    on: `deployment ${id}`,
    why: 'the attempt before is just taking over what runs as a Deployment, and comes to an end of that first',
    remedy: 'Restart the stage again in a moment',
  });
}

function sameWork(earlier: DeploymentRecord, record: DeploymentRecord): boolean {
  return (
    earlier.plan.hash === record.plan.hash &&
    earlier.account === record.account &&
    canonicalize(earlier.policy) === canonicalize(record.policy)
  );
}

async function answerFor(services: Services, id: string): Promise<StartResult> {
  const { status = 'RUNNING', progress = 'accepted' } = (await services.store.status(id)) ?? {};
  return started(services, { id, status, progress });
}

function started(
  { settings }: Services,
  { id, status, progress }: Pick<DeploymentRecord, 'id' | 'status' | 'progress'>,
): StartResult {
  const statusUrl = `${settings.publicUrl}/v1/deployments/${id}/status`;
  return { kind: 'started', reply: { deploymentId: id, status, progress, statusUrl } };
}
