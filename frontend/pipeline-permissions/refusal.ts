import { folded } from '../../backend-stub/contract/authorization.ts';
import { answerTo, type Answer } from '../../backend-stub/pipelines/answer.ts';
import { lacking } from '../../backend-stub/pipelines/edit-rights.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { startNeed } from '../../backend-stub/pipelines/verdict.ts';
import { oneOfRoles } from '../../backend-stub/pipelines/words.ts';
import type { TaskCause } from '../tasks/read-task.ts';
import { withoutHosts } from '../tasks/task-words.ts';
import { allOf } from './edit-words.ts';
import type { Edited } from './edited.ts';
import { rolesOf, type Facts } from './facts.ts';
import { mayWrite, writeWords } from './read-only.ts';

/** One of the checks that Front50 makes before it keeps a pipeline, looked at once more from here. */
export interface Check {
  readonly outcome: 'passes' | 'fails' | 'unknown';
  readonly sentence: string;
}

/** Front50 says of none of them which one failed: WRITE, and for each account that the saver may use it and that it has EXECUTE. */
export function checksOf({ pipeline, facts }: Pick<Edited, 'pipeline' | 'facts'>): readonly Check[] {
  const { application } = pipeline;
  return [
    check(mayWrite(application, facts), `You need ${writeWords(application, facts)}.`),
    ...accountsOf(pipeline).flatMap((account) => [mayUse(account, facts), mayExecute(account, pipeline, facts)]),
  ];
}

/** Whether a second try may help: an account that Orca has just made is not known to every Front50 within 20 seconds. */
export function mayBeTooEarly(cause: TaskCause, { pipeline, facts }: Edited): boolean {
  if (!wasRefusedByFront50(cause) || (pipeline.roles ?? []).length === 0) return false;
  return checksOf({ pipeline, facts }).every(({ outcome }) => outcome !== 'fails');
}

/** Why the pipeline was not saved; sentences, the first of them what happened. */
export function refusalSentences(cause: TaskCause, edited: Edited): readonly string[] {
  if (cause.errors.some((error) => error.includes('is not authorized with all roles'))) return [lackedRoles(edited)];
  if (!wasRefusedByFront50(cause)) return [otherFailure(cause)];
  const checks = checksOf(edited);
  const failing = checks.filter(({ outcome }) => outcome === 'fails');
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown');
  const told = failing.length > 0 ? failing : unknown;
  return [
    told.length === 0 ? nothingFound : 'Front50 refused to keep it, and does not say which of its checks failed.',
    ...told.map(({ sentence }) => sentence),
  ];
}

/** Whether somebody else has saved it meanwhile, as Front50 says it. */
export function isStale({ errors }: TaskCause): boolean {
  return errors.some((error) => error.includes('submitted pipeline is stale'));
}

const nothingFound =
  'Front50 refused to keep it, although by what is seen here it should not: it has not taken up the account yet, or Fiat knows another rule. Try again in a minute, or ask an operator to look into Front50’s log.';

function wasRefusedByFront50({ status, path = '' }: TaskCause): boolean {
  return status === 403 && /^\/pipelines\b/.test(path);
}

function lackedRoles({ rights }: Edited): string {
  const lacks = rights?.editor.lacks ?? [];
  const what = lacks.length === 0 ? 'one of these roles' : allOf(lacks);
  return `Orca refused it: whoever saves must have all of the roles, and you lack ${what}. Somebody who has all of them, or an admin, can save it.`;
}

function otherFailure({ status, errors: [first] }: TaskCause): string {
  if (first?.includes('Fiat') === true && status === undefined)
    return `Orca keeps no roles of pipelines here: ${withoutHosts(first)}. An operator of Spinnaker can change that.`;
  const said = first === undefined ? '' : ` It says: ${withoutHosts(first)}`;
  return status === undefined
    ? `Orca could not save it.${said}`
    : `A service behind Orca answered ${status}, and it was not saved.${said}`;
}

function accountsOf({ triggers }: Pipeline): readonly string[] {
  const named = triggers.flatMap(({ runAsUser }) => (runAsUser === undefined ? [] : runAsUser.trim()));
  return [...new Set(named.filter((name) => name !== ''))];
}

function mayUse(account: string, facts: Facts): Check {
  const { author, serviceAccounts } = facts;
  const roles = rolesOf(account, facts);
  const lacked = author === undefined || roles === undefined ? undefined : lacking(author.roles, roles);
  const isOffered = serviceAccounts?.some((name) => folded(name) === folded(account));
  const passes = lacked === undefined ? isOffered : lacked.length === 0;
  const what = lacked === undefined || lacked.length === 0 ? 'you may not use it' : `you lack ${allOf(lacked)}`;
  return check(
    author?.admin === true || passes,
    `You need all roles of the account ${account} to save a trigger that runs as it: ${what}.`,
  );
}

function mayExecute(account: string, pipeline: Pipeline, { knowledge }: Facts): Check {
  const answer = answerTo(startNeed(pipeline), knowledge.subject(account), knowledge);
  const roles = rolesThatDo(answer);
  const which = roles.length > 0 ? `: give it ${oneOfRoles(roles)}` : '';
  return check(
    answer.kind === 'unknown' ? undefined : answer.kind === 'allowed',
    `The account ${account} needs EXECUTE on application ${pipeline.application}${which}.`,
  );
}

function rolesThatDo(answer: Answer): readonly string[] {
  if (answer.kind === 'denied') return answer.oneOf ?? [];
  return answer.kind === 'unknown' && answer.why.kind === 'other-roles' ? answer.why.oneOf : [];
}

function check(passes: boolean | undefined, sentence: string): Check {
  if (passes === undefined) return { outcome: 'unknown', sentence: `Perhaps: ${sentence}` };
  return { outcome: passes ? 'passes' : 'fails', sentence };
}
