import type { RefusalReason } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { ErrorReply } from './schemas.ts';

export interface FailureReply {
  readonly statusCode: number;
  readonly body: ErrorReply;
}

/**
 * Chosen for what the caller does next. Orca gives up at once on these (on POST all 4xx but 429; on polls all but 404,
 * 408 and 429, by plugin.yaml), and a refusal is meant to end the stage.
 */
const refusalStatus: Readonly<Record<RefusalReason, number>> = {
  'bad-input': 400,
  'not-built': 400,
  'not-authenticated': 401,
  'not-allowed': 403,
  'not-ours': 403,
  'not-found': 404,
  'in-progress': 409,
  stale: 409,
  finished: 409,
  'not-possible': 409,
  // Only people are told so: what Orca asks for is asked again.
  unreachable: 424,
};

export function refusalReply({ reason, sentence }: Refusal): FailureReply {
  return { statusCode: refusalStatus[reason], body: { error: reason, message: sentence } };
}

export type Listener = 'orca' | 'people';

/** What could not be asked, or answered otherwise than now: not the caller's fault, and worth another try. */
const unavailable: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'ExecutionsUnavailable',
  'AuthorizationsUnavailable',
  'IssuerUnavailable',
  'ClusterUnreachable',
  'ClusterBusy',
  'ClusterConflict',
  // While a key is changed, replicas with the old and the new one run side by side.
  'SealingKeyMissing',
  'SealingKeyWrong',
]);

/** Somebody else was faster. Orca's second try finds what they did; a person has to look again. */
const overtaken: ReadonlySet<string> = new Set(['DeploymentNotOpen', 'DecisionOvertaken', 'AttemptTaken', 'LeaseLost']);

/** What a cluster said no to: the sentence helps the person, and a repeat does not. */
const clusterRefusals: ReadonlySet<string> = new Set([
  'AccountUnknown',
  'ClusterForbidden',
  'ClusterRejected',
  'NamespaceMissing',
  'KindUnknown',
  'ObjectMissing',
]);

/**
 * `listener` matters for what is unavailable: Orca repeats a 503, while Gate turns every 5xx into a 502 without its
 * sentence, so people get 424 (a service that this one depends on failed).
 */
export function errorReply(error: unknown, listener: Listener): FailureReply {
  const { name, message } = error instanceof Error ? error : new Error('Something else than an error was thrown.');
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  if (unavailable.has(name))
    return { statusCode: listener === 'orca' ? 503 : 424, body: { error: 'unavailable', message: sentence } };
  if (overtaken.has(name))
    return {
      statusCode: listener === 'orca' ? 503 : 409,
      body: { error: listener === 'orca' ? 'unavailable' : 'stale', message: sentence },
    };
  if (clusterRefusals.has(name)) return { statusCode: 409, body: { error: 'refused-by-cluster', message: sentence } };
  return badRequest(error) ?? fault;
}

/** Its reason stays in the log: it may quote what people must not see. */
const fault: FailureReply = {
  statusCode: 500,
  body: { error: 'fault', message: "Something went wrong in the service; an operator finds it in the service's log." },
};

/**
 * Only Fastify's own: a body that is no JSON, too large, of another type, or not of the route's shape. An error of
 * another library with a status code in it is about some other request.
 */
function badRequest(error: unknown): FailureReply | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  const { code, statusCode } = error;
  if (typeof code !== 'string' || !code.startsWith('FST_') || typeof statusCode !== 'number') return undefined;
  if (statusCode < 400 || statusCode >= 500) return undefined;
  return { statusCode, body: { error: 'bad-input', message: `The request was refused: ${error.message}.` } };
}
