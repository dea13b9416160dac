import fc from 'fast-check';
import { approvalWait, tellsOfApproval } from '../../../backend-stub/contract/progress.ts';

describe('the progress line of a deployment that waits for people', () => {
  const place = { step: 2, steps: 4, roles: [] };

  it('says where it waits, and for whom', () => {
    expect(approvalWait(place)).toBe('waits at step 2 of 4 for approval');
    expect(approvalWait({ ...place, roles: ['release', 'sre'] })).toBe(
      'waits at step 2 of 4 for approval by release or sre',
    );
  });

  it('is recognised wherever it was written', () => {
    const places = fc.record({ step: fc.nat(), steps: fc.nat(), roles: fc.array(fc.string()) });
    fc.assert(
      fc.property(fc.array(places, { minLength: 1 }), (all) => {
        const line = all.map((one) => `Rollout web in shop ${approvalWait({ ...one, roles: [] })}.`).join(' ');
        expect(tellsOfApproval(line)).toBe(true);
      }),
    );
  });

  it.each([
    'Rollout web in shop waits at step 2 of 4 (pause for 5 minutes).',
    'Rollout web in shop is at step 2 of 4 (pause until approved): 1 of 4 pods has the new version.',
    'Rollout web in shop waits because it was paused by hand (spec.paused).',
    'Aborted by alice@example.com: no time for approval.',
    '',
  ])('is told from other lines: %s', (line) => {
    expect(tellsOfApproval(line)).toBe(false);
  });

  it('asks for nothing while one of several rollouts is still at another pause', () => {
    expect(
      tellsOfApproval(
        'Rollout a waits at step 4 of 6 for approval. Rollout b waits at step 2 of 6 (pause for 1 hour).',
      ),
    ).toBe(false);
  });
});
