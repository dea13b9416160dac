import fc from 'fast-check';
import type { CanaryStep } from '../../../backend-stub/contract/steps.ts';
import type { KubernetesObject } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { approvalNeeds, courseNote, courseOf } from '../../../backend-stub/deployment/outlook.ts';

const rollout = (image: string, status = {}): KubernetesObject => ({
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web', namespace: 'shop' } },
  ...{ spec: { template: { spec: { containers: [{ image }] } } }, status },
});
const done = { currentPodHash: 'a', stableRS: 'a' };

describe('whether a rollout goes through its steps', () => {
  it.each([
    ['not where there is none yet', undefined, 'first'],
    ['not where no version ever became the stable one', rollout('web:1', { currentPodHash: 'a' }), 'first'],
    ['not where it runs this version, and has promoted it', rollout('web:2', done), 'same'],
    ['where it runs another version', rollout('web:1', done), 'steps'],
    ['where it is in the middle of this version', rollout('web:2', { currentPodHash: 'b', stableRS: 'a' }), 'steps'],
  ])('is known: %s', (_case, live, course) => {
    expect(courseOf({ live, result: rollout('web:2') })).toBe(course);
  });

  it('is said where it does not, since authors expect steps', () => {
    const result = rollout('web:2');
    expect(
      [undefined, rollout('web:2', done), rollout('web:1', done)].map((live) => courseNote({ live, result })),
    ).toEqual([
      'Rollout web in shop is deployed for the first time: all its pods start at once, and no step is taken.',
      'Rollout web in shop runs this version already: no pod is replaced, and no step is taken.',
      undefined,
    ]);
  });
});

describe('who has to approve', () => {
  const step: fc.Arbitrary<CanaryStep> = fc.oneof(
    fc.integer({ min: 0, max: 100 }).map((weight) => ({ setWeight: { weight } })),
    fc.constant({ pause: { duration: 1, unit: 'minutes' as const } }),
    fc
      .array(fc.constantFrom('dev', 'release'))
      .map((requiresRoles) => ({ pause: { untilApproved: true as const, requiresRoles } })),
  );

  it('is said for each approval, in order, with the weight that was set last before it', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let weight = 0;
        const expected: unknown[] = [];
        for (const [stepIndex, one] of steps.entries()) {
          if ('setWeight' in one) weight = one.setWeight.weight;
          else if ('untilApproved' in one.pause)
            expected.push({ stepIndex, weight, requiresRoles: one.pause.requiresRoles });
        }
        expect(approvalNeeds(steps, 'prod').map(({ sentence: _words, ...need }) => need)).toEqual(expected);
      }),
    );
  });

  it('is whoever may deploy, or who has one of the roles as well', () => {
    const steps: readonly CanaryStep[] = [
      { pause: { untilApproved: true } },
      { setWeight: { weight: 20 } },
      { pause: { untilApproved: true, requiresRoles: ['release', 'ops'] } },
    ];
    expect(approvalNeeds(steps, 'prod').map(({ sentence }) => sentence)).toEqual([
      'Step 1 of 3, at 0 %: whoever may deploy to prod.',
      'Step 3 of 3, at 20 %: somebody with the role release or ops, who may also deploy to prod.',
    ]);
  });
});
