import type { UserPermissions } from '../access/permissions.ts';
import { authorizations as authorizationsOfAll, folded, type Authorization } from '../contract/authorization.ts';
import { defined } from '../contract/defined.ts';
import { neutralise } from '../contract/expressions.ts';
import type { GivenAccess, PipelineAccess, SubjectAccess } from '../contract/pipeline-access.ts';
import { withFullStop, type Refusal } from '../contract/refusal.ts';
import { lacking } from '../pipelines/edit-rights.ts';
import { anonymous, identityOf, ownAccount, subjectOf } from '../pipelines/identity.ts';
import type { Pipeline } from '../pipelines/pipeline.ts';
import type { Pipelines } from '../ports.ts';
import { effectiveOn } from './effective-on.ts';
import { guard } from './guard.ts';
import { noFront50, openAccess } from './known-caller.ts';
import type { Services } from './services.ts';

export type PipelineAccessView = { readonly kind: 'found'; readonly access: PipelineAccess } | Refusal;

/** Nobody's page has more, and Fiat is asked about each. */
const mostSubjects = 500;
const askedAtOnce = 8;

/**
 * Whoever may see an application may know what its own pipelines can do: the names of the accounts stand in them, as Front50 has
 * them and not as a caller says, and nothing is told but on what these pipelines touch. So it answers nothing about anybody else.
 */
export async function viewPipelineAccess(
  services: Services,
  user: string,
  application: string,
): Promise<PipelineAccessView> {
  const { pipelines, authorizations } = services;
  const hidden = await guard(services, { action: 'view', user, application, account: '' });
  if (hidden !== undefined) return hidden;
  if (authorizations.mode === 'open') return found({ application, subjects: [], gaps: [openAccess] });
  if (pipelines === undefined) return noFront50('Viewing what pipelines may do', `application ${application}`);
  const written = await pipelines.ofApplication(application, user);
  const names = namesIn(written);
  const caller = await authorizations.permissions(user);
  const touched = touchedBy(written, application);
  const subjects = await inTurn(names.slice(0, mostSubjects), (name) =>
    subjectAccess(services, { name, pipelines, caller, touched }),
  );
  const { gaps, ...effective } = await effectiveOn(services, application);
  return found({
    ...{ application, subjects, ...effective },
    ...defined({ ownAuthorizations: ownOn(application, caller), usableAccounts: usableTo(caller) }),
    gaps: [...unasked(names.length - subjects.length), ...gaps],
  });
}

/** Fiat tells them in its view of him; whether they stand in a pipeline or not, he may choose them. */
function usableTo(caller: UserPermissions | undefined): PipelineAccess['usableAccounts'] {
  const known = caller?.serviceAccounts;
  if (known === undefined) return undefined;
  return [...known].flatMap(([name, roles]) =>
    roles === undefined ? [] : [{ name: neutralise(name), roles: roles.map(neutralise) }],
  );
}

function unasked(count: number): readonly string[] {
  return count > 0 ? [`${count} more service accounts of these pipelines were not asked about.`] : [];
}

/** Of the permissions as Fiat gives them, prefixes and all: the page can not see those. */
function ownOn(application: string, caller: UserPermissions | undefined): readonly Authorization[] | undefined {
  if (caller === undefined) return undefined;
  if (caller.admin) return authorizationsOfAll;
  const listed = caller.applications.get(folded(application));
  return listed ?? (caller.allowAccessToUnknownApplications ? authorizationsOfAll : []);
}

function found(access: PipelineAccess): PipelineAccessView {
  return { kind: 'found', access: { ...access, application: neutralise(access.application) } };
}

/** Everybody as whom one of these runs, or would run once its roles are saved; each once. */
function namesIn(pipelines: readonly Pipeline[]): readonly string[] {
  const names = new Map([[anonymous, anonymous]]);
  for (const pipeline of pipelines) {
    const own = pipeline.roles === undefined ? [] : [ownAccount(pipeline)];
    const runAs = pipeline.triggers.flatMap((trigger) => subjectOf(identityOf(trigger, pipeline)) ?? []);
    for (const name of [...runAs, ...own]) if (!names.has(folded(name))) names.set(folded(name), name);
  }
  return [...names.values()];
}

interface Touched {
  readonly accounts: ReadonlySet<string>;
  readonly applications: ReadonlySet<string>;
}

function touchedBy(pipelines: readonly Pipeline[], application: string): Touched {
  const needs = pipelines.flatMap(({ stages }) => stages.flatMap((stage) => stage.needs));
  const on = (kind: 'account' | 'application'): readonly string[] =>
    needs.flatMap(({ on: resource, name }) => (resource === kind ? [folded(name)] : []));
  return { accounts: new Set(on('account')), applications: new Set([folded(application), ...on('application')]) };
}

interface Asked {
  readonly name: string;
  readonly pipelines: Pipelines;
  readonly caller: UserPermissions | undefined;
  readonly touched: Touched;
}

/** Of one whom nothing can be said about, why; the others are told all the same. */
async function subjectAccess({ authorizations }: Services, asked: Asked): Promise<SubjectAccess> {
  const { name, pipelines } = asked;
  try {
    const seen = await (name === anonymous ? authorizations.everybody() : authorizations.permissions(name));
    return seen === undefined ? await notKnown(name, pipelines) : sight(seen, asked);
  } catch (error) {
    return unknown(name, error instanceof Error ? error.message : `Fiat could not say what ${name} may do`);
  }
}

function sight(seen: UserPermissions, { name, caller, touched }: Asked): SubjectAccess {
  return {
    kind: 'seen',
    name: neutralise(name),
    admin: seen.admin,
    ...(mayKnowRoles(caller, seen) ? { roles: seen.roles } : {}),
    accounts: givenOn(seen.accounts, touched.accounts),
    applications: givenOn(seen.applications, touched.applications),
    unlistedApplicationsAreOpen: seen.allowAccessToUnknownApplications,
  };
}

/** As Fiat decides who may use a service account: whoever has all of its roles. One without roles has none to keep. */
function mayKnowRoles(caller: UserPermissions | undefined, { roles }: UserPermissions): boolean {
  if (caller === undefined) return false;
  return caller.admin || roles.length === 0 || lacking(caller.roles, roles).length === 0;
}

function givenOn(
  given: ReadonlyMap<string, readonly Authorization[]>,
  touched: ReadonlySet<string>,
): readonly GivenAccess[] {
  return [...given].flatMap(([name, authorizations]) =>
    touched.has(name) ? [{ name: neutralise(name), authorizations }] : [],
  );
}

/** A service account that Front50 has and Fiat does not is new; one that neither has is gone. */
async function notKnown(name: string, pipelines: Pipelines): Promise<SubjectAccess> {
  if (name === anonymous) return unknown(name, 'Fiat does not say what is open to everybody');
  const exists = (await pipelines.serviceAccounts()).has(folded(name));
  if (!exists) return { kind: 'missing', name: neutralise(name) };
  return unknown(name, `Fiat does not know ${name} yet: it was made lately, and is known after the next role sync`);
}

function unknown(name: string, why: string): SubjectAccess {
  return { kind: 'unknown', name: neutralise(name), why: neutralise(withFullStop(why)) };
}

/** A few at once: a page must not ask Fiat five hundred questions in one moment. */
async function inTurn<Result>(
  names: readonly string[],
  ask: (name: string) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let next = 0; next < names.length; next += askedAtOnce)
    results.push(...(await Promise.all(names.slice(next, next + askedAtOnce).map(ask))));
  return results;
}
