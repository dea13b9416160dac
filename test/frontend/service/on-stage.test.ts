import { neutralise } from '../../../backend-stub/contract/expressions.ts';
import { readStageDecision } from '../../../backend-stub/contract/stage-decision.ts';
import { createStageService } from '../../../frontend/service/client.ts';
import type { Call, Response } from '../../../frontend/service/request.ts';

const heard: Call[] = [];
const laid: unknown[] = [];
let body: unknown;
let gate: Response;
const service = createStageService({
  request: async (call) => {
    heard.push(call);
    return { kind: 'answer', status: 200, body };
  },
  patchStage: async (place, context) => {
    laid.push({ ...place, context });
    return gate;
  },
});

describe('a decision that is laid on the stage', () => {
  const place = { executionId: 'execution', stageId: 'stage' };
  const decided = { id: 'n1', action: 'abort', by: 'alice', at: '2026-11-22T22:11:24Z', state: 'done' } as const;
  const seen = [{ rollout: 'shop', podHash: 'a1', stepIndex: 1 }];
  const onStage = () => service.onStage(place, 'alice');
  beforeEach(() => {
    heard.length = laid.length = 0;
    gate = { kind: 'answer', status: 200, body: {} };
  });

  it('lies there whole, with a nonce for it, before the service is told to look', async () => {
    body = { nonce: 'n1', seconds: 30, decision: decided };
    const comment = 'errors: ${1+1}';
    expect(await onStage().decide('d1', { action: 'abort', seen, comment })).toEqual(decided);
    expect(heard).toEqual([
      { method: 'POST', path: ['v1', 'deployments', 'd1', 'nonces'], body: { action: 'abort' } },
      { method: 'POST', path: ['v1', 'deployments', 'd1', 'stage-decisions'], body: { nonce: 'n1' } },
    ]);
    const decision = { nonce: 'n1', by: 'alice', action: 'abort', seen, comment: neutralise(comment) };
    expect(laid).toEqual([{ ...place, context: { gennakerDecision: decision } }]);
    expect(readStageDecision(decision)).toEqual(decision);
  });

  it('may be to give back', async () => {
    const giveBack = { id: 'n1', by: 'alice', at: '2026-11-22T22:11:24Z', state: 'accepted', sentence: 'Accepted.' };
    body = { nonce: 'n1', seconds: 30, giveBack };
    expect(await onStage().giveBack('d1')).toEqual(giveBack);
    const decision = { nonce: 'n1', by: 'alice', action: 'giveBack', seen: [] };
    expect(laid).toEqual([{ ...place, context: { gennakerDecision: decision } }]);
  });

  it.each<readonly [Response, string, string]>([
    [{ kind: 'no-answer', why: 'Gate could not be reached' }, 'ServiceRefused', 'Gate could not be reached'],
    [
      { kind: 'answer', status: 403, body: { message: 'Access denied to application SHOP.' } },
      'ServiceRefused',
      'Gate answered 403: Access denied to application SHOP). Nothing was decided.',
    ],
    [{ kind: 'answer', status: 500, body: undefined }, 'ServiceRefused', 'Gate answered 500). Nothing was decided.'],
    [{ kind: 'answer', status: 401, body: undefined }, 'SessionEnded', 'Your session has ended.'],
  ])('that Gate does not take is none, and nobody is told to look for it: %j', async (answered, name, sentence) => {
    body = { nonce: 'n1', seconds: 30 };
    gate = answered;
    await expect(onStage().decide('d1', { action: 'abort', seen })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(sentence),
    });
    expect(heard.map(({ path }) => path[3])).toEqual(['nonces']);
  });
});
