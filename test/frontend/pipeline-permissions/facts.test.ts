import type { Pipeline } from '../../../backend-stub/pipelines/pipeline.ts';
import { readPipelines } from '../../../backend-stub/pipelines/read-pipeline.ts';
import { verdictOf } from '../../../backend-stub/pipelines/verdict.ts';
import { factsOf } from '../../../frontend/pipeline-permissions/facts.ts';
import { readAddress, readLook, shownPipelines } from '../../../frontend/pipeline-permissions/rows.ts';
import { gateOf, nothingTold, pipelines, said } from './told-facts.ts';

describe('what is known', () => {
  const { knowledge } = factsOf('Shop', gateOf(), nothingTold);

  it('of accounts and of the application is what Gate shows', () => {
    expect(knowledge.account('PROD')).toMatchObject({ READ: ['dev'], WRITE: ['Release'] });
    expect(knowledge.account('old')).toMatchObject({ READ: ['ops'], WRITE: ['ops'] });
    expect(knowledge.account('gone')).toBeUndefined();
    expect(knowledge.application('SHOP')).toMatchObject({ permissions: { EXECUTE: ['dev'] }, isWhole: false });
    expect(knowledge.application('other')).toBeUndefined();
  });

  it('of an application without permissions is that it names none, and of one that Gate keeps back nothing', () => {
    const open = factsOf('shop', gateOf({ application: said({ attributes: {} }) }), nothingTold);
    expect(open.knowledge.application('shop')).toEqual({ permissions: {}, isWhole: false });
    const hidden = factsOf('shop', gateOf({ application: said({ message: 'Access denied' }, 403) }), nothingTold);
    expect(hidden.knowledge.application('shop')).toBeUndefined();
    expect(hidden.gaps).toEqual(['Which roles the application names is not known: Gate answered 403.']);
  });

  it('of an application is with its prefixes where the service tells it, whatever Gate says', () => {
    const effectivePermissions = { READ: ['release'], EXECUTE: ['release'] };
    for (const application of [said({ attributes: {} }), said({}, 403)]) {
      const facts = factsOf('shop', gateOf({ application }), { ...nothingTold, effectivePermissions });
      expect(facts.knowledge.application('shop')).toEqual({ permissions: effectivePermissions, isWhole: true });
    }
  });

  it('of a managed account without the service is its pipeline’s roles, of nobody none, and of others nothing', () => {
    const alone = factsOf('shop', gateOf(), new Error('The service is away.'));
    expect(alone.knowledge.subject('p1@managed-service-account')).toEqual({ kind: 'roles', roles: ['release', 'dev'] });
    expect(alone.knowledge.subject('anonymous')).toEqual({ kind: 'roles', roles: [] });
    expect(alone.knowledge.subject('robot')).toEqual({ kind: 'unknown', why: 'the roles of robot are not known here' });
    expect(alone.gaps).toEqual([
      'What Fiat says is not known, nor what its prefixes add to the roles of the application; what can be worked out without is shown instead. The service is away.',
    ]);
  });

  it('of whom the service tells about is Fiat’s word', () => {
    const given = [{ name: 'prod', authorizations: ['WRITE' as const] }];
    const told = {
      ...nothingTold,
      gaps: ['One was left out.'],
      subjects: [
        {
          kind: 'seen' as const,
          name: 'Robot',
          admin: false,
          accounts: given,
          applications: [],
          unlistedApplicationsAreOpen: false,
        },
        { kind: 'unknown' as const, name: 'new', why: 'Fiat does not know it yet.' },
        { kind: 'missing' as const, name: 'gone' },
      ],
    };
    const facts = factsOf('shop', gateOf(), told);
    expect(facts.knowledge.subject('robot')).toMatchObject({ kind: 'seen', accounts: new Map([['prod', ['WRITE']]]) });
    expect(facts.knowledge.subject('new')).toEqual({ kind: 'unknown', why: 'Fiat does not know it yet.' });
    expect(facts.knowledge.subject('gone')).toEqual({ kind: 'missing' });
    expect(facts.gaps).toEqual(['One was left out.']);
  });

  it('of a managed account whose roles the service keeps back is Fiat’s word, with the roles that stand in its pipeline', () => {
    const own = 'p1@managed-service-account';
    const seen = { kind: 'seen' as const, name: own, admin: false, unlistedApplicationsAreOpen: false };
    const known = { ...seen, accounts: [], applications: [] };
    const rolesOf = (subject: typeof known & { readonly roles?: readonly string[] }) =>
      factsOf('shop', gateOf(), { ...nothingTold, subjects: [subject] }).knowledge.subject(own);
    expect(rolesOf(known)).toMatchObject({ kind: 'seen', roles: ['release', 'dev'] });
    expect(rolesOf({ ...known, roles: ['ops'] })).toMatchObject({ kind: 'seen', roles: ['ops'] });
  });

  it.each([
    ['no answer', { kind: 'no-answer', why: 'Gate could not be reached' } as const, 'Gate could not be reached'],
    ['500', said({}, 500), 'Gate answered 500'],
    ['no JSON', said(undefined), 'what Gate answered can not be read'],
  ])('of pipelines is nothing, with %s from Gate, and it is said', (_what, pipelinesAnswer, why) => {
    const facts = factsOf('shop', gateOf({ pipelines: pipelinesAnswer }), nothingTold);
    expect([facts.pipelines, facts.areListed]).toEqual([[], false]);
    expect(facts.gaps).toEqual([`The pipelines can not be shown: ${why}.`]);
  });

  it.each([
    [
      'somebody without a role',
      said({ username: 'stranger', roles: [] }),
      /You have no role: whoever administers roles/,
    ],
    [
      'somebody with roles',
      said({ username: 'other', roles: ['ops', 'web'] }),
      /give READ to a role of yours \(ops, web\)\.$/,
    ],
    ['somebody whom Gate does not name', said(undefined), /give READ to a role of yours\.$/],
  ])('to %s who may not see the application is one sentence, which says how to come in', (_who, user, way) => {
    const denied = said({ message: 'Access denied' }, 403);
    const gate = gateOf({ pipelines: denied, application: denied, user });
    const { gaps } = factsOf('shop', gate, new Error('Viewing was refused.'));
    expect(gaps).toEqual([expect.stringMatching(way)]);
    expect(gaps[0]).toContain('You may not see the pipelines of application shop: that takes READ on it');
  });
});

describe('what is looked for', () => {
  const { knowledge } = factsOf('shop', gateOf(), nothingTold);
  const all = readPipelines(pipelines);
  const judged = (pipeline: Pipeline) => verdictOf(pipeline, knowledge);
  const shown = (address: Readonly<Record<string, unknown>>) =>
    shownPipelines(all, readLook(address), judged).map(({ name }) => name);

  it('begins with the worst', () => {
    expect(shown({})).toEqual(['skipped', 'failing', 'unknown', 'allowed', 'by hand']);
  });

  it('is sorted by each column, in both directions', () => {
    expect(shown({ sort: 'name' })).toEqual(['allowed', 'by hand', 'failing', 'skipped', 'unknown']);
    expect(shown({ sort: '-name' })).toEqual(['unknown', 'skipped', 'failing', 'by hand', 'allowed']);
    expect(shown({ sort: 'identity' })[0]).toBe('by hand');
    expect(shown({ sort: 'verdict' })).toEqual(['by hand', 'allowed', 'unknown', 'failing', 'skipped']);
  });

  it('is found by name, identity, role, kind of trigger and verdict', () => {
    expect(shown({ find: 'SKIP' })).toEqual(['skipped']);
    expect(shown({ find: 'robot' })).toEqual(['unknown']);
    expect(shown({ find: 'release' })).toEqual(['allowed']);
    expect(shown({ find: 'cron', sort: 'name' })).toEqual(['failing', 'unknown']);
    expect(shown({ verdict: 'fails' })).toEqual(['failing']);
    expect(shown({ find: 'nothing' })).toEqual([]);
  });

  it('is what an address says that anybody may have written', () => {
    expect(readAddress({ pipeline: 'p1', find: ['a', 'b'], verdict: 7, sort: null, other: 'x' })).toEqual({
      pipeline: 'p1',
      find: 'a',
    });
    expect(readLook({ verdict: 'perhaps', sort: 'price' })).toEqual({
      find: '',
      verdict: undefined,
      sort: 'verdict',
      descending: false,
    });
  });
});
