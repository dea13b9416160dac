import fc from 'fast-check';
import {
  editStep,
  insertStep,
  moveStep,
  newStep,
  nextWeight,
  removeStep,
  typedRoles,
} from '../../../frontend/stage/edit-steps.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { finished, withSteps } from './deployments.ts';

const weight = fc.record({ setWeight: fc.record({ weight: fc.integer({ min: 0, max: 100 }) }) });
const pause = fc.record({ pause: fc.record({ duration: fc.integer(), unit: fc.string() }) });
const steps = fc.array(fc.oneof(weight, pause, fc.jsonValue()), { minLength: 1, maxLength: 60 });
const place = fc.nat({ max: 70 });

describe('moving a step', () => {
  it('loses none, doubles none and changes none', () => {
    fc.assert(
      fc.property(steps, place, place, (before, from, to) => {
        const after = moveStep(before, from, to);
        expect(after).toHaveLength(before.length);
        expect(new Set(after)).toEqual(new Set(before));
      }),
    );
  });

  it('puts it where it was asked to, and leaves the others in their order', () => {
    fc.assert(
      fc.property(steps, place, place, (before, first, second) => {
        const [from, to] = [first % before.length, second % before.length];
        const after = moveStep(before, from, to);
        expect(after[to]).toBe(before[from]);
        expect(removeStep(after, to)).toEqual(removeStep(before, from));
      }),
    );
  });

  it('is taken back by moving it back', () => {
    fc.assert(
      fc.property(steps, place, place, (before, first, second) => {
        const [from, to] = [first % before.length, second % before.length];
        expect(moveStep(moveStep(before, from, to), to, from)).toEqual(before);
      }),
    );
  });

  it.each([
    [0, -1],
    [1, 2],
    [5, 0],
    [0.5, 1],
  ])('changes nothing from %p to %p when there is no such place', (from, to) => {
    const before = [1, 2];
    expect(moveStep(before, from, to)).toBe(before);
  });
});

it('puts a removed step back where it was', () => {
  fc.assert(
    fc.property(steps, place, (before, some) => {
      const index = some % before.length;
      expect(insertStep(removeStep(before, index), index, before[index])).toEqual(before);
    }),
  );
});

describe('a new step', () => {
  it('is valid wherever weights can still rise', () => {
    const below = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 20 });
    fc.assert(
      fc.property(below, fc.constantFrom('weight' as const, 'approval' as const, 'timed' as const), (weights, kind) => {
        const before = weights.sort((one, other) => one - other).map((number) => ({ setWeight: { weight: number } }));
        expect(parseDeployment(withSteps(...before, newStep(kind, before))).kind).toBe('valid');
      }),
    );
  });

  it.each([
    [[], 25],
    [[{ setWeight: { weight: 25 } }], 50],
    [[{ setWeight: { weight: '30' } }, { pause: {} }, 'odd'], 50],
    [[{ setWeight: { weight: 95 } }], 96],
    [[{ setWeight: { weight: 100 } }], 100],
  ])('after %j has the weight %p', (before, expected) => {
    expect(nextWeight(before)).toBe(expected);
  });
});

describe('editing a step', () => {
  it('keeps what the form does not know', () => {
    const before = [{ setWeight: { weight: 5, note: 'mine' } }];
    expect(editStep(before, [0, 'setWeight', 'weight'], 10)).toEqual([{ setWeight: { weight: 10, note: 'mine' } }]);
  });

  it('takes the key away with the value', () => {
    const { steps: before } = finished().strategy.canary;
    expect(editStep(before, [1, 'pause', 'requiresRoles'], undefined)[1]).toEqual({ pause: { untilApproved: true } });
  });

  it('leaves alone what has another shape', () => {
    expect(editStep(['odd'], [0, 'setWeight', 'weight'], 10)).toEqual(['odd']);
  });
});

it.each([
  ['release', ['release']],
  [' release, ops ;qa', ['release', 'ops', 'qa']],
  [' , ', undefined],
])('reads the roles %j as %j', (text, roles) => {
  expect(typedRoles(text)).toEqual(roles);
});
