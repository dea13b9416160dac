import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFields } from '../../../backend-stub/contract/reading.ts';
import type { Fields } from '../../../backend-stub/contract/reading.ts';
import { createStageService } from '../../../frontend/service/client.ts';
import type { PatchStage } from '../../../frontend/service/request.ts';
import type { StageService } from '../../../frontend/service/stage-service.ts';
import { answerIn, detailsIn, situations } from '../execution/recorded.ts';
import { requestTo } from './request-to.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: unknown;
}

const heard: Heard[] = [];
let answer: { readonly status: number; readonly text: string };
let server: Server;
let service: StageService;
const patchStage: PatchStage = () => Promise.reject(new Error('nothing is laid on a stage here'));

beforeAll(async () => {
  server = createServer((call, response) => {
    const parts: Buffer[] = [];
    call.on('data', (part: Buffer) => parts.push(part));
    call.on('end', () => {
      const text = Buffer.concat(parts).toString();
      heard.push({ method: call.method, url: call.url, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(answer.status, { 'Content-Type': 'application/json', Connection: 'close' }).end(answer.text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  service = createStageService({ request: requestTo(`http://127.0.0.1:${port}`), patchStage }, '0.1.0');
});
afterAll(() => server.close());
beforeEach(() => heard.splice(0));

const answering = (status: number, body: unknown): void => {
  answer = { status, text: typeof body === 'string' ? body : JSON.stringify(body) };
};
const report = (situation = 'waiting-for-approval'): Fields => {
  const recorded = answerIn(situation);
  return isFields(recorded) ? recorded : {};
};

describe('calls', () => {
  it('go where the service listens, with ids that can lead nowhere else', async () => {
    answering(200, report());
    await service.deployment('../../v1/accounts');
    expect(heard).toEqual([{ method: 'GET', url: '/v1/deployments/..%2F..%2Fv1%2Faccounts', body: undefined }]);
  });

  it('send a decision as it was made', async () => {
    const decided = {
      id: '1',
      action: 'approve',
      by: 'alice',
      at: '2026-11-22T22:11:24Z',
      state: 'done',
      result: 'ok',
    };
    answering(200, decided);
    const decision = {
      action: 'approve',
      seen: [{ rollout: 'shop', podHash: 'a1', stepIndex: 1 }],
      comment: 'fine',
    } as const;
    expect(await service.decide('d1', decision)).toEqual(decided);
    expect(heard).toEqual([{ method: 'POST', url: '/v1/deployments/d1/decisions', body: decision }]);
  });

  const service1 = { kind: 'Service', name: 'web', treatment: 'applied', restoredByAbort: false };
  const change = {
    verdict: 'replace',
    replaces: 'web-1',
    diff: [
      { kind: 'folded', count: 3, within: 'spec' },
      { kind: 'folded', count: 2 },
      { kind: 'removed', lines: ['a: 1'] },
    ],
  };
  const fingerprint = { manifest: 'm', cluster: 'c' };

  it('ask for a plan with the stage as it is', async () => {
    const plan = {
      objects: [{ ...service1, change }, service1],
      abortDoesNotRestore: ['Service web'],
      approvals: [{ stepIndex: 1, weight: 25, requiresRoles: ['release'], sentence: 'Somebody.' }],
      notes: ['It is new.'],
      warnings: ['careful'],
      problems: [{ where: 'Deployment web, document 1', sentence: 'No.', line: 3, column: 5 }],
      fingerprint,
    };
    answering(200, plan);
    expect(await service.plan('shop', { targets: 'nonsense' })).toEqual(plan);
    expect(heard[0]?.body).toEqual({ application: 'shop', deployment: { targets: 'nonsense' } });
  });

  it('read a plan of an older service, which knows no changes, and of a newer one with another verdict', async () => {
    const none = { abortDoesNotRestore: [], approvals: [], notes: [] };
    answering(200, { objects: [service1], warnings: [], problems: [] });
    expect(await service.plan('shop', {})).toEqual({ objects: [service1], warnings: [], problems: [], ...none });
    const newer = { ...service1, change: { verdict: 'adopt', diff: [] } };
    answering(200, { objects: [newer], warnings: [], problems: [] });
    expect((await service.plan('shop', {})).objects).toEqual([service1]);
  });

  it('ask for the plan that was applied', async () => {
    answering(200, { objects: [{ ...service1, change }], fingerprint });
    expect(await service.appliedPlan('d1')).toEqual({ objects: [{ ...service1, change }], fingerprint });
    expect(heard).toEqual([{ method: 'GET', url: '/v1/deployments/d1/plan' }]);
  });

  it('ask for the audit with what is looked for, and with nothing else', async () => {
    answering(200, { records: [] });
    await service.audit({ application: 'my shop', actor: 'a&b', before: '700', limit: 500 });
    expect(heard).toEqual([
      { method: 'GET', url: '/v1/audit?application=my+shop&actor=a%26b&before=700&limit=500', body: undefined },
    ]);
  });

  it('read every field of the records of the audit', async () => {
    const written: unknown = JSON.parse(readFileSync(join('test/fixtures/audit', 'several-days.json'), 'utf8'));
    answering(200, { ...(isFields(written) ? written : {}), next: '243' });
    expect(await service.audit({ application: 'shop' })).toEqual({
      ...(isFields(written) ? written : {}),
      next: '243',
    });
  });

  it('leave out no record of the audit because a newer service has other words in it', async () => {
    const record = {
      ...{ tenant: 't', sequence: 7, at: '2026-11-22T22:11:24Z', previous: 'a', hash: 'b', sentence: 'It was seen.' },
      ...{ kind: 'insight', action: 'look', actor: { name: 'eve', through: 'telepathy', admin: false } },
      ...{ reason: 'not-in-the-mood', application: null, weather: 'fine' },
    };
    answering(200, { records: [record] });
    const { weather: _weather, application: _application, ...known } = record;
    expect(await service.audit({ application: 'shop' })).toEqual({
      records: [{ ...known, actor: { name: 'eve', through: 'telepathy' } }],
    });
  });

  const creation = {
    name: 'team-a/x',
    user: 'alice@example.com',
    roles: ['team-a'],
    isAdmin: true,
    verdict: 'denied',
    sentence: 'You may not create it.',
    by: { kind: 'prefix', prefixes: ['team-*'], roles: [] },
    taken: 'unknown',
    explained: {
      rules: {
        provider: 'aggregate',
        resolutionStrategy: 'MOST_SPECIFIC',
        executeFallback: 'WRITE',
        prefixes: [{ prefix: 'team-*', permissions: { CREATE: ['ops'], READ: [] } }],
      },
      creators: { kind: 'roles', roles: ['ops'] },
      usable: ['a-*'],
    },
    knownRoles: ['ops'],
    advice: { lockOut: 'forbid', requireWriteRole: true },
    secondsOld: 7,
  };

  it('ask whether a name may be created, whatever stands in it, and read every field of the answer', async () => {
    answer = { status: 200, text: JSON.stringify(creation) };
    expect(await service.creation('team-a/x')).toEqual(creation);
    expect(heard[0]?.url).toBe('/v1/access/applications/team-a%2Fx/creation');
  });

  it('read a verdict without an explanation, and one for a reason that only a newer service knows', async () => {
    const { name, verdict, sentence, taken, knownRoles, advice } = creation;
    const least = { name, verdict, sentence, taken, knownRoles, advice };
    answer = { status: 200, text: JSON.stringify({ ...least, by: { kind: 'horoscope' } }) };
    expect(await service.creation('x')).toEqual(least);
    answer = { status: 200, text: JSON.stringify({ ...least, verdict: 'perhaps' }) };
    await expect(service.creation('x')).rejects.toThrow('answer.verdict should be one of allowed, denied, cannotTell');
  });

  it('list accounts', async () => {
    const list = {
      access: 'open',
      accounts: [{ name: 'prod', authorized: true, namespaces: ['a'], defaultNamespace: 'a' }],
    };
    answering(200, list);
    expect(await service.accounts()).toEqual(list);
  });
});

describe('answers', () => {
  it.each(situations)('of the service are read whole: %s', async (situation) => {
    answering(200, answerIn(situation));
    expect(await service.deployment('d1')).toEqual({ ...report(situation), startedBy: 'stage' });
  });

  it('may hold keys that are not known yet', async () => {
    answering(200, { ...report(), mood: 'good', viewer: { user: 'a', may: [{ action: 'dance', kind: 'allowed' }] } });
    expect((await service.deployment('d1')).viewer).toEqual({ user: 'a', may: [], mayGiveBack: false });
  });

  it('of a service that sends neither viewer nor pods are fine', async () => {
    const { viewer: _viewer, live: _live, ...older } = report();
    answering(200, older);
    expect(await service.deployment('d1')).toMatchObject({ viewer: { user: '', may: [] }, live: [] });
  });

  it('started by a machine are read as such, and one of a service that does not say who started it as a stage’s', async () => {
    const { executionId, stageId, attempt, pipeline: _pipeline, orca: _orca, ...facts } = report();
    answering(200, { ...facts, startedBy: 'machine', machine: 'ci' });
    const started = await service.deployment('d1');
    expect(started).toMatchObject({ startedBy: 'machine', machine: 'ci' });
    expect(started).not.toHaveProperty('executionId');
    answering(200, { ...facts, executionId, stageId, attempt });
    expect(await service.deployment('d1')).toMatchObject({ startedBy: 'stage', stageId, orca: 'asking' });
  });

  it('show words that are not known as they are, where that does no harm', async () => {
    const decision = { id: '1', action: 'postpone', by: 'bob', at: '2026-11-22T22:11:24Z', state: 'done' };
    const pods = [{ name: 'p', state: 'hibernating' }];
    const live = [{ name: 'shop', kind: 'seen', stable: { podHash: 'a', images: [], wanted: 1, pods } }];
    answering(200, { ...report(), onFailure: 'ponder', orca: 'singing', decisions: [decision], events: [], live });
    expect(await service.deployment('d1')).toMatchObject({
      onFailure: 'keep',
      orca: 'asking',
      decisions: [],
      events: [{ sentence: 'bob: postpone' }],
      live: [{ stable: { pods: [{ state: 'starting', trouble: 'hibernating' }] } }],
    });
  });

  it.each([
    ['a phase', { phase: 'levitating' }, /answer\.phase should be one of .* and is "levitating"/],
    ['a step', { steps: [{ analysis: {} }] }, /answer\.steps\[0\] should be a step that sets a weight or pauses/],
    ['a summary that is no text', { summary: 7 }, /answer\.summary should be text and is 7/],
    ['rollouts that are no list', { rollouts: {} }, /answer\.rollouts should be a list/],
  ])('are not guessed at when they hold %s', async (_what, part, words) => {
    answering(200, { ...report(), ...part });
    const failure = await service.deployment('d1').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'UnreadableAnswer', message: expect.stringMatching(words) });
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^The plugin in this page \(0\.1\.0\) can't read .* Reload the page/),
    });
  });

  it('name the version of the service where it says it', async () => {
    answering(200, { version: '9.0.0' });
    await expect(service.accounts()).rejects.toThrow(/what the stage service \(9\.0\.0\) answers/);
  });

  it.each(['', '<html>log in</html>', '[]', '"text"', 'null'])(
    'that are no JSON object are not believed: %s',
    async (text) => {
      answering(200, text);
      await expect(service.deployment('d1')).rejects.toMatchObject({ name: 'UnreadableAnswer' });
    },
  );
});

describe('refusals and failures', () => {
  it.each([
    [409, 'stale', 'Approving was refused: bob decided the same a moment ago.'],
    [403, 'not-allowed', 'Approving was refused: you lack EXECUTE.'],
    [404, 'not-found', 'Viewing was refused: there is no such deployment.'],
  ])('%i %s is the refusal of the service, in its words', async (status, error, message) => {
    answering(status, { error, message });
    await expect(service.deployment('d1')).rejects.toMatchObject({ name: 'ServiceRefused', reason: error, message });
  });

  it('what Gate refuses by itself is told from what the service refuses', async () => {
    answering(404, { timestamp: 1, status: 404, error: 'Not Found', message: 'No proxy config found with id' });
    await expect(service.accounts()).rejects.toMatchObject({
      name: 'ServiceRefused',
      reason: 'unknown',
      message:
        'Gate itself answered 404 to /v1/accounts: No proxy config found with id. An operator of Spinnaker has to register the stage service under `proxies` of Gate.',
    });
  });

  it('401 means that the session has ended', async () => {
    answering(401, { error: 'Unauthorized', message: 'x' });
    await expect(service.accounts()).rejects.toMatchObject({ name: 'SessionEnded' });
  });

  it.each([500, 502, 503, 504, 408, 429])('%i means that it is worth another try', async (status) => {
    answering(status, 'Bad gateway');
    await expect(service.accounts()).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringContaining(`Gate answered ${status}`),
    });
  });

  it('says which other service is away, when the service knows', async () => {
    answering(424, { error: 'unavailable', message: 'Fiat does not answer.' });
    await expect(service.accounts()).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: 'Fiat does not answer. Try again in a moment.',
    });
  });

  it('nobody there is worth another try as well', async () => {
    const nobody = createStageService({ request: requestTo('http://127.0.0.1:1'), patchStage });
    await expect(nobody.accounts()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
  });

  it('the recordings are what the tests of the details show', () => {
    expect(detailsIn('waiting-for-approval')).toEqual({ ...report(), startedBy: 'stage' });
  });
});
