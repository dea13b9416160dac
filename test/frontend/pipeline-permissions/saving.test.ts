import { factsOf } from '../../../frontend/pipeline-permissions/facts.ts';
import type { Facts, ToldAccess } from '../../../frontend/pipeline-permissions/facts.ts';
import type { GateFacts } from '../../../frontend/pipeline-permissions/gate-facts.ts';
import { accountDelay, savePermissions, type Saving } from '../../../frontend/pipeline-permissions/saving.ts';
import type { WrittenPermissions } from '../../../frontend/pipeline-permissions/draft.ts';
import type { Response } from '../../../frontend/service/request.ts';
import { taskLimits, type TaskRequest } from '../../../frontend/tasks/follow.ts';
import { pipelineIn } from './shown-page.tsx';
import { gateOf, noPrefixes, nothingTold, pipelines, said } from './told-facts.ts';

const seen = { ...pipelines[1], updateTs: '7', lastModifiedBy: 'carol' };
const roles: WrittenPermissions = { roles: ['dev', 'release'], runAs: [undefined] };
const knownAs = (gate: Partial<GateFacts> = {}, told: ToldAccess = noPrefixes): Facts =>
  factsOf('shop', gateOf({ pipelines: said([seen]), ...gate }), told);

const failedWith = (details: object): Response =>
  said({ status: 'TERMINAL', variables: [{ key: 'exception', value: { details } }] });
const refused = failedWith({
  status: 403,
  method: 'POST',
  url: 'http://front50.example.com:8080/pipelines?staleCheck=true',
  errors: ['Status: 403, Method: POST, URL: http://front50.example.com:8080/pipelines, Message: Access is denied'],
});
const succeeded = said({ status: 'SUCCEEDED' });

interface World {
  readonly facts?: readonly Facts[];
  readonly tasks?: readonly Response[];
  readonly sent?: Response;
  readonly permissions?: WrittenPermissions;
}

interface Told {
  readonly all: readonly Saving[];
  readonly end: Saving | undefined;
  readonly tasks: readonly TaskRequest[];
  readonly waited: number;
}

/** What is told on the way, on a clock that moves when somebody pauses; the last answer of each list stays. */
async function saved({ facts = [knownAs()], tasks = [succeeded], permissions = roles, sent }: World): Promise<Told> {
  const all: Saving[] = [];
  const requests: TaskRequest[] = [];
  let [now, read, asked] = [0, 0, 0];
  const inTurn = <Value>(list: readonly Value[], at: number): Value => {
    const value = list[Math.min(at, list.length - 1)];
    if (value === undefined) throw new Error('nothing to answer');
    return value;
  };
  await savePermissions(
    { seen, permissions },
    {
      gate: {
        sendTask: async (request) => {
          requests.push(request);
          return sent ?? said({ ref: '/tasks/t1' });
        },
        task: async () => inTurn(tasks, asked++),
      },
      readFacts: async () => inTurn(facts, read++),
      clock: { now: () => now, pause: async (milliseconds) => void (now += milliseconds) },
    },
    { tell: (saving) => void all.push(saving), isWanted: () => all.length < 1000 },
  );
  return { all, end: all[all.length - 1], tasks: requests, waited: now };
}

const sentencesOf = (saving: Saving | undefined): readonly string[] =>
  saving?.kind === 'ended' ? saving.sentences : [];

describe('saving the permissions of a pipeline', () => {
  it('reads it anew, sends all of it, and follows the task to its end', async () => {
    const steps = [{ name: 'savePipeline', status: 'RUNNING' }];
    const { all, tasks } = await saved({ tasks: [said({ status: 'RUNNING', steps }), succeeded] });
    expect(all.map(({ kind }) => kind)).toEqual(['reading', 'running', 'running', 'running', 'saved']);
    expect(all[3]).toMatchObject({ kind: 'running', steps, again: false });
    expect(pipelineIn(tasks[0])).toEqual({
      ...seen,
      roles: ['dev', 'release'],
      triggers: [{ type: 'cron', enabled: true }],
    });
    expect(tasks[0]?.job[0]).toMatchObject({ staleCheck: true, user: 'alice' });
  });

  it('is not sent when somebody has changed the pipeline meanwhile, and says who', async () => {
    const { end, tasks } = await saved({ facts: [knownAs({ pipelines: said([{ ...seen, updateTs: '8' }]) })] });
    expect(end).toEqual({
      kind: 'ended',
      reason: 'stale',
      sentences: ['carol has changed the pipeline meanwhile. Nothing was saved, and what you chose is kept.'],
    });
    expect(tasks).toEqual([]);
  });

  it.each<[string, Facts, RegExp]>([
    ['is gone', knownAs({ pipelines: said([]) }), /not there any more/],
    ['can not be read', knownAs({ pipelines: said({}, 502) }), /could not be read before it is saved/],
  ])('is not sent when the pipeline %s', async (_what, facts, sentence) => {
    const { end, tasks } = await saved({ facts: [facts] });
    expect(sentencesOf(end)[0]).toMatch(sentence);
    expect(tasks).toEqual([]);
  });

  it('by two in one moment is said to be stale where Front50 says so', async () => {
    const errors = ['Status: 400, …, Message: The submitted pipeline is stale.  submitted updateTs 7 does not match 8'];
    const { end } = await saved({ tasks: [failedWith({ status: 400, method: 'POST', url: 'x', errors })] });
    expect(end).toMatchObject({ kind: 'ended', reason: 'stale' });
  });

  it('is tried once more after 20 seconds, where Front50 may not know the new account yet', async () => {
    const { all, tasks, waited } = await saved({ tasks: [refused, succeeded] });
    expect(all.map(({ kind }) => kind)).toEqual([
      'reading',
      'running',
      'running',
      'waiting',
      'running',
      'running',
      'saved',
    ]);
    expect([tasks.length, waited]).toEqual([2, accountDelay]);
    const twice = await saved({ tasks: [refused] });
    expect([twice.tasks.length, twice.end?.kind]).toEqual([2, 'ended']);
    expect(sentencesOf(twice.end)[0]).toMatch(/although by what is seen here it should not/);
  });

  it.each<[string, Facts, WrittenPermissions, RegExp]>([
    [
      'WRITE on the application',
      knownAs({}, { ...noPrefixes, ownAuthorizations: ['READ'] }),
      roles,
      /^You need WRITE on application shop, which whoever has the role dev has\.$/,
    ],
    [
      'a role of the account',
      knownAs({ user: said({ username: 'alice', roles: ['dev'] }) }),
      roles,
      /^You need all roles of the account p2@managed-service-account .*: you lack the role release\.$/,
    ],
    [
      'EXECUTE for the account',
      knownAs(),
      { roles: ['release'], runAs: [undefined] },
      /^The account p2@managed-service-account needs EXECUTE on application shop: give it the role dev\.$/,
    ],
    [
      'the use of an account that was chosen by hand',
      knownAs({ serviceAccounts: said(['other']) }),
      { runAs: ['robot'] },
      /^You need all roles of the account robot .*: you may not use it\.$/,
    ],
  ])('is explained where it is refused, and not tried again: %s', async (_what, facts, permissions, sentence) => {
    const { end, tasks } = await saved({ facts: [facts], tasks: [refused], permissions });
    expect(sentencesOf(end)[0]).toBe('Front50 refused to keep it, and does not say which of its checks failed.');
    expect(sentencesOf(end)).toContainEqual(expect.stringMatching(sentence));
    expect(tasks).toHaveLength(1);
  });

  it('says what it may be where nothing that failed is seen', async () => {
    const { end } = await saved({ tasks: [refused], permissions: { runAs: ['robot'] } });
    expect(sentencesOf(end)).toEqual([
      'Front50 refused to keep it, and does not say which of its checks failed.',
      'Perhaps: The account robot needs EXECUTE on application shop.',
    ]);
  });

  it('says of a role that a prefix may add that it may be it', async () => {
    const facts = [knownAs({}, nothingTold)];
    const { end } = await saved({ facts, tasks: [refused], permissions: { roles: ['release'], runAs: [undefined] } });
    expect(sentencesOf(end)).toContain(
      'Perhaps: The account p2@managed-service-account needs EXECUTE on application shop: give it the role dev.',
    );
  });

  it('says which role Orca misses, and that Orca keeps no roles', async () => {
    const few = knownAs({ user: said({ username: 'alice', roles: ['release'] }) });
    const errors = ["User 'alice' is not authorized with all roles for pipeline"];
    const { end } = await saved({ facts: [few], tasks: [failedWith({ errors })] });
    expect(sentencesOf(end)).toEqual([
      'Orca refused it: whoever saves must have all of the roles, and you lack the role dev. Somebody who has all of them, or an admin, can save it.',
    ]);
    const without = await saved({ tasks: [failedWith({ errors: ['Fiat is not enabled, cannot save roles.'] })] });
    expect(sentencesOf(without.end)[0]).toMatch(/^Orca keeps no roles of pipelines here/);
  });

  it('says what broke, without an address of a host', async () => {
    const errors = ['Status: 502, Method: POST, URL: http://front50:8080/pipelines, Message: Bad Gateway'];
    const { end } = await saved({ tasks: [failedWith({ status: 502, method: 'POST', url: 'x', errors })] });
    expect(sentencesOf(end)[0]).toMatch(/^A service behind Orca answered 502/);
    expect(sentencesOf(end)[0]).not.toContain('front50:8080');
  });

  it.each<[string, World, RegExp]>([
    ['nobody knows whether it was sent', { sent: { kind: 'no-answer', why: 'no answer came in time' } }, /not known/],
    ['the session has ended', { sent: said('', 401) }, /^Your session has ended/],
    ['Gate takes no tasks', { sent: said({}, 503) }, /^Gate answered 503/],
    ['somebody cancels the task', { tasks: [said({ status: 'CANCELED' })] }, /canceled the task/],
    ['the session ends on the way', { tasks: [said('', 401)] }, /^Your session has ended/],
    ['Orca does not end it', { tasks: [said({ status: 'RUNNING' })] }, /not ended the task within two minutes/],
  ])('says what is known where %s', async (_what, world, sentence) => {
    expect(sentencesOf((await saved(world)).end)[0]).toMatch(sentence);
  });

  it('gives up on a task that never ends after two minutes', async () => {
    const { waited } = await saved({ tasks: [said({ status: 'RUNNING' })] });
    expect(waited).toBeGreaterThan(taskLimits.task);
  });
});
