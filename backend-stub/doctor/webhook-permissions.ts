import type { Finding } from '../contract/doctor.ts';
import { at, listAt, recordAt } from '../deployment/kubernetes-object.ts';
import { ok, wrong } from './finding.ts';
import { presetIn } from './preset.ts';
import { notGiven } from './profiles.ts';
import type { Profiles } from './profiles.ts';

const check = 'webhook permissions';

/** Orca compares roles by substring: `ops` lets `devops-readonly` in, and a sentinel that is part of a real role hides nothing. */
export function judgeWebhookPermissions(orca: Profiles, roles: readonly string[]): readonly Finding[] {
  if (orca.profiles.length === 0) return notGiven(check, 'orca');
  const preset = presetIn(orca);
  const permissions = recordAt(preset?.entry, 'permissions');
  if (preset === undefined || Object.keys(permissions).length === 0)
    return [ok(check, 'The webhook names no roles of its own: the service asks Fiat.')];
  const place = (key: string): string => preset.profile.place([...preset.path, 'permissions', key]);
  const written = listAt(permissions, 'WRITE');
  const problems = ['READ', 'WRITE'].flatMap((key) =>
    loose(listAt(permissions, key), roles).map(({ role, other }) =>
      wrong(check, {
        sentence: `permissions.${key} names ${role}, and Orca compares parts of names: ${other} is let in as well.`,
        change: `${place(key)}: leave permissions out, since the service asks Fiat itself, or name a role that is part of no other.`,
        about: key,
      }),
    ),
  );
  const empty = at(permissions, 'WRITE') !== undefined && written.length === 0;
  if (empty)
    problems.push(
      wrong(check, {
        sentence: 'permissions.WRITE is empty, so that nobody may run the stage.',
        change: `${place('WRITE')}: leave it out.`,
        about: 'WRITE',
      }),
    );
  return problems.length > 0 ? problems : [ok(check, 'No role of the webhook lets in another one than itself.')];
}

interface Loose {
  readonly role: string;
  readonly other: string;
}

function loose(configured: readonly unknown[], roles: readonly string[]): readonly Loose[] {
  return configured.flatMap((role) => {
    if (typeof role !== 'string') return [];
    const other = roles.find((one) => one !== role && one.includes(role));
    return other === undefined ? [] : [{ role, other }];
  });
}
