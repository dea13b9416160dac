import type { AccountUse, ServiceAccount } from '../../backend-stub/contract/service-accounts.ts';
import type { AccountStanding } from '../../backend-stub/pipelines/account-standing.ts';
import { isManaged, isShared } from '../../backend-stub/pipelines/identity.ts';
import type { IconName } from '../view/Icon.tsx';

interface StandingWords {
  readonly label: string;
  readonly icon: IconName;
  readonly sentence: string;
}

export const standingWords: Readonly<Record<AccountStanding, StandingWords>> = {
  missing: {
    label: 'Does not exist',
    icon: 'cross',
    sentence: 'Pipelines run as it, and Front50 has no account of this name: whatever they need by it is denied.',
  },
  'no-roles': {
    label: 'Nobody’s',
    icon: 'alert',
    sentence: 'It has no roles: Fiat lets nobody but admins use it, and it may what is open to everybody.',
  },
  'pipeline-gone': {
    label: 'Pipeline gone',
    icon: 'alert',
    sentence: 'It was managed for one pipeline, and that pipeline is not there any more.',
  },
  unused: { label: 'Unused', icon: 'note', sentence: 'No pipeline runs as it.' },
  unknown: { label: 'Not known', icon: 'note', sentence: 'Where it is used is not known.' },
  'in-use': { label: 'In use', icon: 'check', sentence: 'Pipelines run as it.' },
};

/** Whose it is, by its name. */
export function kindWords({ name }: ServiceAccount): string {
  if (isShared(name)) return 'managed, shared';
  return isManaged(name) ? 'managed' : 'made by hand';
}

/** Undefined where the name says all that there is to say. */
export function sharedSentence({ name }: ServiceAccount): string | undefined {
  if (!isShared(name)) return undefined;
  return 'Orca keeps it for all pipelines with just these roles, names it by a hash of them, and deletes it with none of these pipelines.';
}

export function rolesTold({ roles, mayUse, exists }: ServiceAccount): string {
  if (roles !== undefined) return roles.length === 0 ? 'no role' : roles.join(', ');
  if (exists === false) return '';
  return mayUse ? 'not known' : 'not yours to know';
}

export function usesTold({ uses, isUsedElsewhere }: ServiceAccount): string {
  if (uses === undefined) return 'not known';
  const count = uses.length === 1 ? '1 pipeline' : `${uses.length} pipelines`;
  if (isUsedElsewhere !== true) return uses.length === 0 ? 'none' : count;
  return uses.length === 0 ? 'others’ only' : `${count}, and others’`;
}

/** `cron, git`, `cron, switched off`, or that it only belongs to it. */
export function triggersTold({ triggers, isOn }: AccountUse): string {
  if (triggers.length === 0) return 'none: the account is managed for it, and no trigger runs as it';
  return isOn ? triggers.join(', ') : `${triggers.join(', ')}, switched off`;
}
