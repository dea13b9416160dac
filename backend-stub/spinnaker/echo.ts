import type { ApprovalMessage } from '../deployment/approver-call.ts';
import type { Notifications, SendResult } from '../ports.ts';
import type { Answer } from './answer.ts';
import { NoAnswer } from './errors.ts';
import { messageText } from './message-text.ts';
import { serviceClient, type ServiceOptions } from './service-client.ts';

/**
 * Echo's `POST /notifications`, as Orca calls it for a manual judgment (EchoService and NotificationController in their
 * sources): JSON, and no identity is asked for. Default time: 10 s, since Echo answers when Slack or the mail server has.
 */
export function echoNotifications(options: ServiceOptions): Notifications {
  const service = serviceClient({ timeoutMilliseconds: 10_000, ...options });
  return {
    async send(message) {
      try {
        return resultOf(await service.post('/notifications', bodyOf(message)), message);
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        return noAnswer(error);
      }
    },
  };
}

/**
 * Without a `templateGroup` Echo sends our own words: its templates say "awaiting manual judgment" and know no roles.
 * `MARKDOWN` is the formatter that changes nothing; the default makes HTML of subjects too.
 */
function bodyOf(message: ApprovalMessage): unknown {
  const { type, address, subject, application, executionId, requester, pipeline } = message;
  return {
    notificationType: type.toUpperCase(),
    to: [address],
    severity: 'HIGH',
    source: {
      ...(executionId === undefined ? {} : { executionType: 'pipeline', executionId }),
      application,
      user: requester,
    },
    additionalContext: {
      formatter: 'MARKDOWN',
      subject,
      body: messageText(message),
      ...(pipeline === undefined ? {} : { execution: { name: pipeline } }),
    },
  };
}

function resultOf({ status, text }: Answer, { type }: ApprovalMessage): SendResult {
  if (status >= 200 && status < 300) return text.trim() === '' ? notServed(type) : { kind: 'sent' };
  // Not what it says: it may repeat the address of a webhook, which is a secret.
  const reason = `Echo answered ${status}; its log says why.`;
  return { kind: 'failed', reason, again: status === 429 || status >= 500 };
}

/** Echo takes every type, and says nothing at all where no service of it is switched on (NotificationController.create). */
function notServed(type: string): SendResult {
  return { kind: 'failed', reason: `Echo has no service for ${type} switched on; an operator can.`, again: false };
}

/** What may have arrived is not sent again: nobody wants to be called twice. */
function noAnswer(cause: NoAnswer): SendResult {
  if (cause.delivered === 'no') return { kind: 'failed', reason: "Echo can't be reached.", again: true, cause };
  const reason = 'Whether it arrived is not known: Echo did not answer in time, or the connection broke.';
  return { kind: 'failed', reason, again: false, cause };
}
