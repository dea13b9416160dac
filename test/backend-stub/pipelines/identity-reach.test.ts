import type { Subject } from '../../../backend-stub/pipelines/knowledge.ts';
import { identityReaches } from '../../../backend-stub/pipelines/identity-reach.ts';
import { knowing, pipelineOf } from './known-world.ts';

const accounts = {
  prod: { WRITE: ['Release'] },
  staging: { WRITE: ['dev'] },
  playground: {},
  locked: { READ: ['dev'] },
};
const applications = { shop: { READ: ['dev'], EXECUTE: ['release'] } };
const cron = (runAsUser?: string): object => ({ type: 'cron', enabled: true, runAsUser });
const reachIn = (triggers: readonly object[], known: Parameters<typeof knowing>[0] = {}, rest: object = {}) => {
  const pipelines = [pipelineOf({ triggers, stages: [{ type: 'deployManifest', account: 'PROD' }], ...rest })];
  return identityReaches(pipelines, new Map(Object.entries(accounts)), knowing({ accounts, applications, ...known }));
};
const seen = (roles?: readonly string[]): Subject => ({
  ...{ kind: 'seen', admin: false, unlistedApplicationsAreOpen: false },
  accounts: new Map([['prod', ['WRITE']]]),
  applications: new Map(),
  ...(roles === undefined ? {} : { roles }),
});

describe('what an automatic identity can reach', () => {
  it('are the restricted accounts that one of its roles may change, and not those that are open to everybody', () => {
    const [one] = reachIn([cron('robot')], { roles: { robot: ['dev', 'release'] } });
    expect(one).toMatchObject({ name: 'robot', pipelines: ['deploy'], roles: ['dev', 'release'], notKnown: 0 });
    expect(one?.writes).toEqual(['prod', 'staging']);
    expect(one?.executes.kind).toBe('allowed');
  });

  it('is nothing restricted for nobody, whom an application may shut out', () => {
    expect(reachIn([cron()])).toMatchObject([{ name: 'anonymous', writes: [], executes: { kind: 'denied' } }]);
  });

  it('is not known of an account whose roles nobody knows, and that is counted', () => {
    expect(reachIn([cron('stranger')])).toMatchObject([{ writes: [], notKnown: 3, executes: { kind: 'unknown' } }]);
  });

  it('is by Fiat’s word where a pipeline touches it, and else by roles, since Fiat’s word is told of nothing else', () => {
    expect(reachIn([cron('robot')], { subjects: { robot: seen() } })).toMatchObject([
      { writes: ['prod'], notKnown: 2 },
    ]);
    const told = reachIn([cron('robot')], { subjects: { robot: seen(['dev']) } });
    expect(told).toMatchObject([{ writes: ['prod', 'staging'], notKnown: 0 }]);
  });

  it('is told once of each identity, and of the account that a pipeline would be given, but of no parent', () => {
    const known = { roles: { 'p1@managed-service-account': ['dev'] } };
    const triggers = [cron('robot'), cron('ROBOT '), { type: 'pipeline', enabled: true }];
    expect(reachIn(triggers, known, { roles: ['dev'] }).map(({ name }) => name.toLowerCase())).toEqual([
      'robot',
      'p1@managed-service-account',
    ]);
  });
});
