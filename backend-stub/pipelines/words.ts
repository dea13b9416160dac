import { withFullStop } from '../contract/refusal.ts';
import type { Answer, WhyUnknown } from './answer.ts';
import type { Identity } from './identity.ts';
import type { Need } from './pipeline.ts';
import type { Gap } from './stages-reached.ts';
import type { TriggerCheck } from './trigger-checks.ts';
import type { Cell, PipelineVerdict } from './verdict.ts';

export const outcomeWords: Readonly<Record<PipelineVerdict['outcome'] | 'off', string>> = {
  allowed: 'Allowed',
  'cannot-tell': 'Cannot tell',
  fails: 'Would fail',
  skipped: 'Silently skipped',
  'nothing-automatic': 'Nothing automatic',
  off: 'Switched off',
};

export function identityWords(identity: Identity): string {
  switch (identity.kind) {
    case 'nobody':
      return 'nobody (anonymous)';
    case 'parent':
      return 'whoever ran the pipeline before';
    case 'account':
      return identity.name;
  }
}

/** What kind of an account it is, in a few words; undefined where it is none. */
export function managedWords(identity: Identity): string | undefined {
  if (identity.kind !== 'account') return undefined;
  switch (identity.managed) {
    case 'by-this-pipeline':
      return 'managed for this pipeline';
    case 'by-another-pipeline':
      return 'managed for another pipeline';
    case 'shared':
      return 'managed, shared by pipelines with the same roles';
    case 'by-hand':
      return 'named by hand';
  }
}

export function checkWords(check: TriggerCheck): string {
  switch (check) {
    case 'execute':
      return 'Echo asks for EXECUTE on the application; without it the pipeline is skipped, and nobody is told.';
    case 'none':
      return 'Nothing is asked when it starts; a run ends where a stage is refused.';
    case 'unknown':
      return 'Whether Echo asks for EXECUTE before this kind of trigger is not known.';
  }
}

/** `WRITE on account prod`. */
export function needWords({ on, name, authorization }: Need): string {
  return `${authorization} on ${on} ${name}`;
}

/** Whether, and by what or why not: one sentence for each cell. */
export function cellSentence({ need, answer }: Cell): string {
  switch (answer.kind) {
    case 'allowed':
      return withFullStop(`${needWords(need)} is given${allowedWords(answer)}`);
    case 'denied':
      return deniedSentence(need, answer);
    case 'unknown':
      return withFullStop(`${needWords(need)}: ${unknownWords(answer.why, need)}`);
  }
}

export function gapSentence({ why, name }: Gap): string {
  switch (why) {
    case 'template':
      return `Pipeline ${name} is made from a template: what its stages touch is known when it runs.`;
    case 'run-time':
      return `Which pipeline stage ${name} starts is decided at run time.`;
    case 'not-seen':
      return `The pipeline that stage ${name} starts can not be seen: it is gone, or not yours to read.`;
    case 'too-many':
      return `What comes after stage ${name} is not followed: too many pipelines start each other.`;
  }
}

/** `the role a`, `one of the roles a, b and 3 more`. */
export function oneOfRoles(roles: readonly string[], most = 8): string {
  const named = roles.slice(0, most);
  const hidden = roles.length - named.length;
  if (roles.length === 1) return `the role ${named.join('')}`;
  if (hidden > 0) return `one of the roles ${named.join(', ')} and ${hidden} more`;
  return `one of the roles ${named.slice(0, -1).join(', ')} or ${named.slice(-1).join('')}`;
}

function allowedWords({ by, assumed }: Extract<Answer, { readonly kind: 'allowed' }>): string {
  switch (by.kind) {
    case 'role':
      return ` by the role ${by.role}${assumed === undefined ? '' : ', if whoever may read may also execute'}`;
    case 'open':
      return ': it is open to everybody';
    case 'admin':
      return ': the account is an admin';
    case 'fiat':
      return ' by Fiat, by a role or a rule that is not seen here';
  }
}

function deniedSentence(need: Need, denied: Extract<Answer, { readonly kind: 'denied' }>): string {
  const { oneOf, fiatDisagrees, asNobody, noAccount, assumed } = denied;
  const lacks = `${needWords(need)} is denied`;
  if (asNobody === true) return `${lacks}: the stage service starts nothing for nobody. Give the trigger an account.`;
  if (noAccount === true)
    return `${lacks}: the account that it runs as does not exist. Make it anew, or give the trigger another one.`;
  if (fiatDisagrees === true)
    return `${lacks} by Fiat although, by what is seen here, it should be given: wait for its next role sync, or another rule is in the way.`;
  if (oneOf === undefined) return `${lacks}; which role would help is not known.`;
  if (oneOf.length === 0) return `${lacks}: no role has it, only admins do.`;
  return `${lacks}: it needs ${oneOfRoles(oneOf)}${assumed === undefined ? '' : ', if whoever may read may also execute'}.`;
}

function unknownWords(why: WhyUnknown, { on }: Need): string {
  switch (why.kind) {
    case 'run-time':
      return `the ${on} is decided at run time`;
    case 'parent':
      return 'it depends on whoever ran the pipeline before';
    case 'subject':
      return why.why;
    case 'resource':
      return `which roles the ${on} names is not known`;
    case 'prefixes':
      return `the ${on} names no role, and whether a prefix of Fiat restricts it is not known`;
    case 'hidden-rule':
      return 'Fiat restricts it by a rule that is not seen here, and which roles have it is not known';
    case 'other-roles':
      return `${why.oneOf.length === 0 ? `the ${on} names no role for it` : `${oneOfRoles(why.oneOf)} would do`}; which roles a prefix of Fiat adds is not known`;
    case 'sometimes-asked':
      return `it is not always asked; if it is, ${why.oneOf === undefined || why.oneOf.length === 0 ? 'it is denied' : `it needs ${oneOfRoles(why.oneOf)}`}`;
  }
}
