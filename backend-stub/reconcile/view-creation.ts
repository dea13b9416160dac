import { isNamed } from '../access/may.ts';
import type { UserPermissions } from '../access/permissions.ts';
import { folded } from '../contract/authorization.ts';
import type { CreationAnswer, NameTaken } from '../contract/creation.ts';
import { defined } from '../contract/defined.ts';
import { neutralise } from '../contract/expressions.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import { calledBy } from '../creation/called.ts';
import type { Called } from '../creation/called.ts';
import { explainName, prefixRoles } from '../creation/explain-name.ts';
import { judgeByFiat, judgeByRules } from '../creation/judge-creation.ts';
import type { Judgement } from '../creation/judge-creation.ts';
import { requireAdmin } from './require-admin.ts';
import type { Services } from './services.ts';

/** `user` or `roles`: about somebody else than who asks. */
export interface CreationQuestion {
  readonly name: string;
  readonly user?: string;
  readonly roles?: readonly string[];
}

export type CreationView = { readonly kind: 'found'; readonly answer: CreationAnswer } | Refusal;

/** Whether somebody may create an application of this name, and why. People ask about themselves, admins about everybody. */
export async function viewCreation(services: Services, asker: string, asked: CreationQuestion): Promise<CreationView> {
  const about = { user: asked.user ?? asker, name: asked.name };
  const called = calledBy(asker, asked.roles === undefined ? about : {});
  if (services.authorizations.mode === 'open') return found(services, about, { judged: openly(about.name, called) });
  const isOther = asked.roles !== undefined || folded(about.user) !== folded(asker);
  const denied = isOther ? await requireAdmin(services, asker, 'Asking what others may create') : undefined;
  if (denied !== undefined) return denied;
  if (!isNamed(asker)) return nobody();
  if (asked.roles !== undefined)
    return found(services, { name: asked.name }, ofRoles(services, { name: asked.name, roles: asked.roles, called }));
  return found(services, about, await ofUser(services, { ...about, called }));
}

interface Told {
  readonly judged: Pick<CreationAnswer, 'verdict' | 'sentence' | 'by'>;
  readonly roles?: readonly string[];
  readonly isAdmin?: boolean;
  readonly secondsOld?: number;
}

async function found(
  services: Services,
  about: { readonly name: string; readonly user?: string },
  { judged, roles, isAdmin = false, secondsOld }: Told,
): Promise<CreationView> {
  const { creation } = services;
  const { file } = creation.rules();
  const [taken, ofAccounts] = await Promise.all([isTaken(services, about.name), creation.accountRoles()]);
  const knownRoles = new Set([...(roles ?? []), ...(file === undefined ? [] : prefixRoles(file.rules)), ...ofAccounts]);
  const answer: CreationAnswer = {
    ...about,
    ...judged,
    sentence: neutralise(judged.sentence),
    taken,
    knownRoles: [...knownRoles].sort(),
    advice: creation.advice,
    ...(isAdmin ? { isAdmin } : {}),
    ...defined({ roles, secondsOld }),
    ...(file === undefined ? {} : { explained: explainName(file, about.name, { roles: roles ?? [], isAdmin }) }),
  };
  return { kind: 'found', answer };
}

interface About {
  readonly name: string;
  readonly called: Called;
}

async function ofUser(services: Services, about: About & { readonly user: string }): Promise<Told> {
  const { authorizations, creation, clock, log } = services;
  try {
    // Both at once: this is asked while somebody types.
    const [permissions, allowed] = await Promise.all([
      authorizations.permissions(about.user),
      creation.mayCreate(about.user, about.name),
    ]);
    if (permissions === undefined) return { judged: untold(about, `Fiat does not know ${about.called.within} yet`) };
    const { roles, admin: isAdmin, askedAt } = permissions;
    const judged = judgeByFiat({ ...about, roles, isAdmin }, allowed, creation.rules().file?.about(about.name));
    return { judged, roles, isAdmin, ...defined({ secondsOld: secondsSince(askedAt, clock) }) };
  } catch (err) {
    if (!(err instanceof Error) || err.name !== 'AuthorizationsUnavailable') throw err;
    log.warn({ err, user: about.user }, 'Fiat could not say whether an application may be created');
    return { judged: untold(about, 'Fiat does not answer now') };
  }
}

function ofRoles({ creation }: Services, about: About & { readonly roles: readonly string[] }): Told {
  const { roles } = about;
  const rules = creation.rules().file?.about(about.name);
  if (rules === undefined) {
    const why = 'Fiat is asked about people and not about roles, and the service was given no copy of its prefixes';
    return { judged: untold(about, why), roles };
  }
  const judged: Judgement = judgeByRules({ ...about, isAdmin: false }, rules);
  return { judged, roles, isAdmin: judged.by.kind === 'admin' };
}

function openly(name: string, called: Called): Judgement {
  return {
    verdict: 'allowed',
    by: { kind: 'open' },
    sentence: `${called.first} may create ${name}: the service checks nobody's rights here.`,
  };
}

function untold({ name, called }: About, why: string): Told['judged'] {
  return {
    verdict: 'cannotTell',
    sentence: `Nobody can tell beforehand whether ${called.within} may create ${name}: ${why}. Spinnaker decides when it is created.`,
  };
}

function secondsSince(askedAt: UserPermissions['askedAt'], clock: Services['clock']): number | undefined {
  return askedAt === undefined ? undefined : Math.floor((clock.elapsed() - askedAt) / 1000);
}

async function isTaken({ creation, log }: Services, name: string): Promise<NameTaken> {
  if (creation.applications === undefined) return 'unknown';
  try {
    return (await creation.applications.exists(name)) ? 'yes' : 'no';
  } catch (err) {
    log.warn({ err }, 'Front50 could not say whether a name is taken');
    return 'unknown';
  }
}

function nobody(): Refusal {
  return refuse('not-authenticated', {
    what: 'Asking what may be created',
    why: 'the call names nobody, or only "anonymous"',
    remedy: 'Log in to Spinnaker and try again',
  });
}
