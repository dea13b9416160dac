import { parse, parseAllDocuments, stringify } from 'yaml';
import { doctorText } from '../../../backend-stub/contract/doctor.ts';
import { pluginId, serviceVersion } from '../../../backend-stub/contract/service.ts';
import { at, listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { letThrough } from '../../../backend-stub/doctor/allow-list.ts';
import { judgeAccountRights } from '../../../backend-stub/doctor/account-rights.ts';
import { judgeArgoRollouts } from '../../../backend-stub/doctor/argo-rollouts.ts';
import { examine } from '../../../backend-stub/doctor/examine.ts';
import { ok, unknown, wrong } from '../../../backend-stub/doctor/finding.ts';
import { seen } from '../../../backend-stub/doctor/look.ts';
import { neededRights } from '../../../backend-stub/doctor/needed-rights.ts';
import { judgePluginManifest } from '../../../backend-stub/doctor/plugin-manifest.ts';
import { pluginFolderProblems } from '../../../backend-stub/doctor/plugin-release.ts';
import { presetRules } from '../../../backend-stub/doctor/preset-rules.ts';
import { readProfile } from '../../../backend-stub/doctor/profile.ts';
import { profilesOf } from '../../../backend-stub/doctor/profiles.ts';
import { judgeSavedWebhooks } from '../../../backend-stub/doctor/saved-webhooks.ts';
import { judgeWebhookKeys } from '../../../backend-stub/doctor/webhook-keys.ts';
import { judgeWebhookListed } from '../../../backend-stub/doctor/webhook-listed.ts';
import { read } from '../../architecture/tracked-files.ts';
import { readObject } from '../../spinnaker/recordings.ts';

const plugin: unknown = parse(read('plugin.yaml'));
const preset: Readonly<Record<string, unknown>> = Object(listAt(plugin, 'orca', 'webhook', 'preconfigured')[0]);
const publicUrl = 'http://gennaker.gennaker.svc:8081';

describe('what the doctor holds a webhook to', () => {
  it('is what plugin.yaml has', () => {
    expect(presetRules(publicUrl).filter((rule) => !rule.holds(at(preset, ...rule.at)))).toEqual([]);
  });

  it('leaves out no key that plugin.yaml sets, but the words for people and the bearer, which has a finding of its own', () => {
    const ruled = new Set(presetRules(publicUrl).map((rule) => rule.at[0]));
    expect(Object.keys(preset).filter((key) => !ruled.has(key))).toEqual(['label', 'description', 'sensitiveHeaders']);
  });

  it('is told with the line of a SpinnakerService too', () => {
    const { method: _method, ...rest } = preset;
    const profiles = { orca: { webhook: { preconfigured: [rest] } } };
    const text = stringify({ kind: 'SpinnakerService', spec: { spinnakerConfig: { profiles } } });
    const found = judgeWebhookKeys(
      profilesOf('webhook keys', [readProfile({ file: 'spin.yml', text }, 'orca')]),
      publicUrl,
    );
    const line = text.split('\n').findIndex((one) => one.includes('enabled: true')) + 1;
    expect(found.map((finding) => finding.verdict === 'wrong' && finding.change)).toEqual([
      `spin.yml line ${line}, webhook.preconfigured[0].method: POST.`,
    ]);
  });

  it('is not looked for in what is no YAML, of which nothing is quoted', () => {
    const file = readProfile({ file: 'orca-local.yml', text: 'webhook: [\n  token: "SECRET' }, 'orca');
    const [finding] = judgeWebhookKeys(profilesOf('webhook keys', [file]), publicUrl);
    expect(finding).toMatchObject({
      verdict: 'wrong',
      sentence: expect.stringMatching(/^orca-local\.yml can not be read: it is no YAML at line \d+\.$/),
    });
  });
});

describe('the recorded answers', () => {
  const answer = (name: string) => {
    const { status, body } = readObject(`gate/${name}`);
    return seen({ status: Number(status), text: JSON.stringify(body) });
  };

  it('of an Orca with webhooks of others say that ours is missing', () => {
    expect(judgeWebhookListed(answer('webhooks-preconfigured.json'))).toMatchObject([
      { verdict: 'wrong', sentence: expect.stringContaining('no preconfigured webhook') },
    ]);
  });

  it('of a Gate with another plugin say that it serves others', () => {
    expect(judgePluginManifest(answer('plugin-manifest.json'))).toMatchObject([
      { verdict: 'wrong', sentence: `Gate serves other plugins to Deck, and not ${pluginId}.` },
    ]);
  });
});

describe('rights that are needed in a namespace', () => {
  it('are those of the roles that an operator is given', () => {
    const granted = parseAllDocuments(read('deploy/target-namespace-roles.yaml')).flatMap((document) => {
      const role: unknown = document.toJS();
      return listAt(role, 'rules').flatMap((rule) =>
        listAt(rule, 'resources').flatMap((resource) =>
          listAt(rule, 'verbs').map((verb) =>
            [textAt(role, 'metadata', 'name'), verb, listAt(rule, 'apiGroups')[0], resource].join(' '),
          ),
        ),
      );
    });
    const needed = neededRights.map(({ role, verb, group, resource }) => [role, verb, group, resource].join(' '));
    expect(needed.toSorted()).toEqual(granted.toSorted());
  });

  const place = { account: 'prod', namespace: 'shop' };
  const rule = { verbs: ['*'], groups: ['*'], resources: ['*'], names: [] };

  it('are not given by a rule about single objects', () => {
    const rules = seen({ rules: [{ ...rule, names: ['web'] }], incomplete: false });
    expect(judgeAccountRights(place, rules).map(({ verdict }) => verdict)).toEqual(['wrong', 'wrong']);
  });

  it('can not be told where something beside RBAC may give them', () => {
    expect(judgeAccountRights(place, seen({ rules: [], incomplete: true }))).toMatchObject([{ verdict: 'unknown' }]);
  });

  it('to approve are told apart from those to deploy', () => {
    const all = {
      ...rule,
      resources: ['rollouts', 'replicasets', 'pods', 'deployments', 'services', 'configmaps', 'secrets'],
    };
    const others = {
      ...rule,
      resources: [
        'serviceaccounts',
        'persistentvolumeclaims',
        'resourcequotas',
        'horizontalpodautoscalers',
        'poddisruptionbudgets',
        'ingresses',
        'networkpolicies',
      ],
    };
    expect(judgeAccountRights(place, seen({ rules: [all, others], incomplete: false }))).toMatchObject([
      {
        sentence: 'Account prod may not patch rollouts/status in namespace shop, which gennaker-approve would let it.',
      },
    ]);
  });
});

describe('the folder of the plugin', () => {
  const release = { version: serviceVersion, requires: 'deck>=0.0.0', url: 'a.zip', sha512sum: 'aa' };
  const folder = (changed: object, id = pluginId) => ({
    index: [{ id, releases: [{ ...release, ...changed }] }],
    zips: new Map([['a.zip', 'aa']]),
  });

  it('is in order as npm run package makes it', () => {
    expect(pluginFolderProblems(folder({}))).toEqual([]);
  });

  it.each([
    ['a requirement that a Gate compares with its own version', folder({ requires: '>=1.0.0' }), 'says in requires'],
    ['a version that keeps Gate from every plugin', folder({ version: '1.0' }), 'names the version 1.0'],
    ['a zip that is not there', folder({ url: 'b.zip' }), 'names the zip b.zip'],
    ['another zip than that of the checksum', folder({ sha512sum: 'bb' }), 'holds another a.zip'],
    ['an id without a namespace', folder({}, 'gennaker'), 'whose id is no namespace and name'],
    ['another plugin only', folder({}, 'Some.Other'), `has no ${pluginId}`],
    ['no list', { index: {}, zips: new Map<string, string>() }, 'that is no list'],
  ])('is not with %s', (_case, problematic, told) => {
    expect(pluginFolderProblems(problematic).join('\n')).toContain(told);
  });
});

describe('the version of Argo Rollouts', () => {
  const running = (...images: readonly string[]) =>
    judgeArgoRollouts('prod', seen({ served: true, images: seen(images) }))[0];

  it.each([
    ['quay.io/argoproj/argo-rollouts:v1.10.1', 'ok', 'runs Argo Rollouts 1.10.1'],
    ['quay.io/argoproj/argo-rollouts:v1.6.0', 'unknown', 'runs Argo Rollouts 1.6.0, and Gennaker is tested with 1.10'],
    ['quay.io/argoproj/argo-rollouts@sha256:00', 'unknown', 'No controller of Argo Rollouts was found'],
  ])('of %s is %s', (image, verdict, sentence) => {
    expect(running(image)).toMatchObject({ verdict, sentence: expect.stringContaining(sentence) });
  });

  it('is nobody’s where the cluster serves no Rollouts', () => {
    expect(judgeArgoRollouts('prod', seen({ served: false, images: seen([]) }))).toMatchObject([
      { verdict: 'wrong', change: 'Install Argo Rollouts there: its definitions and its controller.' },
    ]);
  });
});

describe("Orca's list of what may be called", () => {
  const call = { method: 'POST', url: 'https://ci.example.com/hooks/a' };
  const entry = { httpMethods: ['POST'], urlPrefix: 'https://ci.example.com/' };

  it.each([
    ['a prefix', entry, true],
    ['a prefix for another method', { ...entry, httpMethods: ['GET'] }, false],
    [
      'an expression for the whole address',
      { ...entry, matchStrategy: 'PATTERN_MATCHES', urlPattern: 'https://ci\\..*' },
      true,
    ],
    ['an expression for a part of it', { ...entry, matchStrategy: 'PATTERN_MATCHES', urlPattern: 'https://ci' }, false],
    [
      'an expression that only Java reads',
      { ...entry, matchStrategy: 'PATTERN_MATCHES', urlPattern: '\\Qhttps*+' },
      undefined,
    ],
  ])('with %s', (_case, one, lets) => {
    expect(letThrough([one], call)).toBe(lets);
  });

  it('is not judged by addresses that only an execution has', () => {
    const orca = profilesOf('saved webhooks', [readProfile({ file: 'orca-local.yml', text: 'webhook: {}' }, 'orca')]);
    const stage = { type: 'webhook', url: 'https://${parameters.host}/', name: 'Tell' };
    expect(judgeSavedWebhooks(orca, seen([{ stage, name: 'shop / deploy / Tell' }]))).toMatchObject([
      {
        verdict: 'unknown',
        sentence: expect.stringContaining('1 webhook stage has an address that only an execution'),
      },
    ]);
  });
});

describe('an examination', () => {
  it('waits for nobody longer than its time, and for nobody else meanwhile', async () => {
    const late = { name: 'Fiat' as const, look: () => new Promise<never>(() => undefined) };
    const quick = { name: 'Front50' as const, look: async () => [ok('Front50', 'It answers.')] };
    expect(await examine([late, quick], { milliseconds: 20 })).toEqual([
      unknown('Fiat', 'No answer came within 0.02 s.'),
      ok('Front50', 'It answers.'),
    ]);
  });

  it('goes on where one of its checks breaks, and tells nothing of what that said', async () => {
    const broken = { name: 'Fiat' as const, look: () => Promise.reject(new RangeError('the token is 1234')) };
    expect(await examine([broken], { milliseconds: 1000 })).toEqual([
      unknown('Fiat', 'The check itself failed (RangeError): please report it.'),
    ]);
  });

  it('is told with what is wrong first, each with what to change', () => {
    const findings = [
      ok('Fiat', 'Fiat answers.'),
      unknown('Gate proxy', 'Gate was not asked.'),
      wrong('account rights', { sentence: 'It may not.', change: 'A RoleBinding.', about: 'prod / shop' }),
    ];
    expect(doctorText({ version: '1.2.3', findings }).split('\n')).toEqual([
      'Gennaker 1.2.3: 1 wrong, 1 could not be told, 1 in order.',
      '',
      'WRONG    account rights (prod / shop): It may not.',
      '         Change: A RoleBinding.',
      'unknown  Gate proxy: Gate was not asked.',
      'ok       Fiat: Fiat answers.',
    ]);
  });
});
