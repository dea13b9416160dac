import {
  authorizations,
  folded,
  rolesFor,
  type Authorization,
  type Permissions,
} from '../../backend-stub/contract/authorization.ts';
import type { PipelineAccess, SubjectAccess } from '../../backend-stub/contract/pipeline-access.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import { isFields, type Fields } from '../../backend-stub/contract/reading.ts';
import type { Editor } from '../../backend-stub/pipelines/edit-rights.ts';
import { anonymous, ownAccount } from '../../backend-stub/pipelines/identity.ts';
import {
  rolesOfSubject,
  type Knowledge,
  type KnownApplication,
  type Subject,
} from '../../backend-stub/pipelines/knowledge.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { readPipelines } from '../../backend-stub/pipelines/read-pipeline.ts';
import { sharedAccounts } from '../../backend-stub/pipelines/shared-accounts.ts';
import type { Response } from '../service/request.ts';
import { gapsOf } from './gaps.ts';
import type { GateFacts } from './gate-facts.ts';

export interface Facts {
  readonly pipelines: readonly Pipeline[];
  /** False: Gate did not list them, and that there is none says nothing. */
  readonly areListed: boolean;
  readonly knowledge: Knowledge;
  /** Accounts of Clouddriver, by the names that they have; undefined where Gate does not say. */
  readonly accounts: ReadonlyMap<string, Permissions> | undefined;
  /** Those that the application itself names; undefined where Gate does not say. */
  readonly ownPermissions: Permissions | undefined;
  /** What is not known, and why; sentences. */
  readonly gaps: readonly string[];
  /** By id, each pipeline as Front50 has it: what is not read here is saved as it was. */
  readonly written: ReadonlyMap<string, Fields>;
  /** Who is at the page; absent where Gate does not say. */
  readonly author?: Author;
  /** What the author may do on the application, by Fiat's own word; absent where the service does not say. */
  readonly ownAuthorizations?: readonly Authorization[];
  /** Service accounts that the author may use; absent where Gate does not say. */
  readonly serviceAccounts?: readonly string[];
  /** Lower-cased, sorted, each once: the author's, and those that anything here names. */
  readonly knownRoles: readonly string[];
}

export interface Author extends Editor {
  readonly name: string;
}

/** What the stage service says, or why it does not. */
export type ToldAccess = PipelineAccess | Error;

/** Throws nothing: what could not be read is not known. */
export function factsOf(application: string, gate: GateFacts, told: ToldAccess): Facts {
  const listed = listIn(gate.pipelines);
  const pipelines = readPipelines(listed ?? []);
  const accounts = accountsIn(gate.credentials);
  const own = permissionsIn(gate.application);
  const author = authorIn(gate.user);
  const known = applicationIn(own, told);
  return {
    pipelines,
    areListed: listed !== undefined,
    accounts,
    ownPermissions: own,
    gaps: gapsOf(application, { gate, told, author }),
    knowledge: { ...knowledgeOf(application, known, accounts), ...knownPipelines(pipelines, told) },
    written: new Map((listed ?? []).filter(isFields).map((one) => [String(one.id), one])),
    knownRoles: rolesKnown(
      [...(accounts ?? new Map<string, Permissions>()).values(), own, known?.permissions],
      [author?.roles, ...pipelines.map(({ roles }) => roles)],
    ),
    ...defined({
      author,
      serviceAccounts: listIn(gate.serviceAccounts)?.filter((name) => typeof name === 'string'),
      ownAuthorizations: told instanceof Error ? undefined : told.ownAuthorizations,
    }),
  };
}

/** With prefixes, where the service knows them; what Gate shows is without. */
function applicationIn(own: Permissions | undefined, told: ToldAccess): KnownApplication | undefined {
  const effective = told instanceof Error ? undefined : told.effectivePermissions;
  if (effective !== undefined) return { permissions: effective, isWhole: true };
  return own === undefined ? undefined : { permissions: own, isWhole: false };
}

function knowledgeOf(
  application: string,
  known: KnownApplication | undefined,
  accounts: ReadonlyMap<string, Permissions> | undefined,
): Pick<Knowledge, 'application' | 'account'> {
  const byName = new Map([...(accounts ?? [])].map(([name, one]) => [folded(name), one]));
  return {
    application: (name) => (folded(name) === folded(application) ? known : undefined),
    account: (name) => byName.get(folded(name)),
  };
}

function knownPipelines(pipelines: readonly Pipeline[], told: ToldAccess): Pick<Knowledge, 'subject' | 'pipeline'> {
  const byId = new Map(pipelines.map((pipeline) => [pipeline.id, pipeline]));
  return { subject: subjectsOf(pipelines, told), pipeline: (id) => byId.get(id) };
}

/** Of a service account; undefined where they are not known. */
export function rolesOf(account: string, { knowledge }: Facts): readonly string[] | undefined {
  return rolesOfSubject(knowledge.subject(account));
}

function rolesKnown(
  permissions: readonly (Permissions | undefined)[],
  lists: readonly (readonly string[] | undefined)[],
): readonly string[] {
  const named = permissions.flatMap((one = {}) =>
    authorizations.flatMap((authorization) => rolesFor(one, authorization)),
  );
  const asWritten = new Set(lists.flatMap((roles) => roles ?? []));
  return [...new Set([...named, ...[...asWritten].map(folded)])].sort();
}

/** Gate answers an empty body to somebody who is not logged in. */
function authorIn(response: Response): Author | undefined {
  if (response.kind !== 'answer' || !isFields(response.body)) return undefined;
  const { username, roles, isAdmin } = response.body;
  return typeof username === 'string' ? { name: username, roles: textsIn(roles), admin: isAdmin === true } : undefined;
}

export function listIn(response: Response): readonly unknown[] | undefined {
  return response.kind === 'answer' && response.status === 200 && Array.isArray(response.body)
    ? response.body
    : undefined;
}

export function accountsIn(response: Response): ReadonlyMap<string, Permissions> | undefined {
  const named = listIn(response)
    ?.filter(isFields)
    .flatMap((account) => {
      const { name } = account;
      return typeof name === 'string' ? [[name, accountPermissions(account)] as const] : [];
    });
  return named === undefined ? undefined : new Map(named);
}

/** `requiredGroupMembership` is the old way of saying READ and WRITE. */
function accountPermissions({ permissions, requiredGroupMembership }: Fields): Permissions {
  const legacy = textsIn(requiredGroupMembership);
  const written = readPermissions(permissions);
  if (legacy.length === 0) return written;
  return { READ: [...(written.READ ?? []), ...legacy], WRITE: [...(written.WRITE ?? []), ...legacy] };
}

/** Gate leaves the key out of an application that is open to everybody. */
function permissionsIn(response: Response): Permissions | undefined {
  if (response.kind !== 'answer' || response.status !== 200 || !isFields(response.body)) return undefined;
  const { attributes } = response.body;
  return isFields(attributes) ? readPermissions(attributes.permissions) : undefined;
}

function readPermissions(permissions: unknown): Permissions {
  if (!isFields(permissions)) return {};
  return Object.fromEntries(
    authorizations.map((authorization) => [authorization, textsIn(permissions[authorization])]),
  );
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Fiat's word first; without it the roles of an account that one may use oneself or that a pipeline gives its own, and nobody has none. */
function subjectsOf(pipelines: readonly Pipeline[], told: ToldAccess): (name: string) => Subject {
  const seen = new Map(told instanceof Error ? [] : told.subjects.map((one) => [folded(one.name), one]));
  const read = new Map<SubjectAccess, Subject>();
  const usable = told instanceof Error ? [] : (told.usableAccounts ?? []);
  const byName = new Map([
    ...usable.map(({ name, roles }) => [folded(name), roles] as const),
    ...pipelines.flatMap((pipeline) =>
      pipeline.roles === undefined ? [] : [[folded(ownAccount(pipeline)), pipeline.roles] as const],
    ),
    ...sharedAccounts(pipelines, []).roles,
  ]);
  /** When it is asked for: few of thousands are, before the first rows are shown. */
  const subjectAt = (key: string): Subject | undefined => {
    const one = seen.get(key);
    const before = one && read.get(one);
    if (one === undefined || before !== undefined) return before;
    const subject = readSubject(one);
    read.set(one, subject);
    return subject;
  };
  return (name) => {
    const found = subjectAt(folded(name));
    const roles = name === anonymous ? [] : byName.get(folded(name));
    // What a pipeline gives its own account stands in it for whoever reads it, whether the service tells it or not.
    if (found?.kind === 'seen' && roles !== undefined) return { roles, ...found };
    if (found !== undefined) return found;
    return roles === undefined
      ? { kind: 'unknown', why: `the roles of ${name} are not known here` }
      : { kind: 'roles', roles };
  };
}

function readSubject(subject: SubjectAccess): Subject {
  if (subject.kind === 'unknown') return { kind: 'unknown', why: subject.why };
  if (subject.kind === 'missing') return { kind: 'missing' };
  const given = (list: typeof subject.accounts) => new Map(list.map((one) => [one.name, one.authorizations]));
  return {
    ...subject,
    accounts: given(subject.accounts),
    applications: given(subject.applications),
  };
}
