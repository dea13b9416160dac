import { setTimeout as pause } from 'node:timers/promises';
import { jittered } from '../backoff.ts';
import { approvalMessage, callsFor } from '../deployment/approver-call.ts';
import type { CallKey } from '../deployment/approver-call.ts';
import { askedApproval } from '../deployment/asked-approval.ts';
import type { AskedApproval } from '../deployment/asked-approval.ts';
import type { DecisionRecord, DeploymentRecord } from '../deployment/record.ts';
import { defined } from '../contract/defined.ts';
import type { CallResult, Notifications } from '../ports.ts';
import type { Services } from './services.ts';

export interface CallTimes {
  /** At most so long before the second try, the third, and so on: when they are over, it is given up. */
  readonly pausesMilliseconds: readonly number[];
  /** How long a call that was begun may take until whoever made it must have been stopped. */
  readonly lostMilliseconds: number;
}

export const defaultCallTimes: CallTimes = {
  pausesMilliseconds: [1000, 5000, 25_000, 60_000],
  lostMilliseconds: 60_000,
};

const lost = 'Whether it arrived is not known: the service was stopped while it was sent.';

/** Calls the approvers of one deployment, beside the looks at it, which never wait for it. */
export class ApproverCalls {
  readonly #services: Services;
  readonly #times: CallTimes;
  readonly #stopped = new AbortController();
  /** Approvals for which everything is done. */
  readonly #done = new Set<string>();
  /** By approval: one that can't be sent must not hold up the next. */
  readonly #running = new Map<string, Promise<void>>();

  constructor(services: Services, times: CallTimes = defaultCallTimes) {
    this.#services = services;
    this.#times = times;
  }

  /** Told after each look; returns at once. */
  notice(record: DeploymentRecord, decisions: readonly DecisionRecord[]): void {
    const { notifications } = this.#services;
    if (notifications === undefined || record.policy.notifications === undefined) return;
    const asked = record.outcome === undefined ? askedApproval(record.rollouts, decisions) : undefined;
    if (asked === undefined) return;
    const name = nameOf(asked);
    if (this.#running.has(name) || this.#done.has(name)) return;
    const calling = this.#callAll(notifications, record, asked)
      .catch((err: unknown) => {
        this.#services.log.warn({ err, deployment: record.id }, 'approvers could not be called');
      })
      .finally(() => this.#running.delete(name));
    this.#running.set(name, calling);
  }

  /** Resolves when what is being sent has ended. What is left is done by the replica that goes on. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running.values());
  }

  async #callAll(notifications: Notifications, record: DeploymentRecord, asked: AskedApproval): Promise<void> {
    const { store } = this.#services;
    const calls = callsFor(record, asked);
    await store.noteCalls(calls);
    await store.giveUpCalls(record.id, { milliseconds: this.#times.lostMilliseconds, reason: lost });
    await Promise.all(calls.map((call) => this.#call(notifications, record, { call, asked })));
    const all = await store.calls(record.id);
    if (all.every(({ state }) => state === 'sent' || state === 'failed')) this.#done.add(nameOf(asked));
  }

  async #call(
    notifications: Notifications,
    record: DeploymentRecord,
    { call, asked }: { readonly call: CallKey; readonly asked: AskedApproval },
  ): Promise<void> {
    const { store, settings, measures } = this.#services;
    const deckUrl = defined({ deckUrl: settings.deckUrl });
    const message = approvalMessage(record, { asked, recipient: call.recipient, ...deckUrl });
    let attempt = message === undefined ? undefined : await store.takeCall(call);
    while (message !== undefined && attempt !== undefined) {
      const wait = this.#times.pausesMilliseconds[attempt - 1];
      const result = this.#resultOf(call, await notifications.send(message), wait);
      measures.called(result.state);
      await store.settleCall(call, result);
      if (result.state !== 'due') return;
      await pause(wait === undefined ? 0 : jittered(wait), undefined, { signal: this.#stopped.signal }).catch(
        () => undefined,
      );
      if (!(await this.#isStillAsked(call))) return;
      attempt = await store.takeCall(call);
    }
  }

  #resultOf(
    { deploymentId, stepIndex }: CallKey,
    sent: Awaited<ReturnType<Notifications['send']>>,
    wait: number | undefined,
  ): CallResult {
    const { log, measures } = this.#services;
    if (sent.kind === 'sent') {
      log.info({ deployment: deploymentId, step: stepIndex }, 'approvers called');
      return { state: 'sent' };
    }
    const { reason, again, cause: err } = sent;
    log.warn({ deployment: deploymentId, step: stepIndex, reason, again, err }, 'approvers could not be called');
    if (!again || wait === undefined) return { state: 'failed', reason };
    measures.retry('approver call', err);
    return { state: 'due', reason };
  }

  /** A call about what was decided meanwhile would only confuse. */
  async #isStillAsked(call: CallKey): Promise<boolean> {
    const { store, measures } = this.#services;
    const [record, decisions] = await Promise.all([store.read(call.deploymentId), store.decisions(call.deploymentId)]);
    const open = record !== undefined && record.outcome === undefined;
    const asked = open ? askedApproval(record.rollouts, decisions) : undefined;
    if (asked !== undefined && asked.stepIndex === call.stepIndex && asked.round === call.round)
      return !this.#stopped.signal.aborted;
    measures.called('overtaken');
    await store.settleCall(call, { state: 'failed', reason: 'it was decided before Echo could be reached.' });
    return false;
  }
}

function nameOf({ stepIndex, round }: AskedApproval): string {
  return `${round}/${stepIndex}`;
}
