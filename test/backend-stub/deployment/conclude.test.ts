import fc from 'fast-check';
import { situations } from '../../../backend-stub/contract/report.ts';
import type { OpenPhase, SituationKind } from '../../../backend-stub/contract/report.ts';
import { conclude, defaultGraces } from '../../../backend-stub/deployment/conclude.ts';
import type { Conclusion } from '../../../backend-stub/deployment/conclude.ts';
import type { DeploymentPolicy } from '../../../backend-stub/deployment/record.ts';

const careful: DeploymentPolicy = { steps: [], onFailure: 'keep', onCancel: 'keep', onStall: 'wait' };

interface Standing {
  readonly policy?: Partial<DeploymentPolicy>;
  readonly phase?: OpenPhase;
  readonly seconds?: number;
  readonly promotedOutside?: readonly string[];
}

const concluded = (
  kinds: readonly SituationKind[],
  { policy = {}, phase = 'progressing', seconds = 0, promotedOutside = [] }: Standing = {},
): Conclusion =>
  conclude({
    situations: kinds.map((kind, index) => ({ kind, sentence: `Rollout ${index} is ${kind}.` })),
    policy: { ...careful, ...policy },
    phase,
    phaseSeconds: seconds,
    graces: defaultGraces,
    promotedOutside,
  });

const word = (conclusion: Conclusion): string =>
  `${conclusion.kind} ${conclusion.kind === 'open' ? conclusion.phase : conclusion.outcome}`;

describe('what a deployment concludes from its rollouts', () => {
  const cases: readonly (readonly [string, readonly SituationKind[], Standing, string])[] = [
    ['all have succeeded', ['succeeded', 'succeeded'], {}, 'ended succeeded'],
    ['one has succeeded and one still goes on', ['succeeded', 'progressing'], {}, 'open progressing'],
    ['one waits and one goes on: nobody is asked yet', ['waiting', 'progressing'], {}, 'open progressing'],
    ['one waits and the other is done', ['waiting', 'succeeded'], {}, 'open waiting'],
    ['one is not bound yet', ['unbound', 'waiting'], { phase: 'binding' }, 'open binding'],
    ['nobody looked at it for a minute', ['unbound'], { phase: 'binding', seconds: 60 }, 'open blocked'],
    ['nobody looked at it for two minutes', ['unbound'], { phase: 'blocked', seconds: 60 }, 'ended blocked'],
    ['its spec was just refused', ['blocked'], {}, 'open blocked'],
    ['its spec has been refused for a minute', ['blocked'], { phase: 'blocked', seconds: 60 }, 'ended blocked'],
    ['it stalls, and the stage waits', ['stalled'], { seconds: 9999, phase: 'stalled' }, 'open stalled'],
    ['it stalls, and the stage says abort', ['stalled', 'waiting'], { policy: { onStall: 'abort' } }, 'abort failed'],
    ['it was deleted', ['deleted', 'waiting'], {}, 'ended deleted'],
    [
      'it was deleted, and the stage says abort',
      ['deleted', 'waiting'],
      { policy: { onFailure: 'abort' } },
      'abort deleted',
    ],
    ['it was superseded', ['superseded'], {}, 'ended superseded'],
    ['it was rolled back', ['rolled-back'], {}, 'ended rolled-back'],
    ['it was promoted outside', ['progressing'], { promotedOutside: ['It was.'] }, 'open progressing'],
    ['it was promoted outside to its end', ['succeeded'], { promotedOutside: ['It was.'] }, 'ended succeeded'],
    [
      'it was promoted outside, and the stage says abort',
      ['progressing', 'waiting'],
      { policy: { onOutsidePromotion: 'abort' }, promotedOutside: ['It was.'] },
      'abort aborted',
    ],
    [
      'it was promoted outside to its end, and the stage says abort',
      ['succeeded'],
      { policy: { onOutsidePromotion: 'abort' }, promotedOutside: ['It was.'] },
      'abort aborted',
    ],
    [
      'it was promoted outside and then undone: nothing of it is left to abort',
      ['rolled-back'],
      { policy: { onOutsidePromotion: 'abort' }, promotedOutside: ['It was.'] },
      'ended rolled-back',
    ],
    [
      'nobody promoted it outside, and the stage would abort',
      ['waiting'],
      { policy: { onOutsidePromotion: 'abort' } },
      'open waiting',
    ],
    ['it was aborted outside', ['aborted'], {}, 'open aborting'],
    ['it has stood aborted for a minute', ['aborted', 'waiting'], { phase: 'aborting', seconds: 60 }, 'abort aborted'],
  ];
  it.each(cases.map((row) => ({ name: row[0], row })))('$name', ({ row: [, kinds, standing, expected] }) => {
    expect(word(concluded(kinds, standing))).toBe(expected);
  });

  const anyKinds = fc.array(fc.constantFrom(...situations), { minLength: 1, maxLength: 5 });
  const anyStanding = fc.record({
    phase: fc.constantFrom<OpenPhase>('binding', 'progressing', 'waiting', 'stalled', 'blocked', 'aborting'),
    seconds: fc.nat(500),
    policy: fc.record({
      onStall: fc.constantFrom('wait' as const, 'abort' as const),
      onFailure: fc.constantFrom('keep' as const, 'abort' as const),
    }),
  });

  it('is success only when every rollout has succeeded', () => {
    fc.assert(
      fc.property(anyKinds, anyStanding, (kinds, standing) => {
        const succeeded = word(concluded(kinds, standing)) === 'ended succeeded';
        expect(succeeded).toBe(kinds.every((kind) => kind === 'succeeded'));
      }),
    );
  });

  it('harms nothing of its own accord: with keep and wait, only an abort that somebody made is finished', () => {
    fc.assert(
      fc.property(anyKinds, anyStanding, (kinds, standing) => {
        const conclusion = concluded(kinds, { ...standing, policy: {} });
        if (conclusion.kind === 'abort')
          expect(kinds.some((kind) => kind === 'aborted' || kind === 'aborting')).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the rollouts', () => {
    fc.assert(
      fc.property(anyKinds, anyStanding, (kinds, standing) => {
        const losses = new Set(kinds.filter((kind) => ['deleted', 'rolled-back', 'superseded'].includes(kind)));
        fc.pre(losses.size < 2);
        expect(word(concluded([...kinds].reverse(), standing))).toBe(word(concluded(kinds, standing)));
      }),
    );
  });
});
