import type { DeploymentConfiguration } from '../contract/deployment.ts';
import { problemText, refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Origin } from '../deployment/origin.ts';
import { planDeployment } from '../deployment/plan.ts';
import { policyOf } from '../deployment/policy.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { holdsSecretData } from '../deployment/secret-data.ts';
import type { AccountDescription } from '../ports.ts';
import { notificationWarnings } from './notification-warnings.ts';
import type { Services } from './services.ts';
import { withEvent } from './transition.ts';

/** Somebody who may, and what they ask for. */
export interface AskedDeployment {
  readonly origin: Origin;
  readonly application: string;
  readonly requester: string;
  readonly deployment: DeploymentConfiguration;
  /** That whoever asks may know of. */
  readonly accounts: readonly AccountDescription[];
}

export type Prepared = { readonly kind: 'prepared'; readonly record: DeploymentRecord } | Refusal;

export const starting = 'Starting a deployment';

/** The record of a deployment that has not begun, or why it can't be. Asks no cluster and no Fiat, and keeps nothing. */
export function prepareDeployment(services: Services, asked: AskedDeployment): Prepared {
  const { deployment, application, origin } = asked;
  const { account: name } = deployment.targets[0];
  const account = asked.accounts.find((candidate) => candidate.name === name);
  if (account === undefined) return unknownAccount(asked.accounts, name);
  const id = services.newId();
  const marks = origin.kind === 'stage' ? { executionId: origin.stage.executionId } : {};
  const planned = planDeployment({ deployment, application, account, deploymentId: id, ...marks });
  if (planned.kind === 'invalid') return invalid(problemText(planned.problems), origin);
  if (holdsSecretData(planned.plan) && !services.settings.canSeal) return unsealable();
  const warnings = [...planned.plan.warnings, ...notificationWarnings(deployment, services)];
  const plan = { ...planned.plan, warnings };
  return { kind: 'prepared', record: newRecord(services, asked, { id, plan, policy: policyOf(deployment) }) };
}

export function unknownAccount(known: readonly AccountDescription[], name: string): Refusal {
  return refuse('bad-input', {
    what: starting,
    on: `account ${name}`,
    why: `the service knows no such account (deployment.targets[0].account); it knows ${known.map((account) => account.name).join(', ') || 'none'}`,
    remedy: 'Choose another account, or ask an operator to add it to the service',
  });
}

export function invalid(problems: string, { kind }: Pick<Origin, 'kind'>): Refusal {
  const remedy = kind === 'stage' ? 'Edit the stage' : 'Ask for it again, corrected';
  return refuse('bad-input', { what: starting, why: problems, remedy });
}

function unsealable(): Refusal {
  return refuse('bad-input', {
    what: starting,
    why: 'the manifest has a Secret with data, and the service has no key to keep it sealed',
    remedy: 'An operator can set sealingKeyFiles; or leave the Secret out of the manifest',
  });
}

function newRecord(
  { clock }: Services,
  { origin, application, requester, deployment }: AskedDeployment,
  planned: Pick<DeploymentRecord, 'id' | 'plan' | 'policy'>,
): DeploymentRecord {
  const now = clock.now();
  const { account } = deployment.targets[0];
  const from = origin.kind === 'stage' ? '' : ` from machine ${origin.subject}`;
  const sentence = `Accepted${from}; ${count(planned.plan.objects.length)} will be applied to ${account}.`;
  const record: DeploymentRecord = {
    ...planned,
    ...{ origin, application, requester, account },
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
