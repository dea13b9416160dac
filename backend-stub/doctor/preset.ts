import { stageType } from '../contract/orca.ts';
import { listAt, textAt } from '../deployment/kubernetes-object.ts';
import type { Profile, ProfilePath } from './profile.ts';
import { profileWith } from './profiles.ts';
import type { Profiles } from './profiles.ts';

/** Our entry of `webhook.preconfigured` in the file that has the list. */
export interface Preset {
  readonly profile: Profile;
  readonly path: ProfilePath;
  readonly entry: unknown;
}

const list = ['webhook', 'preconfigured'] as const;

export function presetIn(orca: Profiles): Preset | undefined {
  const profile = profileWith(orca, ...list);
  const entries = listAt(profile?.value, ...list);
  const index = entries.findIndex((entry) => textAt(entry, 'type') === stageType);
  return profile === undefined || index < 0 ? undefined : { profile, path: [...list, index], entry: entries[index] };
}
