import type { Finding } from '../contract/doctor.ts';
import { at, listAt, textAt } from '../deployment/kubernetes-object.ts';
import { isOpenEnded, letThrough } from './allow-list.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { Profile } from './profile.ts';
import { notGiven, profileWith } from './profiles.ts';
import type { Profiles } from './profiles.ts';

const check = 'allowed requests';
const list = ['webhook', 'allowedRequests'] as const;

/** Without the list, whoever writes a pipeline has our bearer sent to himself by `monitorOnly` (measured). */
export function judgeAllowedRequests(orca: Profiles, publicUrl: string | undefined): readonly Finding[] {
  const [last] = orca.profiles.slice(-1);
  if (last === undefined) return notGiven(check, 'orca');
  const switched = profileWith(orca, 'webhook', 'allowedRequestsEnabled');
  if (at(switched?.value, 'webhook', 'allowedRequestsEnabled') !== true)
    return [
      wrong(check, {
        sentence:
          'Orca keeps no list of what webhooks may call, so that whoever writes a pipeline can have the bearer of the service sent to himself.',
        change: `${(switched ?? last).place(['webhook', 'allowedRequestsEnabled'])}: true, with the list that npm run config prints.`,
      }),
    ];
  const profile = profileWith(orca, ...list) ?? last;
  const problems = [...openEnded(profile), ...oursIn(profile, publicUrl)];
  return problems.length > 0
    ? problems
    : [ok(check, 'Orca calls the service, and nothing that the list does not name.')];
}

function openEnded(profile: Profile): readonly Finding[] {
  return listAt(profile.value, ...list).flatMap((entry, index) =>
    isOpenEnded(entry)
      ? [
          wrong(check, {
            sentence:
              'A prefix of the list has no slash after its host, so that a name which only begins with it, or any host behind an @, passes too.',
            change: `${profile.place([...list, index, 'urlPrefix'])}: put a slash after the host.`,
            about: `entry ${index + 1}`,
          }),
        ]
      : [],
  );
}

function oursIn(profile: Profile, publicUrl: string | undefined): readonly Finding[] {
  if (publicUrl === undefined)
    return [unknown(check, 'The configuration of the service does not say how Orca reaches it (publicUrl).')];
  const entries = listAt(profile.value, ...list);
  const missing = ['POST', 'GET'].filter((method) => letThrough(entries, { method, url: `${publicUrl}/` }) === false);
  if (missing.length > 0)
    return [
      wrong(check, {
        sentence: `The list lets no ${missing.join(' and no ')} to ${publicUrl}/ through, so that every stage of ours ends at once.`,
        change: `${profile.place(list)}: an entry with httpMethods: [POST, GET], urlPrefix: ${publicUrl}/ and safeToRetry: true.`,
      }),
    ];
  const index = entries.findIndex((entry) => textAt(entry, 'urlPrefix') === `${publicUrl}/`);
  if (index < 0 || at(entries[index], 'safeToRetry') === true) return [];
  return [
    wrong(check, {
      sentence: 'The entry of the service is not safeToRetry, so that one late answer to a start ends its stage.',
      change: `${profile.place([...list, index, 'safeToRetry'])}: true. A start that is repeated starts nothing twice.`,
    }),
  ];
}
