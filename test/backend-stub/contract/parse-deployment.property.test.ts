import fc from 'fast-check';
import {
  endPolicies,
  outsidePromotionPolicies,
  stallPolicies,
  workloadForms,
} from '../../../backend-stub/contract/deployment.ts';
import { encodeLiteral } from '../../../backend-stub/contract/expressions.ts';
import { notificationTypes } from '../../../backend-stub/contract/notifications.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { byteLength } from '../../../backend-stub/contract/parse-manifest.ts';
import { durationUnits } from '../../../backend-stub/contract/steps.ts';
import { deploymentOf, problemsOf, stage, withSteps } from './written-stage.ts';

describe('for every input', () => {
  const duration = fc.record({ duration: fc.integer({ min: 1, max: 700 }), unit: fc.constantFrom(...durationUnits) });
  const approval = fc.record(
    {
      untilApproved: fc.constant(true),
      requiresRoles: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), { minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: ['untilApproved'] },
  );
  const pauses = fc.array(fc.record({ pause: fc.oneof(duration, approval) }), { maxLength: 10 });
  const weights = fc
    .uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 20 })
    .map((list) => list.sort((left, right) => left - right).map((weight) => ({ setWeight: { weight } })));
  const valid = fc.record({
    targets: fc.tuple(
      fc.record(
        {
          account: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
          namespaceOverride: fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/),
        },
        { requiredKeys: ['account'] },
      ),
    ),
    manifest: fc.record({
      source: fc.constant('text'),
      text: fc.string({ unit: 'binary', minLength: 1 }).map((text) => `a${encodeLiteral(text)}`),
      expressions: fc.constantFrom('literal', 'evaluate'),
    }),
    strategy: fc.record({
      canary: fc.record({ steps: fc.tuple(weights, pauses).map(([left, right]) => [...left, ...right]) }),
    }),
    workload: fc.constantFrom(...workloadForms),
    ifInProgress: fc.constant('reject'),
    onFailure: fc.constantFrom(...endPolicies),
    onCancel: fc.constantFrom(...endPolicies),
    notifications: fc.array(
      fc.record({
        type: fc.constantFrom(...notificationTypes),
        address: fc.stringMatching(/^[#@a-z][a-z .@-]{0,30}[a-z]$/),
      }),
      { maxLength: 20 },
    ),
    onStall: fc.constantFrom(...stallPolicies),
    onOutsidePromotion: fc.constantFrom(...outsidePromotionPolicies),
    takeOwnership: fc.boolean(),
  });

  it('a valid configuration is unchanged by printing and parsing', () => {
    fc.assert(
      fc.property(valid, (configuration) => {
        const printed: unknown = JSON.parse(JSON.stringify(configuration));
        expect(deploymentOf(printed)).toEqual(printed);
      }),
    );
  });

  it('arbitrary JSON is answered by at least one problem with a path, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        for (const { where, sentence } of problemsOf(input)) {
          expect(where.startsWith('deployment')).toBe(true);
          expect(sentence.endsWith('.') || sentence.endsWith('?')).toBe(true);
        }
      }),
    );
  });

  it('one arbitrary value in the place of a good one never throws', () => {
    const places = [
      'targets',
      'manifest',
      'strategy',
      'workload',
      'ifInProgress',
      'onStall',
      'onOutsidePromotion',
      'notifications',
      'takeOwnership',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (key, value) => {
        expect(['valid', 'invalid']).toContain(parseDeployment(stage({ [key]: value })).kind);
        expect(['valid', 'invalid']).toContain(parseDeployment(withSteps({ pause: value }, { setWeight: value })).kind);
      }),
    );
  });

  it('bytes are counted as UTF-8 has them', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => byteLength(text) === Buffer.byteLength(text)));
    expect(byteLength('a\ud800b')).toBe(Buffer.byteLength('a\ud800b'));
  });
});
