import { attributesOf, taskOf } from '../../../frontend/create-application/attributes.ts';
import { draftWith, facts, recorded } from './told-host.ts';

const by = { facts, providers: ['kubernetes'], user: 'alice@example.com' };
const everything = draftWith({
  name: '  TeamA-New ',
  repoType: 'github',
  repoProjectKey: 'shop',
  repoSlug: 'web',
  chaosMonkey: true,
  pagerDuty: { id: 'P1', label: 'on call', value: 'key' },
  slackChannel: { id: 'C1', label: 'shop', value: { id: 'C1', name: 'shop', is_channel: true } },
  description: ' The shop ',
  cloudProviders: ['kubernetes', 'gce'],
  providerSettings: { gce: { associatePublicIpAddress: true } },
  platformHealthOnly: true,
  platformHealthOnlyShowOverride: true,
  instancePort: '8080',
  enableRestartRunningExecutions: true,
  enableRerunActiveExecutions: true,
  grants: [
    { role: 'Team-A', rights: ['READ', 'WRITE'] },
    { role: ' team-a', rights: ['EXECUTE', 'READ'] },
    { role: '', rights: ['READ'] },
  ],
});

describe('the task that creates an application', () => {
  it('is what a real Gate took', () => {
    const grants = [{ role: 'team-a', rights: ['READ', 'EXECUTE', 'WRITE'] as const }];
    const draft = draftWith({ instancePort: '80', grants });
    expect(taskOf(draft, { ...by, providers: [] }, 'createApplication')).toMatchObject(recorded('request') as object);
  });

  it('carries every field of Deck, roles as Fiat has them, and each once', () => {
    const features = { fiat: true, chaosMonkey: true, pagerDuty: true, slack: true };
    expect(
      attributesOf(everything, { ...by, facts: { ...facts, features }, providers: ['kubernetes', 'gce'] }),
    ).toEqual({
      name: 'teama-new',
      email: 'x@example.com',
      repoType: 'github',
      repoProjectKey: 'shop',
      repoSlug: 'web',
      chaosMonkey: {
        enabled: true,
        meanTimeBetweenKillsInWorkDays: 2,
        minTimeBetweenKillsInWorkDays: 1,
        grouping: 'cluster',
        regionsAreIndependent: true,
        exceptions: [],
      },
      pdApiKey: 'key',
      slackChannel: { id: 'C1', name: 'shop', is_channel: true },
      description: 'The shop',
      cloudProviders: 'kubernetes,gce',
      providerSettings: { gce: { associatePublicIpAddress: true } },
      platformHealthOnly: true,
      platformHealthOnlyShowOverride: true,
      instancePort: 8080,
      enableRestartRunningExecutions: true,
      enableRerunActiveExecutions: true,
      permissions: { READ: ['team-a'], EXECUTE: ['team-a'], WRITE: ['team-a'] },
    });
  });

  it('has nothing of what this Spinnaker does not have, and nothing that was left empty', () => {
    const features = { fiat: false, chaosMonkey: false, pagerDuty: false, slack: false };
    const attributes = attributesOf(
      { ...everything, repoType: '', description: ' ', instancePort: '' },
      {
        ...by,
        facts: { ...facts, features },
      },
    );
    for (const key of [
      'permissions',
      'chaosMonkey',
      'pdApiKey',
      'slackChannel',
      'repoSlug',
      'description',
      'instancePort',
    ])
      expect(attributes).not.toHaveProperty(key);
  });

  it('means the only cloud provider that there is without asking', () => {
    expect(attributesOf(draftWith(), by)).toMatchObject({ cloudProviders: 'kubernetes' });
  });

  it('repairs what was created by half as a change of it', () => {
    expect(taskOf(draftWith(), by, 'updateApplication')).toMatchObject({
      description: 'Update Application: teama-new',
      job: [{ type: 'updateApplication' }],
    });
  });
});
