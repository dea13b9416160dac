import type { GiveBackReport } from '../contract/give-back.ts';
import type { OriginReport, StageOriginReport } from '../contract/origin.ts';
import type { DecisionReport, DeploymentReport, ObjectReport } from '../contract/report.ts';
import { neutralise } from '../contract/expressions.ts';
import type { Refusal } from '../contract/refusal.ts';
import { withCalls } from '../deployment/approver-call.ts';
import type { Origin } from '../deployment/origin.ts';
import type { DecisionRecord, DeploymentRecord, GiveBackRecord, PlannedObject } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import type { AccountDescription } from '../ports.ts';
import { isPersonal } from './commands.ts';
import { guard } from './guard.ts';
import type { Services } from './services.ts';

const silence = 180_000;
const mostListed = 50;

export type DeploymentsView = { readonly kind: 'found'; readonly deployments: readonly DeploymentReport[] } | Refusal;

/** Whose deployments of which application are asked for, and on which accounts; absent: on all. */
export interface ApplicationLook {
  readonly user: string;
  readonly application: string;
  readonly accounts?: readonly string[];
}

/** The latest deployments of an application, newest first. */
export async function viewApplication(
  services: Services,
  { user, application, accounts }: ApplicationLook,
): Promise<DeploymentsView> {
  const hidden = await guard(services, { action: 'view', user, application, account: '' });
  if (hidden !== undefined) return hidden;
  const records = await services.store.byApplication(application, mostListed, accounts);
  return { kind: 'found', deployments: await Promise.all(records.map((record) => reportDeployment(services, record))) };
}

export interface AccountReport extends Omit<AccountDescription, 'tenant'> {
  /** Whether this user may deploy to it: WRITE, by Fiat. */
  readonly authorized: boolean;
}

/** Accounts that the user may read or write; with `access: open`, all of them. */
export async function viewAccounts(
  { authorizations, controlPlane }: Services,
  user: string,
): Promise<readonly AccountReport[]> {
  const accounts = controlPlane.accounts().map(({ tenant: _tenant, ...account }) => account);
  if (authorizations.mode === 'open') return accounts.map((account) => ({ ...account, authorized: true }));
  const permissions = await authorizations.permissions(user);
  if (permissions === undefined) return [];
  return accounts.flatMap((account) => {
    const granted = permissions.accounts.get(account.name.toLowerCase()) ?? [];
    if (granted.length === 0 && !permissions.admin) return [];
    return [{ ...account, authorized: permissions.admin || granted.includes('WRITE') }];
  });
}

/** What is kept of a deployment, as people see it. Asks no cluster. */
export async function reportDeployment(
  { store, authorizations, clock, settings }: Services,
  record: DeploymentRecord,
): Promise<DeploymentReport> {
  const [decisions, sinceLastPoll, calls] = await Promise.all([
    store.decisions(record.id),
    store.sinceLastPoll(record.id),
    record.policy.notifications === undefined ? [] : store.calls(record.id),
  ]);
  const quiet = sinceLastPoll ?? clock.now().getTime() - record.createdAt.getTime();
  return {
    id: record.id,
    application: record.application,
    ...reportOrigin(record.origin, quiet > silence ? 'silent' : 'asking'),
    ...defined({ outcome: record.outcome, endedAt: record.endedAt?.toISOString() }),
    account: record.account,
    requester: neutralise(record.requester),
    phase: record.phase,
    phaseSince: record.phaseSince.toISOString(),
    summary: record.summary,
    steps: record.policy.steps,
    rollouts: record.rollouts.map((rollout) => ({
      ...rollout,
      sentence: neutralise(rollout.sentence),
      images: rollout.images.map(neutralise),
      troubles: rollout.troubles.map(neutralise),
    })),
    objects: record.plan.objects.map(reportObject),
    warnings: [...record.plan.warnings, ...(record.warnings ?? [])].map(neutralise),
    decisions: decisions.flatMap(reportDecision),
    events: withCalls(record, calls),
    onFailure: record.policy.onFailure,
    onCancel: record.policy.onCancel,
    onOutsidePromotion: record.policy.onOutsidePromotion ?? 'accept',
    access: authorizations.mode,
    ...(settings.decisions === 'stage' ? { decisionChannel: 'stage' } : {}),
    createdAt: record.createdAt.toISOString(),
  };
}

function reportOrigin(origin: Origin, orca: StageOriginReport['orca']): OriginReport {
  switch (origin.kind) {
    case 'stage': {
      const pipeline = origin.pipeline === undefined ? undefined : neutralise(origin.pipeline);
      return { startedBy: 'stage', ...origin.stage, ...defined({ pipeline }), orca };
    }
    case 'machine':
      return { startedBy: 'machine', machine: neutralise(origin.subject) };
  }
}

/** Kind and name only: a Secret's data, sealed or not, never leaves the service. */
export function reportObject({ object, treatment, restoredByAbort }: PlannedObject): ObjectReport {
  const { name, namespace } = object.metadata;
  return { kind: object.kind, name, treatment, restoredByAbort, ...defined({ namespace }) };
}

export function reportDecision(decision: DecisionRecord): readonly DecisionReport[] {
  const { id, action, by, asAdmin, at, state, comment, result } = decision;
  if (!isPersonal(action)) return [];
  return [{ id, action, by, ...defined({ asAdmin }), at: at.toISOString(), state, ...defined({ comment, result }) }];
}

export function reportGiveBack({ id, by, asAdmin, at, state, sentence }: GiveBackRecord): GiveBackReport {
  return { id, by, ...defined({ asAdmin }), at: at.toISOString(), state, sentence: neutralise(sentence) };
}
