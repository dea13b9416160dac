import fc from 'fast-check';
import {
  endPolicies,
  manifestByteLimit,
  stallPolicies,
  workloadForms,
} from '../../../backend-stub/contract/deployment.ts';
import { notificationTypes } from '../../../backend-stub/contract/notifications.ts';
import { encodeLiteral } from '../../../backend-stub/contract/expressions.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { byteLength, manifestText } from '../../../backend-stub/contract/parse-manifest.ts';
import { durationUnits } from '../../../backend-stub/contract/steps.ts';
import { deploymentOf, problemsOf, stage, withManifest, withSteps, withTarget } from './written-stage.ts';

const steps = 'deployment.strategy.canary.steps';

describe('a deployment that leaves out what has a default', () => {
  it('refuses while another run is in progress, keeps the rollout when it ends, waits when it stalls, and takes nothing over', () => {
    expect(deploymentOf(stage())).toMatchObject({
      workload: 'rollout',
      ifInProgress: 'reject',
      onFailure: 'keep',
      onCancel: 'keep',
      onStall: 'wait',
      takeOwnership: false,
    });
  });

  it('has literal manifests', () => {
    expect(deploymentOf(withManifest({})).manifest.expressions).toBe('literal');
  });

  it('may have no steps, which is straight to 100 %', () => {
    expect(deploymentOf(withSteps()).strategy.canary.steps).toEqual([]);
  });
});

describe('a deployment as an author writes it', () => {
  it('is read whole', () => {
    const written = stage({
      targets: [{ account: 'prod', namespaceOverride: 'shop' }],
      strategy: {
        canary: {
          steps: [
            { setWeight: { weight: 25 } },
            { pause: { untilApproved: true, requiresRoles: [' Release ', 'ops', 'OPS'], notRequester: false } },
            { setWeight: { weight: 50 } },
            { pause: { duration: 5, unit: 'minutes' } },
          ],
        },
      },
      requiredArtifactIds: [],
      requiredArtifacts: [],
      workload: 'deployment',
      ifInProgress: 'reject',
      onFailure: 'abort',
      onCancel: 'abort',
      onStall: 'abort',
      takeOwnership: true,
      onOutsidePromotion: 'accept',
      notifications: [{ type: 'slack', address: '#releases' }],
    });
    expect(deploymentOf(written)).toEqual({
      targets: [{ account: 'prod', namespaceOverride: 'shop' }],
      manifest: { source: 'text', text: 'kind: Deployment', expressions: 'literal' },
      strategy: {
        canary: {
          steps: [
            { setWeight: { weight: 25 } },
            { pause: { untilApproved: true, requiresRoles: ['release', 'ops'] } },
            { setWeight: { weight: 50 } },
            { pause: { duration: 5, unit: 'minutes' } },
          ],
        },
      },
      workload: 'deployment',
      ifInProgress: 'reject',
      onFailure: 'abort',
      onCancel: 'abort',
      onStall: 'abort',
      takeOwnership: true,
      notifications: [{ type: 'slack', address: '#releases' }],
    });
  });

  it('keeps a literal text as stored, and gives the manifest back as it was written', () => {
    const script = 'data: { run: "echo ${HOME}" }';
    const { manifest } = deploymentOf(withManifest({ text: encodeLiteral(script) }));
    expect(manifest.text).toBe('data: { run: "echo $\\{HOME}" }');
    expect(manifestText(manifest)).toBe(script);
  });

  it('takes a text that Orca has evaluated as it is', () => {
    const { manifest } = deploymentOf(withManifest({ text: 'a: "$\\{b}"', expressions: 'evaluate' }));
    expect(manifestText(manifest)).toBe('a: "$\\{b}"');
  });
});

describe('a deployment that is wrong', () => {
  const cases: readonly [string, unknown, string, RegExp][] = [
    ['no object', 'deploy', 'deployment', /must be an object, not "deploy"/],
    ['null', JSON.parse('null'), 'deployment', /must be an object, not null/],
    ['a slip in a key', stage({ onFailur: 'keep' }), 'deployment.onFailur', /not a key here; did you mean "onFailure"/],
    ['a strange key', stage({ 'a b': 1 }), 'deployment["a b"]', /not a key here; allowed: targets, manifest/],
    ['no target', stage({ targets: [] }), 'deployment.targets', /Name one target/],
    ['two targets', stage({ targets: [{}, {}] }), 'deployment.targets', /More than one target is not built yet/],
    ['targets as object', stage({ targets: {} }), 'deployment.targets', /must be a list, not an object/],
    ['no account', withTarget({}), 'deployment.targets[0].account', /must be text, not missing/],
    ['an empty account', withTarget({ account: ' ' }), 'deployment.targets[0].account', /must not be empty/],
    [
      'an unresolved account',
      withTarget({ account: '${a}' }),
      'deployment.targets[0].account',
      /left \$\{a\} unresolved/,
    ],
    ['a key of a target', withTarget({ account: 'a', acount: 1 }), 'deployment.targets[0].acount', /mean "account"/],
    [
      'a namespace',
      withTarget({ account: 'a', namespaceOverride: 'Shop_1' }),
      'deployment.targets[0].namespaceOverride',
      /"Shop_1" is no namespace: .*1 to 63/,
    ],
    ['no manifest', stage({ manifest: undefined }), 'deployment.manifest', /must be an object, not missing/],
    [
      'an artifact',
      withManifest({ source: 'artifact', artifactId: 'x' }),
      'deployment.manifest.source',
      /not built yet/,
    ],
    [
      'another source',
      withManifest({ source: 'git' }),
      'deployment.manifest.source',
      /"git" is not known here; allowed: text/,
    ],
    ['no source', withManifest({ source: undefined }), 'deployment.manifest.source', /missing/],
    ['no text', withManifest({ text: '\n' }), 'deployment.manifest.text', /must not be empty/],
    [
      'other expressions',
      withManifest({ expressions: 'litteral' }),
      'deployment.manifest.expressions',
      /mean "literal"/,
    ],
    [
      'a bare expression in a literal text',
      withManifest({ text: 'a: ${b}' }),
      'deployment.manifest.text',
      /Orca would evaluate \$\{b\}; .*"\$\\\{"/,
    ],
    [
      'an expression that Orca left',
      withManifest({ text: 'a: ${b} ${c}', expressions: 'evaluate' }),
      'deployment.manifest.text',
      /Orca left \$\{b\} and \$\{c\} unresolved/,
    ],
    ['no strategy', stage({ strategy: undefined }), 'deployment.strategy', /missing; say/],
    ['an empty strategy', stage({ strategy: {} }), 'deployment.strategy.canary', /missing/],
    ['blue/green', stage({ strategy: { blueGreen: {} } }), 'deployment.strategy.blueGreen', /not built yet/],
    [
      'traffic management',
      stage({ strategy: { canary: { steps: [], trafficManagement: {} } } }),
      'deployment.strategy.canary.trafficManagement',
      /not built yet/,
    ],
    ['no list of steps', stage({ strategy: { canary: {} } }), steps, /must be a list, not missing/],
    ['waiting for another run', stage({ ifInProgress: 'wait' }), 'deployment.ifInProgress', /"wait" is not built yet/],
    ['superseding another run', stage({ ifInProgress: 'supersede' }), 'deployment.ifInProgress', /not built yet/],
    [
      'an unknown policy',
      stage({ onStall: 'stop' }),
      'deployment.onStall',
      /"stop" is not known here; allowed: wait, abort/,
    ],
    [
      'a workload of another kind',
      stage({ workload: 'replicaset' }),
      'deployment.workload',
      /allowed: rollout, deployment/,
    ],
    ['a policy that is no text', stage({ onCancel: 1 }), 'deployment.onCancel', /must be text, not 1/],
    ['required artifacts', stage({ requiredArtifacts: [{}] }), 'deployment.requiredArtifacts', /not built yet/],
    ['required artifact ids', stage({ requiredArtifactIds: ['x'] }), 'deployment.requiredArtifactIds', /not built yet/],
    ['notifications as object', stage({ notifications: {} }), 'deployment.notifications', /must be a list/],
    ['half an ownership', stage({ takeOwnership: 'yes' }), 'deployment.takeOwnership', /true or false/],
    ['outside promotion', stage({ onOutsidePromotion: 'fail' }), 'deployment.onOutsidePromotion', /not built yet/],
  ];
  it.each(cases)('is refused by field and sentence: %s', (_name, ...[input, where, sentence]) => {
    expect(problemsOf(input)).toMatchObject([{ where, sentence: expect.stringMatching(sentence) as unknown }]);
  });

  it.each([
    ['in a literal text, as its author sees it', 'literal', 'a: "$\\{x}"\nb: "$\\{y}" ${z}', { line: 2, column: 11 }],
    ['in a text that Orca has evaluated, as it stands', 'evaluate', 'a: 1\nb: "$\\{y}" ${z}', { line: 2, column: 12 }],
  ])('hears where an expression stands %s', (_case, expressions, text, place) => {
    expect(problemsOf(withManifest({ text, expressions }))).toMatchObject([place]);
  });

  it('hears of no place in the manifests where another field is wrong', () => {
    expect(Object.keys(problemsOf(stage({ onStall: 'x' }))[0] ?? {})).toEqual(['where', 'sentence']);
  });

  it('hears of all its problems at once', () => {
    const wrong = stage({ targets: [{ account: '' }], onStall: 'x', takeOwnership: 1, more: 1 });
    expect(problemsOf(wrong).map(({ where }) => where)).toEqual([
      'deployment.more',
      'deployment.targets[0].account',
      'deployment.onStall',
      'deployment.takeOwnership',
    ]);
  });

  it('is refused when its manifests have more than 2 MiB in UTF-8, and not before', () => {
    const fits = 'ä'.repeat(manifestByteLimit / 2);
    expect(parseDeployment(withManifest({ text: fits })).kind).toBe('valid');
    expect(problemsOf(withManifest({ text: `${fits}a` }))[0]?.sentence).toMatch(
      /have 2097153 bytes, 2097152 \(2 MiB\)/,
    );
  });
});

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
