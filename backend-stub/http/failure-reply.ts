import { neutralise } from '../contract/expressions.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal, RefusalReason } from '../contract/refusal.ts';
import { RequestRefused } from './request-refused.ts';
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
  // Orca is told to ask again first, and only when that has gone on for too long is it told so.
  'unknown-user': 424,
  unreachable: 424,
  // Orca asks again, whatever it asked for but a cancel.
  'too-many': 429,
};

/** A sentence may quote what a caller wrote. Orca evaluates whatever it is answered, and nobody has to tell who else does. */
function failureReply(statusCode: number, error: string, sentence: string): FailureReply {
  return { statusCode, body: { error, message: neutralise(sentence) } };
}

export function refusalReply({ reason, sentence }: Refusal): FailureReply {
  return failureReply(refusalStatus[reason], reason, sentence);
}

export type Listener = 'orca' | 'people';

/** What could not be asked, or answered otherwise than now: not the caller's fault, and worth another try. */
const unavailable: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'ExecutionsUnavailable',
  'AuthorizationsUnavailable',
  'ApplicationsUnavailable',
  'PipelinesUnavailable',
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
  if (unavailable.has(name)) return failureReply(listener === 'orca' ? 503 : 424, 'unavailable', sentence);
  if (overtaken.has(name))
    return listener === 'orca' ? failureReply(503, 'unavailable', sentence) : failureReply(409, 'stale', sentence);
  if (clusterRefusals.has(name)) return failureReply(409, 'refused-by-cluster', sentence);
  return badRequest(error) ?? fault;
}

/** Its reason stays in the log: it may quote what people must not see. */
const fault: FailureReply = {
  statusCode: 500,
  body: { error: 'fault', message: "Something went wrong in the service; an operator finds it in the service's log." },
};

/** The form of a request is wrong; `why` is a part of a sentence. */
export function requestReply(statusCode: number, why: string): FailureReply {
  const remedy = 'GET /v1/openapi.json says what is taken here';
  const { sentence } = refuse('bad-input', { what: 'The request', why, remedy });
  return failureReply(statusCode, 'bad-input', sentence);
}

/**
 * Ours, and Fastify's own: a body that is no JSON, too large, of another type, or not of the route's shape. An error of
 * another library with a status code in it is about some other request.
 */
function badRequest(error: unknown): FailureReply | undefined {
  if (error instanceof RequestRefused) return requestReply(error.statusCode, error.message);
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined;
  const { code, statusCode } = error;
  if (typeof code !== 'string' || !code.startsWith('FST_') || typeof statusCode !== 'number') return undefined;
  if (statusCode < 400 || statusCode >= 500) return undefined;
  return requestReply(statusCode, error.message);
}
