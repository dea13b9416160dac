import { defined } from '../contract/defined.ts';
import type { NotificationType } from '../contract/notifications.ts';
import { recipientLabel } from '../contract/notifications.ts';
import type { EventReport } from '../contract/report.ts';
import { neutralise } from '../contract/expressions.ts';
import { excludesRequester } from '../contract/steps.ts';
import type { AskedApproval } from './asked-approval.ts';
import type { DeploymentRecord } from './record.ts';

/** One recipient who is called about one approval, once. */
export interface CallKey {
  readonly deploymentId: string;
  readonly stepIndex: number;
  readonly round: number;
  /** Index among the stage's notifications. */
  readonly recipient: number;
}

/** `due`: to be sent, again perhaps. `sending`: under way, or whoever sent it was stopped. */
export interface ApproverCall extends CallKey {
  readonly state: 'due' | 'sending' | 'sent' | 'failed';
  readonly attempts: number;
  /** Why it failed, the last time. */
  readonly reason?: string;
  readonly changedAt: Date;
}

/** What the caller of approvers is told to say, in plain text. */
export interface ApprovalMessage {
  readonly type: NotificationType;
  readonly address: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** To the execution in Deck, where there is one and it is known where that is. */
  readonly link?: string;
  readonly application: string;
  /** Of the execution that waits; absent where a machine started the deployment. */
  readonly executionId?: string;
  readonly pipeline?: string;
  readonly requester: string;
}

export function callsFor({ id, policy }: DeploymentRecord, { stepIndex, round }: AskedApproval): readonly CallKey[] {
  return (policy.notifications ?? []).map((_each, recipient) => ({ deploymentId: id, stepIndex, round, recipient }));
}

/** Undefined for a recipient that the stage does not have. */
export function approvalMessage(
  record: DeploymentRecord,
  {
    asked,
    recipient,
    deckUrl,
  }: { readonly asked: AskedApproval; readonly recipient: number; readonly deckUrl?: string },
): ApprovalMessage | undefined {
  const to = record.policy.notifications?.[recipient];
  if (to === undefined) return undefined;
  const { application, requester, policy } = record;
  const { what, where, ...execution } = placeOf(record, deckUrl);
  const images = [...new Set(record.rollouts.flatMap((rollout) => rollout.images))];
  return {
    ...to,
    subject: `Approval needed: ${what} waits at step ${asked.stepIndex + 1} of ${policy.steps.length}`,
    paragraphs: [
      waits(record),
      ...(images.length === 0 ? [] : [`New version: ${images.join(', ')}. Started by ${requester}.`]),
      whoMay(record, asked),
      ...where,
    ],
    ...execution,
    ...{ application, requester },
  };
}

interface MessagePlace extends Pick<ApprovalMessage, 'link' | 'executionId' | 'pipeline'> {
  /** What waits. */
  readonly what: string;
  /** Where it is decided, as paragraphs; none where the link says so. */
  readonly where: readonly string[];
}

function placeOf({ id, application, origin }: DeploymentRecord, deckUrl: string | undefined): MessagePlace {
  switch (origin.kind) {
    case 'stage': {
      const { pipeline } = origin;
      const { executionId } = origin.stage;
      return {
        what: pipeline === undefined ? application : `${pipeline} (${application})`,
        where: deckUrl === undefined ? [`Open execution ${executionId} of application ${application} in Deck.`] : [],
        ...(deckUrl === undefined ? {} : { link: executionLink(deckUrl, { application, executionId }) }),
        ...defined({ pipeline }),
        executionId,
      };
    }
    case 'machine':
      return {
        what: `a deployment of machine ${origin.subject} (${application})`,
        where: [`It is deployment ${id}, which stands in no pipeline: it is decided about through Gate.`],
      };
  }
}

function waits({ rollouts }: DeploymentRecord): string {
  return rollouts
    .filter(({ situation }) => situation !== 'succeeded')
    .map(({ sentence }) => sentence)
    .join(' ');
}

function whoMay({ application, account, policy, requester }: DeploymentRecord, asked: AskedApproval): string {
  const { roles, stepIndex } = asked;
  const excluded = excludesRequester(policy.steps[stepIndex]) ? `, but not ${requester}` : '';
  const rights = `EXECUTE on application ${application} and WRITE on account ${account}${excluded}`;
  if (roles.length === 0) return `Whoever has ${rights} may approve.`;
  const needed = roles.length === 1 ? `the role ${roles.join('')}` : `one of the roles ${roles.join(', ')}`;
  return `Whoever has ${needed}, with ${rights}, may approve.`;
}

/** As Deck's own mails lead there (Echo, templates/manualJudgment). */
export function executionLink(
  deckUrl: string,
  { application, executionId }: { readonly application: string; readonly executionId: string },
): string {
  const path = [application, 'executions', 'details', executionId].map(encodeURIComponent).join('/');
  return `${deckUrl}/#/applications/${path}`;
}

/** What came of the calls, for the timeline; nothing of those that are still under way. */
export function callEvents(calls: readonly ApproverCall[], { policy }: DeploymentRecord): readonly EventReport[] {
  return calls.flatMap((call) => {
    const to = policy.notifications?.[call.recipient];
    const sentence = to === undefined ? undefined : sentenceOf(call, recipientLabel(to));
    return sentence === undefined ? [] : [{ at: call.changedAt.toISOString(), sentence: neutralise(sentence) }];
  });
}

function sentenceOf({ state, stepIndex, reason }: ApproverCall, recipient: string): string | undefined {
  switch (state) {
    case 'due':
    case 'sending':
      return undefined;
    case 'sent':
      return `Approvers were called about step ${stepIndex + 1}: ${recipient}.`;
    case 'failed':
      return `Approvers were not called about step ${stepIndex + 1} by ${recipient}: ${reason ?? 'nobody knows why.'}`;
  }
}

/** The timeline, with what came of calls at the time when it was known. */
export function withCalls(record: DeploymentRecord, calls: readonly ApproverCall[]): readonly EventReport[] {
  // Stable: events of one moment stay in their order. ISO 8601 in UTC sorts as text.
  return [...record.events, ...callEvents(calls, record)].sort((left, right) =>
    left.at === right.at ? 0 : left.at < right.at ? -1 : 1,
  );
}
