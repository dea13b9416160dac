import canonicalize from 'canonicalize';
import { defined } from '../contract/defined.ts';
import type { DeploymentConfiguration } from '../contract/deployment.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { StartReply } from '../contract/orca.ts';
import { parseDeployment } from '../contract/parse-deployment.ts';
import { problemText, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { planDeployment } from '../deployment/plan.ts';
import { policyOf } from '../deployment/policy.ts';
import type { DeploymentPolicy, DeploymentRecord, Plan } from '../deployment/record.ts';
import { holdsSecretData } from '../deployment/secret-data.ts';
import type { HeldWorkload } from '../ports.ts';
import { actorOf } from './actor-of.ts';
import { mayStart } from './may-start.ts';
import type { Later } from './may-start.ts';
import { notificationWarnings } from './notification-warnings.ts';
import { readBack, sameName } from './read-back.ts';
import type { Claim } from './read-back.ts';
import { workloadsOf } from './services.ts';
import type { Services } from './services.ts';
import { ended, withEvent } from './transition.ts';
import { heldBy } from './workload-holder.ts';

export type StartResult = { readonly kind: 'started'; readonly reply: StartReply } | RefusedStart | Later;

export interface RefusedStart extends Refusal {
  /** As whom the stage runs, once Orca's own record has said so. */
  readonly runsAs?: string;
  readonly account?: string;
}

const what = 'Starting a deployment';

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
  const parsed = parseDeployment(confirmed.stage.deployment);
  if (parsed.kind === 'invalid') return invalid(problemText(parsed.problems));
  const { application, user = '', name: pipeline, triggeredBy } = confirmed.execution;
  const prepared = await prepare(services, { ...claim, application, runAs: user }, parsed.deployment);
  if (prepared.kind === 'later') return prepared;
  if (prepared.kind === 'refused') return { ...prepared, runsAs: user, account: parsed.deployment.targets[0].account };
  return keep(services, { ...prepared.record, ...defined({ pipeline }), triggeredBy });
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
    what,
    why: `header ${unresolved[0]} still holds an expression that Orca did not resolve`,
    remedy: 'An operator can compare the Orca configuration with plugin.yaml',
  });
}

function invalid(problems: string): Refusal {
  return refuse('bad-input', { what, why: problems, remedy: 'Edit the stage' });
}

type Prepared = { readonly kind: 'prepared'; readonly record: DeploymentRecord } | Refusal | Later;

async function prepare(services: Services, claim: Claim, deployment: DeploymentConfiguration): Promise<Prepared> {
  const target = deployment.targets[0];
  const { application, runAs: user } = claim;
  const began = Number(claim.stage.attempt);
  const denied = await mayStart(services, { user, application, account: target.account, began });
  if (denied !== undefined) return denied;
  const account = services.controlPlane.accounts().find(({ name }) => name === target.account);
  if (account === undefined) return unknownAccount(services, target.account);
  const deploymentId = services.newId();
  const { executionId } = claim.stage;
  const planned = planDeployment({ deployment, application, account, deploymentId, executionId });
  if (planned.kind === 'invalid') return invalid(problemText(planned.problems));
  if (holdsSecretData(planned.plan) && !services.settings.canSeal) return unsealable();
  const policy = policyOf(deployment);
  const warnings = [...planned.plan.warnings, ...notificationWarnings(deployment, services)];
  const plan = { ...planned.plan, warnings };
  return {
    kind: 'prepared',
    record: newRecord(services, claim, { id: deploymentId, account: account.name, plan, policy }),
  };
}

function unknownAccount({ controlPlane }: Services, name: string): Refusal {
  const known = controlPlane.accounts().map((account) => account.name);
  return refuse('bad-input', {
    what,
    on: `account ${name}`,
    why: `the service knows no such account (deployment.targets[0].account); it knows ${known.join(', ') || 'none'}`,
    remedy: 'Choose another account, or ask an operator to add it to the service',
  });
}

function unsealable(): Refusal {
  return refuse('bad-input', {
    what,
    why: 'the manifest has a Secret with data, and the service has no key to keep it sealed',
    remedy: 'An operator can set sealingKeyFiles; or leave the Secret out of the manifest',
  });
}

interface Prepare {
  readonly id: string;
  readonly account: string;
  readonly plan: Plan;
  readonly policy: DeploymentPolicy;
}

function newRecord({ clock }: Services, claim: Claim, prepared: Prepare): DeploymentRecord {
  const now = clock.now();
  const sentence = `Accepted; ${count(prepared.plan.objects.length)} will be applied to ${prepared.account}.`;
  const record: DeploymentRecord = {
    ...prepared,
    stage: claim.stage,
    application: claim.application,
    requester: claim.runAs,
    phase: 'accepted',
    status: 'RUNNING',
    progress: sentence,
    summary: sentence,
    before: [],
    applied: [],
    bindings: [],
    rollouts: [],
    events: [],
    phaseSince: now,
    createdAt: now,
  };
  return withEvent(record, sentence, now);
}

function count(objects: number): string {
  return objects === 1 ? '1 object' : `${objects} objects`;
}

/** A later attempt of a stage takes its open deployment up when it would do the same, and replaces it when not. */
async function keep(services: Services, record: DeploymentRecord): Promise<StartResult> {
  const { store, clock } = services;
  const by = await actorOf(services, record.requester, 'orca');
  const earlier = await store.findOpen(record.stage.executionId, record.stage.stageId);
  if (earlier !== undefined) {
    if (sameWork(earlier, record)) {
      await store.adopt(earlier.id, record.stage, by);
      services.log.info({ deployment: earlier.id, attempt: record.stage.attempt }, 'attempt adopted');
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
  const created = await store.create(record, workloadsOf(record), by);
  switch (created.kind) {
    case 'created':
      services.log.info(
        { deployment: record.id, application: record.application, account: record.account, ...record.stage },
        'deployment accepted',
      );
      services.wake(record.id);
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
    what,
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

function inProgress(held: HeldWorkload): Refusal {
  const remedy =
    held.by.outcome === undefined
      ? 'Wait for it, or decide about it first: approve, promote fully or abort it in its pipeline execution, or cancel that'
      : 'Wait until that is done; the next run of the stage takes it over again';
  return refuse('in-progress', { what, on: `Rollout ${held.workload.name}`, why: heldBy(held), remedy });
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
