import { REST } from '@spinnaker/core';
import { fieldOf } from './field-of.ts';
import type { Call, PatchStage, Request, Response } from '../service/request.ts';

/**
 * Calls through Deck's own client, which sends the session's cookie and asks for a new login when the session is over.
 * A header of our own would fail where Gate and Deck have different origins: Gate's CORS rules name those that it takes.
 */
export function gateRequest(proxyId: string): Request {
  return (call) => answered(send(proxyId, call));
}

/** What became of a call of Deck's client; never rejects. */
export async function answered(call: PromiseLike<unknown>): Promise<Response> {
  try {
    return { kind: 'answer', status: 200, body: await call };
  } catch (failure) {
    return readFailure(failure);
  }
}

/** Gate passes it to Orca, which asks Fiat for EXECUTE and writes down who it was. */
export const patchStage: PatchStage = async ({ executionId, stageId }, context) => {
  try {
    const body: unknown = await REST('/pipelines').path(executionId, 'stages', stageId).patch(context);
    return { kind: 'answer', status: 200, body };
  } catch (failure) {
    return readFailure(failure);
  }
};

async function send(proxyId: string, { method, path, query = {}, body }: Call): Promise<unknown> {
  const request = REST('/proxies')
    .path(proxyId, ...path)
    .query(query);
  const answer: unknown = await (method === 'GET' ? request.get() : request.post(body));
  return answer;
}

/** Current Decks reject with an `$http` response, newer ones with an error that carries the same fields, and neither in every case. */
function readFailure(failure: unknown): Response {
  const status = fieldOf(failure, 'status');
  if (typeof status === 'number' && status > 0) return { kind: 'answer', status, body: fieldOf(failure, 'data') };
  if (fieldOf(failure, 'originalResult') !== undefined) return { kind: 'answer', status: 200, body: undefined };
  const timedOut = fieldOf(failure, 'xhrStatus') === 'timeout';
  return { kind: 'no-answer', why: timedOut ? 'no answer came in time' : 'Gate could not be reached' };
}
