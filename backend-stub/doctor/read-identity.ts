import { isAbsent } from './user-view.ts';
import type { UserLook } from './user-view.ts';
import type { Finding } from '../contract/doctor.ts';
import { ok, unknown, wrong } from './finding.ts';

const check = 'read identity';

/** Whom Orca takes the service for when it reads an execution back: without READ it gets an empty answer, and starts nothing. */
export function judgeReadIdentity(readAs: string, look: UserLook): readonly Finding[] {
  if (look.kind !== 'seen')
    return [unknown(check, look.kind === 'unasked' ? look.why : 'Fiat did not say who that is.')];
  const user = look.seen;
  const make = `Front50's serviceAccounts: one of the name ${readAs}, with a role that has READ on the applications that deploy.`;
  if (isAbsent(user))
    return [
      wrong(check, {
        sentence: `Fiat knows nobody of the name ${readAs}, so that Orca shows the service no execution.`,
        change: make,
      }),
    ];
  const readable = [...user.applications.values()].filter((granted) => granted.includes('READ')).length;
  if (readable === 0 && !user.admin && !user.allowAccessToUnknownApplications)
    return [
      wrong(check, { sentence: `${readAs} may read no application, so that no deployment can start.`, change: make }),
    ];
  if (user.admin)
    return [
      wrong(check, {
        sentence: `${readAs} is an admin of Spinnaker, and has to read executions only.`,
        change: make,
      }),
    ];
  return [ok(check, `${readAs} may read ${readable} applications.`)];
}
