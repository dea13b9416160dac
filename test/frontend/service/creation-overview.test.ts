import { createStageService } from '../../../frontend/service/client.ts';
import type { Call, Response } from '../../../frontend/service/request.ts';
import type { StageService } from '../../../frontend/service/stage-service.ts';

const holders = { READ: 'everyone', EXECUTE: ['dev'], WRITE: [] };
const overview = {
  file: { path: '/etc/fiat.yml', isInForce: true, problems: [{ where: 'fiat', sentence: 'No.', line: 3, column: 7 }] },
  settings: {
    ...{ restrictApplicationCreation: true, provider: 'aggregate', resolutionStrategy: 'MOST_SPECIFIC' },
    ...{ executeFallback: 'WRITE', adminRoles: ['root'], prefixes: 1 },
  },
  table: [
    { prefix: 'a-*', line: 9, creators: { kind: 'roles', roles: ['ops'] }, holders },
    { creators: { kind: 'everyone', because: 'noMatchingPrefix' }, holders },
  ],
  warnings: [{ sentence: 'It hides.', prefix: 'a-*', line: 9 }],
  effects: {
    ...{ kind: 'known', isSoAlready: false, counts: { hidden: 1, closed: 2, narrowed: 3, widened: 4, same: 5 } },
    changed: [{ name: 'a-shop', kind: 'hidden', prefixes: ['a-*'], holders }],
  },
  block: 'fiat: {}',
};

let calls: Call[];
beforeEach(() => (calls = []));

function answering(body: unknown): StageService {
  const request = (call: Call): Promise<Response> => {
    calls.push(call);
    return Promise.resolve({ kind: 'answer', status: 200, body });
  };
  return createStageService({ request, patchStage: () => Promise.resolve({ kind: 'no-answer', why: 'nobody' }) });
}

describe('the overview of who may create what', () => {
  it('is read with every field', async () => {
    expect(await answering(overview).creationOverview()).toEqual(overview);
    expect(calls).toEqual([{ method: 'GET', path: ['v1', 'access', 'creation'] }]);
  });

  it('is read of a service without rules', async () => {
    const least = { table: [], warnings: [], effects: { kind: 'unknown', why: 'There are no rules.' }, block: '' };
    expect(await answering(least).creationOverview()).toEqual(least);
  });

  it('is not guessed at where an application changes in a way that only a newer service knows', async () => {
    const effects = { ...overview.effects, changed: [{ ...overview.effects.changed[0], kind: 'vanished' }] };
    await expect(answering({ ...overview, effects }).creationOverview()).rejects.toThrow(
      'answer.effects.changed[0].kind should be one of hidden, closed, narrowed, widened and is ',
    );
  });
});

describe('the answer about a name', () => {
  const answer = {
    ...{ name: 'x', verdict: 'allowed', sentence: 'Yes.', taken: 'no', knownRoles: [] },
    advice: { lockOut: 'warn', requireWriteRole: false },
  };

  it('is asked for about somebody else, or about whoever has these roles', async () => {
    const service = answering(answer);
    await service.creation('x', { kind: 'user', user: 'eve@example.com' });
    await service.creation('x', { kind: 'roles', roles: ['team-a', 'r & d'] });
    await service.creation('x');
    expect(calls.map(({ query }) => query)).toEqual([{ user: 'eve@example.com' }, { roles: 'team-a,r & d' }, {}]);
  });
});
