import type { Subject } from '../../../backend-stub/pipelines/knowledge.ts';
import { verdictOf } from '../../../backend-stub/pipelines/verdict.ts';
import { cellSentence, gapSentence } from '../../../backend-stub/pipelines/words.ts';
import { cellsOf, knowing, pipelineOf, type KnownWorld } from './known-world.ts';

const shop: KnownWorld = {
  applications: { shop: { READ: ['dev'], EXECUTE: ['team-a', 'team-b'], WRITE: ['team-a'] } },
  accounts: { prod: { READ: ['dev'], WRITE: ['Release', 'ops'] }, open: {}, closed: { READ: ['dev'] } },
  roles: { 'p1@managed-service-account': ['team-a', 'release'], robot: ['team-b'] },
};
const trigger = (type: string, runAsUser?: string): object => ({ type, enabled: true, runAsUser });
const deployTo = (account: string): object => ({ type: 'deployManifest', cloudProvider: 'kubernetes', account });

function judged(json: Readonly<Record<string, unknown>>, world: KnownWorld = shop) {
  const verdict = verdictOf(pipelineOf(json), knowing(world));
  const sentences = [...new Set(cellsOf(verdict).map(cellSentence))];
  return { outcome: verdict.outcome, sentences, gaps: verdict.gaps.map(gapSentence), verdict };
}

describe('whether an automatic run would be allowed', () => {
  it('is said with the role that allows each thing', () => {
    const { outcome, sentences } = judged({
      triggers: [trigger('webhook', 'p1@managed-service-account')],
      stages: [deployTo('prod'), deployTo('open')],
    });
    expect(outcome).toBe('allowed');
    expect(sentences).toEqual([
      'EXECUTE on application shop is given by the role team-a.',
      'WRITE on account prod is given by the role release.',
      'WRITE on account open is given: it is open to everybody.',
    ]);
  });

  it('is denied with the roles of which any one would do', () => {
    const { outcome, sentences } = judged({
      triggers: [trigger('cron', 'robot')],
      stages: [deployTo('prod'), deployTo('closed')],
    });
    expect(outcome).toBe('fails');
    expect(sentences).toEqual([
      'WRITE on account prod is denied: it needs one of the roles release or ops.',
      'WRITE on account closed is denied: no role has it, only admins do.',
    ]);
  });

  /** orca-and-fiat, 2.5: which kinds of trigger are checked before they start anything. */
  it.each([
    ...[
      'webhook',
      'git',
      'docker',
      'jenkins',
      'travis',
      'wercker',
      'concourse',
      'pubsub',
      'helm',
      'plugin',
      'cdevents',
    ].map((kind) => [kind, 'skipped'] as const),
    ['nexus', 'skipped'],
    ['artifactory', 'skipped'],
    ['cron', 'allowed'],
    ['pipeline', 'cannot-tell'],
    ['somethingNew', 'cannot-tell'],
  ] as const)('without an account and without EXECUTE, a trigger %s comes to: %s', (kind, outcome) => {
    expect(judged({ triggers: [trigger(kind)], stages: [deployTo('open')] }).outcome).toBe(outcome);
  });

  it('takes nobody for whom only what is open is open', () => {
    const { outcome, sentences } = judged({ triggers: [trigger('cron')], stages: [deployTo('prod')] });
    expect(outcome).toBe('fails');
    expect(sentences).toEqual(['WRITE on account prod is denied: it needs one of the roles release or ops.']);
  });

  it('denies everything to an account that does not exist, also what is open to everybody', () => {
    const pipeline = { triggers: [trigger('webhook', 'gone')], stages: [deployTo('open')] };
    const { outcome, sentences } = judged(pipeline, { ...shop, subjects: { gone: { kind: 'missing' } } });
    expect(outcome).toBe('skipped');
    const why = 'the account that it runs as does not exist. Make it anew, or give the trigger another one.';
    expect(sentences).toEqual([
      `EXECUTE on application shop is denied: ${why}`,
      `WRITE on account open is denied: ${why}`,
    ]);
  });

  it('knows that our stage starts nothing for nobody, however open everything is', () => {
    const { outcome, sentences } = judged(
      {
        triggers: [trigger('cron')],
        stages: [{ type: 'kubernetesProgressive', deployment: { targets: [{ account: 'open' }] } }],
      },
      { applications: { shop: {} }, accounts: { open: {} } },
    );
    expect(outcome).toBe('fails');
    expect(sentences[0]).toBe(
      'EXECUTE on application shop is denied: the stage service starts nothing for nobody. Give the trigger an account.',
    );
  });

  it('does not know what runs as whoever ran the pipeline before', () => {
    const { outcome, sentences } = judged({ triggers: [trigger('pipeline')], stages: [deployTo('prod')] });
    expect(outcome).toBe('cannot-tell');
    expect(sentences).toEqual(['WRITE on account prod: it depends on whoever ran the pipeline before.']);
  });

  it('leaves to run time what an expression names', () => {
    const { outcome, sentences } = judged({
      triggers: [trigger('cron', 'p1@managed-service-account')],
      stages: [deployTo("${parameters['where']}")],
    });
    expect(outcome).toBe('cannot-tell');
    expect(sentences).toEqual(["WRITE on account ${parameters['where']}: the account is decided at run time."]);
  });

  it('neither allows nor denies an account or a user that it does not know', () => {
    const { outcome, sentences } = judged({
      triggers: [trigger('webhook', 'stranger')],
      stages: [deployTo('elsewhere')],
    });
    expect(outcome).toBe('cannot-tell');
    expect(sentences).toEqual([
      'EXECUTE on application shop: stranger is not known.',
      'WRITE on account elsewhere: stranger is not known.',
    ]);
    expect(judged({ triggers: [trigger('cron', 'robot')], stages: [deployTo('elsewhere')] }).sentences).toEqual([
      'WRITE on account elsewhere: which roles the account names is not known.',
    ]);
  });

  it('compares names and roles without case and space, as Fiat does', () => {
    const world = { ...shop, roles: { ROBOT: [' Team-B', 'RELEASE '] } };
    const json = { triggers: [trigger('webhook', ' Robot ')], stages: [deployTo('PROD')], application: 'SHOP' };
    expect(judged(json, world).sentences).toEqual([
      'EXECUTE on application SHOP is given by the role team-b.',
      'WRITE on account PROD is given by the role release.',
    ]);
  });

  it('says so where EXECUTE rests on whoever may read', () => {
    const applications = { shop: { READ: ['team-b'], WRITE: ['team-a'] } };
    const said = (world: KnownWorld) => judged({ triggers: [trigger('webhook', 'robot')] }, world).sentences;
    expect(said({ ...shop, applications, prefixesAreHidden: true })).toEqual([
      'EXECUTE on application shop is given by the role team-b, if whoever may read may also execute.',
    ]);
    expect(said({ ...shop, applications })).toEqual(['EXECUTE on application shop is given by the role team-b.']);
  });

  it('judges nothing that is switched off, and tells what it would come to', () => {
    const off = { triggers: [{ type: 'webhook', enabled: false }], stages: [] };
    expect(judged(off).outcome).toBe('nothing-automatic');
    expect(judged({ ...off, triggers: [trigger('webhook')], disabled: true }).outcome).toBe('nothing-automatic');
    expect(judged(off).sentences).toEqual([
      'EXECUTE on application shop is denied: it needs one of the roles team-a or team-b.',
    ]);
  });

  it('is as bad as its worst trigger, and counts the triggers of one identity together', () => {
    const { outcome, verdict } = judged({
      triggers: [trigger('cron', 'robot'), trigger('webhook'), trigger('git', ' ROBOT ')],
      stages: [deployTo('open')],
    });
    expect(outcome).toBe('skipped');
    expect(verdict.runs.map(({ triggers }) => triggers.map(({ index, outcome: one }) => [index, one]))).toEqual([
      [
        [0, 'allowed'],
        [2, 'allowed'],
      ],
      [[1, 'skipped']],
    ]);
  });

  it('follows pipelines that are started, as the same user, and ends where they go around', () => {
    const second = pipelineOf({
      id: 'p2',
      name: 'second',
      application: 'other',
      stages: [deployTo('prod'), { type: 'pipeline', application: 'shop', pipeline: 'p1', name: 'again' }],
    });
    const call = { type: 'pipeline', application: 'other', pipeline: 'p2', name: 'go on' };
    const { outcome, verdict } = judged(
      { triggers: [trigger('cron', 'robot')], stages: [call] },
      { ...shop, pipelines: [second] },
    );
    expect(outcome).toBe('fails');
    expect(verdict.runs[0]?.stages.map(({ stage, through }) => [stage.type, ...through])).toEqual([
      ['pipeline'],
      ['deployManifest', 'second'],
      ['pipeline', 'second'],
    ]);
  });

  it.each([
    [
      { stages: [{ type: 'pipeline', name: 'go on', application: 'a', pipeline: 'gone' }] },
      'The pipeline that stage go on starts can not be seen: it is gone, or not yours to read.',
    ],
    [
      { stages: [{ type: 'pipeline', name: 'go on', application: 'a', pipeline: '${x}' }] },
      'Which pipeline stage go on starts is decided at run time.',
    ],
    [
      { type: 'templatedPipeline' },
      'Pipeline deploy is made from a template: what its stages touch is known when it runs.',
    ],
  ])('can not tell what %j touches', (json, gap) => {
    const { outcome, gaps } = judged({ ...json, triggers: [trigger('cron', 'robot')] });
    expect([outcome, gaps]).toEqual(['cannot-tell', [gap]]);
  });

  it('trusts Fiat where it says no although a role should be enough, and where it says yes by a rule that is not seen', () => {
    const seen = {
      kind: 'seen' as const,
      roles: ['team-a'],
      admin: false,
      accounts: new Map([['prod', ['WRITE' as const]]]),
      applications: new Map(),
      unlistedApplicationsAreOpen: false,
    };
    const { sentences } = judged(
      { triggers: [trigger('webhook', 'robot')], stages: [deployTo('prod')] },
      { ...shop, subjects: { robot: seen } },
    );
    expect(sentences).toEqual([
      'EXECUTE on application shop is denied by Fiat although, by what is seen here, it should be given: wait for its next role sync, or another rule is in the way.',
      'WRITE on account prod is given by Fiat, by a role or a rule that is not seen here.',
    ]);
  });

  it('gives an admin everything', () => {
    const admin = {
      kind: 'seen' as const,
      admin: true,
      accounts: new Map(),
      applications: new Map(),
      unlistedApplicationsAreOpen: false,
    };
    expect(
      judged(
        { triggers: [trigger('webhook', 'robot')], stages: [deployTo('nowhere')] },
        { ...shop, subjects: { robot: admin } },
      ).outcome,
    ).toBe('allowed');
  });

  it('can not tell where something is asked only sometimes', () => {
    const { outcome, sentences } = judged({
      triggers: [trigger('cron', 'robot')],
      stages: [{ type: 'webhook', account: 'prod' }],
    });
    expect(outcome).toBe('cannot-tell');
    expect(sentences).toEqual([
      'WRITE on account prod: it is not always asked; if it is, it needs one of the roles release or ops.',
    ]);
  });
});

describe('where prefixes of Fiat are not known', () => {
  const everybody = (applications: readonly string[]): Subject => ({
    ...{ kind: 'seen', admin: false, accounts: new Map(), unlistedApplicationsAreOpen: false },
    applications: new Map(applications.map((name) => [name, ['READ', 'WRITE', 'EXECUTE', 'CREATE']])),
  });
  const started = (runAsUser: string | undefined, world: KnownWorld) =>
    judged({ triggers: [trigger('webhook', runAsUser)] }, { ...shop, ...world, prefixesAreHidden: true });

  it('an application that names no role is not said to be open', () => {
    for (const runAsUser of [undefined, 'robot']) {
      const { outcome, sentences } = started(runAsUser, { applications: { shop: {} } });
      expect([outcome, sentences]).toEqual([
        'cannot-tell',
        [
          'EXECUTE on application shop: the application names no role, and whether a prefix of Fiat restricts it is not known.',
        ],
      ]);
    }
  });

  it('it is open where Fiat says so of nobody, and restricted where Fiat says that', () => {
    const said = (listed: readonly string[], world: Partial<KnownWorld> = {}) =>
      started('robot', { applications: { shop: {} }, subjects: { anonymous: everybody(listed) }, ...world }).sentences;
    expect(said(['shop'])).toEqual(['EXECUTE on application shop is given: it is open to everybody.']);
    const hidden =
      'EXECUTE on application shop: Fiat restricts it by a rule that is not seen here, and which roles have it is not known.';
    expect(said([])).toEqual([hidden]);
    // A copy of Fiat's rules may be older than they are.
    const robot = { kind: 'roles', roles: ['team-b'] } as const;
    const known = knowing({ applications: { shop: {} }, subjects: { robot, anonymous: everybody([]) } });
    const verdict = verdictOf(pipelineOf({ triggers: [trigger('webhook', 'robot')] }), known);
    expect(cellsOf(verdict).map(cellSentence)).toEqual([hidden]);
  });

  it('roles that the application names do, who has none is shut out, and of other roles it is not known', () => {
    expect(started('robot', {}).sentences).toEqual(['EXECUTE on application shop is given by the role team-b.']);
    expect(started(undefined, {})).toMatchObject({
      outcome: 'skipped',
      sentences: ['EXECUTE on application shop is denied: it needs one of the roles team-a or team-b.'],
    });
    expect(started('robot', { roles: { robot: ['ops'] } })).toMatchObject({
      outcome: 'cannot-tell',
      sentences: [
        'EXECUTE on application shop: one of the roles team-a or team-b would do; which roles a prefix of Fiat adds is not known.',
      ],
    });
  });

  it('that no role would help is not said, since a prefix may name one', () => {
    const applications = { shop: { WRITE: ['team-a'] } };
    expect(started(undefined, { applications }).sentences).toEqual([
      'EXECUTE on application shop is denied; which role would help is not known.',
    ]);
    expect(started('robot', { applications }).sentences).toEqual([
      'EXECUTE on application shop: the application names no role for it; which roles a prefix of Fiat adds is not known.',
    ]);
  });
});
