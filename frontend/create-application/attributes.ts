import type { Fields } from '../../backend-stub/contract/reading.ts';
import { nameOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { permissionsOf } from './grants.ts';
import type { TaskRequest } from '../tasks/follow.ts';
import type { HostFacts } from './host.ts';

export interface SentBy {
  readonly facts: HostFacts;
  /** Cloud providers of this Spinnaker. With one alone nobody is asked, and that one is meant. */
  readonly providers: readonly string[];
  readonly user: string;
}

/** Orca's word for what is asked; each of them writes the application and then its permissions. */
export type Operation = 'createApplication' | 'updateApplication';

/** As Deck sends it (recorded of a real Gate): the providers as one text, and the person in the job. */
export function taskOf(draft: Draft, by: SentBy, operation: Operation): TaskRequest {
  const name = nameOf(draft);
  const word = operation === 'createApplication' ? 'Create' : 'Update';
  return {
    application: name,
    description: `${word} Application: ${name}`,
    job: [{ type: operation, application: attributesOf(draft, by), user: by.user }],
  };
}

/** What was left empty is left out. */
export function attributesOf(draft: Draft, { facts, providers }: SentBy): Fields {
  const { repoType, repoProjectKey, repoSlug } = draft;
  return {
    name: nameOf(draft),
    email: draft.email.trim(),
    cloudProviders: (providers.length === 1 ? providers : draft.cloudProviders).join(','),
    ...written({ repoType, ...(repoType === '' ? {} : { repoProjectKey, repoSlug }), description: draft.description }),
    ...(draft.instancePort.trim() === '' ? {} : { instancePort: Number(draft.instancePort) }),
    ...(Object.keys(draft.providerSettings).length === 0 ? {} : { providerSettings: draft.providerSettings }),
    platformHealthOnly: draft.platformHealthOnly,
    platformHealthOnlyShowOverride: draft.platformHealthOnlyShowOverride,
    enableRestartRunningExecutions: draft.enableRestartRunningExecutions,
    enableRerunActiveExecutions: draft.enableRerunActiveExecutions,
    ...integrations(draft, facts),
    ...(facts.features.fiat ? { permissions: permissionsOf(draft.grants) } : {}),
  };
}

function integrations({ chaosMonkey, pagerDuty, slackChannel }: Draft, { features }: HostFacts): Fields {
  return {
    ...(features.chaosMonkey ? { chaosMonkey: { ...chaosMonkeyDefaults, enabled: chaosMonkey } } : {}),
    ...(features.pagerDuty && pagerDuty !== undefined ? { pdApiKey: pagerDuty.value } : {}),
    ...(features.slack && slackChannel !== undefined ? { slackChannel: slackChannel.value } : {}),
  };
}

/** As Deck begins with; its page Config has fields for them. */
const chaosMonkeyDefaults = {
  meanTimeBetweenKillsInWorkDays: 2,
  minTimeBetweenKillsInWorkDays: 1,
  grouping: 'cluster',
  regionsAreIndependent: true,
  exceptions: [],
} as const;

function written(texts: Readonly<Record<string, string>>): Fields {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) => (text.trim() === '' ? [] : [[key, text.trim()] as const])),
  );
}
