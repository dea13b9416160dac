import { doubtAbout, nonceSeconds } from '../../../backend-stub/access/stage-decision.ts';
import type { StageSight } from '../../../backend-stub/access/stage-decision.ts';

const decision = { nonce: 'n', by: 'Alice@example.com', action: 'approve', seen: [] } as const;
const nonce = { nonce: 'n', deploymentId: 'd', action: 'approve', by: 'alice@example.com', expired: false } as const;
const sight: StageSight = { deploymentId: 'd', decision, stamp: { user: 'alice@EXAMPLE.com', at: 2000 }, nonce };
const before = { ...nonce, stamp: { user: 'alice@EXAMPLE.com', at: 1000 } };

describe('a decision on a stage', () => {
  it.each<readonly [string, Partial<StageSight>]>([
    ['as it should be, whatever the case of names', {}],
    ['of who had written the stage before', { nonce: before }],
    [
      'of who writes the stage after somebody else, in the same moment',
      { nonce: { ...nonce, stamp: { user: 'bob', at: 2000 } } },
    ],
    ['by a clock of Orca that was set back', { nonce: { ...nonce, stamp: { user: 'alice@EXAMPLE.com', at: 9000 } } }],
  ])('counts: %s', (_case, changes) => {
    expect(doubtAbout({ ...sight, ...changes })).toBeUndefined();
  });

  it.each<readonly [string, Partial<StageSight>, string]>([
    ['nobody is stamped', { stamp: undefined }, 'not-allowed'],
    ['somebody else is stamped', { stamp: { user: 'bob@example.com', at: 2000 } }, 'not-allowed'],
    ['nobody has a name', { stamp: { user: '', at: 2000 }, decision: { ...decision, by: '' } }, 'not-allowed'],
    ['its nonce was seen before', { nonce: undefined }, 'stale'],
    ['its nonce is of another deployment', { nonce: { ...nonce, deploymentId: 'e' } }, 'not-allowed'],
    ['its nonce is for another action', { nonce: { ...nonce, action: 'abort' } }, 'not-allowed'],
    ['its nonce was asked for by somebody else', { nonce: { ...nonce, by: 'bob@example.com' } }, 'not-allowed'],
    ['its nonce is too old', { nonce: { ...nonce, expired: true } }, 'stale'],
    ['nobody has written the stage since', { nonce: { ...nonce, stamp: sight.stamp ?? before.stamp } }, 'not-allowed'],
  ])('does not count where %s', (_case, changes, reason) => {
    expect(doubtAbout({ ...sight, ...changes })).toMatchObject({
      reason,
      sentence: expect.stringMatching(/^Approving on deployment d was refused: .+\. Nothing was decided; /),
    });
  });

  it('says how long a nonce is good', () => {
    expect(doubtAbout({ ...sight, nonce: { ...nonce, expired: true } })?.sentence).toContain(`${nonceSeconds} s`);
  });
});
