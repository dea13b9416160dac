import type { Fields } from '../../backend-stub/contract/reading.ts';
import type { HostFacts, Offer } from './host.ts';

/** The rights that an application's own permissions can give; CREATE is given by prefixes only. */
export const rights = ['READ', 'EXECUTE', 'WRITE'] as const;
export type Right = (typeof rights)[number];

/** One row of the permissions: a role as it was typed, and what it shall have. */
export interface RoleGrant {
  readonly role: string;
  readonly rights: readonly Right[];
}

/** All that can be filled in, as it stands in the fields. */
export interface Draft {
  readonly name: string;
  readonly email: string;
  readonly repoType: string;
  readonly repoProjectKey: string;
  readonly repoSlug: string;
  readonly chaosMonkey: boolean;
  readonly pagerDuty: Offer | undefined;
  readonly slackChannel: Offer | undefined;
  readonly description: string;
  readonly cloudProviders: readonly string[];
  readonly providerSettings: Fields;
  readonly platformHealthOnly: boolean;
  readonly platformHealthOnlyShowOverride: boolean;
  /** That the override has a price was read and accepted. */
  readonly overrideUnderstood: boolean;
  readonly instancePort: string;
  readonly enableRestartRunningExecutions: boolean;
  readonly enableRerunActiveExecutions: boolean;
  readonly grants: readonly RoleGrant[];
  /** That its author will not be able to read or to change it was read and accepted. */
  readonly lockOutUnderstood: boolean;
}

export function emptyDraft(facts: HostFacts, name = ''): Draft {
  return {
    name,
    email: '',
    repoType: '',
    repoProjectKey: '',
    repoSlug: '',
    chaosMonkey: facts.chaosMonkeyByDefault,
    pagerDuty: undefined,
    slackChannel: undefined,
    description: '',
    cloudProviders: [],
    providerSettings: {},
    platformHealthOnly: false,
    platformHealthOnlyShowOverride: false,
    overrideUnderstood: false,
    instancePort: facts.defaultInstancePort === undefined ? '' : String(facts.defaultInstancePort),
    enableRestartRunningExecutions: false,
    enableRerunActiveExecutions: false,
    grants: [],
    lockOutUnderstood: false,
  };
}

/** Front50 knows no letter case, and Deck writes lower case. */
export function nameOf({ name }: Pick<Draft, 'name'>): string {
  return name.trim().toLowerCase();
}
