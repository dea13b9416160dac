import { mayBe } from '../../backend-stub/pipelines/edit-rights.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { rolesOn, type RolesOn } from '../../backend-stub/pipelines/roles-on.ts';
import { oneOfRoles } from '../../backend-stub/pipelines/words.ts';
import type { Facts } from './facts.ts';

/** Why nobody here, or not this person, may change it, and who can; undefined where it may be tried. */
export function readOnlyReason(pipeline: Pipeline, facts: Facts): string | undefined {
  const { locked, fromTemplate, application } = pipeline;
  if (locked !== undefined)
    return `It is locked and can’t be edited in Deck${locked.reason === undefined ? '' : `: ${locked.reason}`}. Whoever keeps it outside of Deck can change it.`;
  if (fromTemplate)
    return 'It is made from a template, and its triggers are too when it runs: whoever keeps the template can change them.';
  if (mayWrite(application, facts) !== false) return undefined;
  return `You may see it and not save it: that takes ${writeWords(application, facts)}.`;
}

/** By Fiat's word, or by the roles where it is not known; undefined: nobody can say. */
export function mayWrite(application: string, { author, ownAuthorizations, knowledge }: Facts): boolean | undefined {
  if (author?.admin === true) return true;
  if (ownAuthorizations !== undefined) return ownAuthorizations.includes('WRITE');
  if (author === undefined) return undefined;
  return mayBe(writersOf(application, { knowledge }), author.roles);
}

export function writersOf(application: string, { knowledge }: Pick<Facts, 'knowledge'>): RolesOn {
  return rolesOn({ on: 'application', name: application, authorization: 'WRITE' }, knowledge);
}

/** What is lacking, and who has it. */
export function writeWords(application: string, facts: Facts): string {
  return `WRITE on application ${application}, which ${whoHas(writersOf(application, facts))}`;
}

function whoHas(writers: RolesOn): string {
  if (writers.kind !== 'roles' || (writers.roles.length === 0 && !writers.isWhole))
    return 'you lack by a rule of Fiat that is not seen here; an admin can tell who has it';
  if (writers.roles.length === 0) return 'no role has: only admins do';
  return `whoever has ${oneOfRoles(writers.roles)} has`;
}
