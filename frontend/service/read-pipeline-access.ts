import { authorizations, type Authorization } from '../../backend-stub/contract/authorization.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type {
  GivenAccess,
  PipelineAccess,
  SubjectAccess,
  UsableAccount,
} from '../../backend-stub/contract/pipeline-access.ts';
import type { Part } from './part.ts';
import { readPermissions } from './read-creation.ts';

export function readPipelineAccess(part: Part): PipelineAccess {
  return {
    application: part.text('application'),
    subjects: part.list('subjects', readSubject),
    ...defined({
      ownAuthorizations: part.has('ownAuthorizations') ? readAuthorizations(part, 'ownAuthorizations') : undefined,
      usableAccounts: part.has('usableAccounts') ? part.list('usableAccounts', readUsable) : undefined,
      effectivePermissions: part.has('effectivePermissions')
        ? readPermissions(part.part('effectivePermissions'))
        : undefined,
    }),
    gaps: part.texts('gaps'),
  };
}

function readUsable(part: Part): UsableAccount {
  return { name: part.text('name'), roles: part.texts('roles') };
}

function readSubject(part: Part): SubjectAccess {
  const name = part.text('name');
  const kind = part.word('kind', ['seen', 'missing', 'unknown'] as const);
  if (kind === 'unknown') return { kind, name, why: part.text('why') };
  if (kind === 'missing') return { kind, name };
  return {
    kind,
    name,
    admin: part.flag('admin'),
    ...defined({ roles: part.has('roles') ? part.texts('roles') : undefined }),
    accounts: part.list('accounts', readGiven),
    applications: part.list('applications', readGiven),
    unlistedApplicationsAreOpen: part.flag('unlistedApplicationsAreOpen'),
  };
}

function readGiven(part: Part): GivenAccess {
  return { name: part.text('name'), authorizations: readAuthorizations(part, 'authorizations') };
}

/** An authorization that a newer Fiat knows gives nothing that is known here. */
function readAuthorizations(part: Part, key: string): readonly Authorization[] {
  const given = part.texts(key);
  return given.every(isAuthorization) ? given : given.filter(isAuthorization);
}

function isAuthorization(word: string): word is Authorization {
  return authorizations.some((one) => one === word);
}
