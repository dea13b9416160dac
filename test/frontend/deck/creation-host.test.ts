import { creationHost, hostFacts } from '../../../frontend/deck/creation-host.ts';

const mockAnswers: Record<string, unknown> = {};
const mockAsked: unknown[] = [];

jest.mock('@spinnaker/core', () => {
  const request = (url: string): object => ({
    path: (...segments: readonly string[]) => request([url, ...segments].join('/')),
    query: () => request(url),
    get: async () => mockAnswers[url],
    post: async (body: unknown) => {
      mockAsked.push([url, body]);
      return mockAnswers[url];
    },
  });
  return {
    REST: request,
    SETTINGS: {},
    AccountService: {
      listProviders: async () => ['kubernetes'],
      listAllAccounts: async () => mockAnswers['accounts'],
    },
    ApplicationReader: { listApplications: async () => [{ name: 'shop' }, {}] },
    ApplicationNameValidator: {
      validate: async (name: string, providers: readonly string[]) => ({
        errors: [{ cloudProvider: 'kubernetes', message: `${name} for ${providers.join()}` }],
        warnings: [{ message: 'mind it' }],
      }),
    },
  };
});

describe('Deck', () => {
  const host = creationHost();

  it('says what its settings switch on, and has defaults for those that say nothing', () => {
    expect(hostFacts({})).toEqual({
      features: { fiat: false, chaosMonkey: false, pagerDuty: false, slack: false },
      repositoryTypes: ['stash', 'github', 'bitbucket', 'gitlab'],
      defaultInstancePort: undefined,
      chaosMonkeyByDefault: false,
      pagerDutyRequired: false,
    });
    const settings = {
      feature: { fiatEnabled: true, chaosMonkey: true, pagerDuty: true, slack: true },
      gitSources: ['gitea'],
      defaultInstancePort: 8080,
      newApplicationDefaults: { chaosMonkey: true },
      pagerDuty: { required: true },
    };
    expect(hostFacts(settings)).toEqual({
      features: { fiat: true, chaosMonkey: true, pagerDuty: true, slack: true },
      repositoryTypes: ['gitea'],
      defaultInstancePort: 8080,
      chaosMonkeyByDefault: true,
      pagerDutyRequired: true,
    });
  });

  it('says who is logged in, and nobody where Gate answers nothing', async () => {
    mockAnswers['/auth/user'] = { username: 'alice', roles: ['dev'], isAdmin: true };
    expect(await host.author()).toEqual({ name: 'alice', roles: ['dev'], admin: true });
    mockAnswers['/auth/user'] = '';
    await expect(host.author()).rejects.toThrow('Gate does not say who is logged in.');
  });

  it('says which applications and roles there are', async () => {
    mockAnswers['accounts'] = [
      { permissions: { READ: ['a'], WRITE: ['b'] }, requiredGroupMembership: ['c'] },
      { permissions: null },
    ];
    expect(await host.applicationNames()).toEqual(['shop']);
    expect(await host.accountRoles()).toEqual(['a', 'b', 'c']);
  });

  it('says what its validators find of a name', async () => {
    expect(await host.checkName('web_1', ['kubernetes'])).toEqual({
      errors: [{ provider: 'kubernetes', message: 'web_1 for kubernetes' }],
      warnings: [{ message: 'mind it' }],
    });
  });

  it('offers services of PagerDuty that can be called, and channels of Slack whole', async () => {
    mockAnswers['/pagerDuty/services'] = [
      { id: 'P1', name: 'on call', integration_key: 'k' },
      { id: 'P2', name: 'none' },
    ];
    mockAnswers['/slack/channels'] = [{ id: 'C1', name: 'shop', is_archived: false }, {}];
    expect(await host.pagerDutyServices()).toEqual([{ id: 'P1', label: 'on call', value: 'k' }]);
    expect(await host.slackChannels()).toEqual([
      { id: 'C1', label: 'shop', value: { id: 'C1', name: 'shop', is_archived: false } },
    ]);
  });

  it('sends tasks and reads them and applications', async () => {
    mockAnswers['/tasks'] = { ref: '/tasks/t1' };
    mockAnswers['/tasks/t1'] = { status: 'RUNNING' };
    mockAnswers['/applications/web'] = { name: 'web' };
    const task = { application: 'web', description: 'Create Application: web', job: [] };
    expect(await host.sendTask(task)).toEqual({ kind: 'answer', status: 200, body: { ref: '/tasks/t1' } });
    expect(mockAsked).toEqual([['/tasks', task]]);
    expect(await host.task('t1')).toMatchObject({ body: { status: 'RUNNING' } });
    expect(await host.application('web')).toMatchObject({ body: { name: 'web' } });
  });
});
