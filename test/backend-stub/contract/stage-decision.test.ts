import fc from 'fast-check';
import { commentLimit } from '../../../backend-stub/contract/decision.ts';
import { readStageDecision, stageActions } from '../../../backend-stub/contract/stage-decision.ts';

const decision = {
  nonce: 'n',
  by: 'alice@example.com',
  action: 'approve',
  seen: [{ rollout: 'web', podHash: '5d7c9f', stepIndex: 1 }],
  comment: 'Looks good.',
};

describe('what lies on a stage', () => {
  it.each(stageActions)('is read as a decision: %s', (action) => {
    expect(readStageDecision({ ...decision, action })).toEqual({ ...decision, action });
    const { comment: _none, ...silent } = { ...decision, action };
    expect(readStageDecision(silent)).toEqual(silent);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', [decision]],
    ['one key more', { ...decision, more: true }],
    ['no nonce', { ...decision, nonce: '' }],
    ['a name that is none', { ...decision, by: ['alice@example.com'] }],
    ['an action that is none', { ...decision, action: 'start' }],
    ['nothing that was seen', { ...decision, seen: undefined }],
    ['a step that is none', { ...decision, seen: [{ rollout: 'web', podHash: 'a', stepIndex: -1 }] }],
    ['a step that is text', { ...decision, seen: [{ rollout: 'web', podHash: 'a', stepIndex: '1' }] }],
    ['a rollout that is none', { ...decision, seen: ['web'] }],
    ['more than any deployment has', { ...decision, seen: Array.from({ length: 201 }, () => decision.seen[0]) }],
    ['a comment without end', { ...decision, comment: 'x'.repeat(commentLimit + 1) }],
    ['a sign that can not be stored', { ...decision, comment: '\u0000' }],
  ])('is no decision with %s', (_case, value) => {
    expect(readStageDecision(value)).toBeUndefined();
  });

  it('is never more than it says, whatever somebody laid there', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            nonce: fc.string(),
            by: fc.jsonValue(),
            action: fc.constantFrom(...stageActions),
            seen: fc.jsonValue(),
          }),
        ),
        (value) => {
          const read = readStageDecision(value);
          if (read !== undefined) expect(read).toEqual(value);
        },
      ),
    );
  });
});
