import { manifestByteLimit } from '../../../backend-stub/contract/deployment.ts';
import { encodeLiteral } from '../../../backend-stub/contract/expressions.ts';
import { parseDeployment } from '../../../backend-stub/contract/parse-deployment.ts';
import { manifestText } from '../../../backend-stub/contract/parse-manifest.ts';
import { deploymentOf, problemsOf, stage, withManifest, withSteps, withTarget } from './written-stage.ts';

const steps = 'deployment.strategy.canary.steps';

describe('a deployment that leaves out what has a default', () => {
  it('refuses while another run is in progress, keeps the rollout when it ends, waits when it stalls, accepts what others promote, and takes nothing over', () => {
    expect(deploymentOf(stage())).toMatchObject({
      workload: 'rollout',
      ifInProgress: 'reject',
      onFailure: 'keep',
      onCancel: 'keep',
      onStall: 'wait',
      onOutsidePromotion: 'accept',
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
            { pause: { untilApproved: true, notRequester: true } },
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
      onOutsidePromotion: 'abort',
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
            { pause: { untilApproved: true, notRequester: true } },
            { pause: { duration: 5, unit: 'minutes' } },
          ],
        },
      },
      workload: 'deployment',
      ifInProgress: 'reject',
      onFailure: 'abort',
      onCancel: 'abort',
      onStall: 'abort',
      onOutsidePromotion: 'abort',
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
    [
      'outside promotion',
      stage({ onOutsidePromotion: 'fail' }),
      'deployment.onOutsidePromotion',
      /allowed: accept, abort/,
    ],
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
