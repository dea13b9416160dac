import { notificationTypes } from '../../backend-stub/contract/notifications.ts';
import { isRecord, listAt, recordAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { SmallService, type Asked, type SmallAnswer } from './small-service.ts';

/** One call of approvers as Echo would have passed it on. */
export interface ReceivedNotification {
  /** In capitals: `SLACK`. */
  readonly notificationType: string;
  readonly to: readonly string[];
  readonly severity: string;
  readonly application: string;
  readonly executionId: string;
  readonly subject: string;
  readonly body: string;
  readonly at: Date;
}

export interface SmallEcho {
  readonly url: string;
  readonly service: SmallService;
  /** In the order in which they came; only those that were passed on. */
  received(): readonly ReceivedNotification[];
  close(): Promise<void>;
}

/**
 * A small Echo: `POST /notifications`, which sends nothing anywhere and keeps what it got. As NotificationController in its
 * source does, it answers nothing at all for a type whose service is not switched on. `service` makes it be down, slow
 * (`hold`), or answer otherwise.
 */
export async function startEcho(switchedOn: readonly string[] = notificationTypes): Promise<SmallEcho> {
  const received: ReceivedNotification[] = [];
  const types = new Set(switchedOn.map((type) => type.toUpperCase()));
  const service = await SmallService.start((asked) => respond(asked, { types, received }));
  return { url: service.url, service, received: () => received, close: () => service.close() };
}

interface Inbox {
  readonly types: ReadonlySet<string>;
  readonly received: ReceivedNotification[];
}

function respond({ method, path, headers, body }: Asked, { types, received }: Inbox): SmallAnswer {
  if (method !== 'POST' || path !== '/notifications') return { status: 404, body: { status: 404, error: 'Not Found' } };
  if (headers['content-type']?.startsWith('application/json') !== true)
    return { status: 415, body: { status: 415, error: 'Unsupported Media Type' } };
  const notification: unknown = JSON.parse(body);
  const type = textAt(notification, 'notificationType');
  if (type === undefined || !isRecord(notification))
    return { status: 400, body: { status: 400, error: 'Bad Request' } };
  if (!types.has(type)) return { status: 200 };
  received.push(readNotification(notification, type));
  return { status: 200, body: { value: null } };
}

function readNotification(notification: unknown, notificationType: string): ReceivedNotification {
  const source = recordAt(notification, 'source');
  const context = recordAt(notification, 'additionalContext');
  return {
    notificationType,
    to: listAt(notification, 'to').map(String),
    severity: textAt(notification, 'severity') ?? '',
    application: textAt(source, 'application') ?? '',
    executionId: textAt(source, 'executionId') ?? '',
    subject: textAt(context, 'subject') ?? '',
    body: textAt(context, 'body') ?? '',
    at: new Date(),
  };
}
