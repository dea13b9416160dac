import type { TaskCause } from '../tasks/read-task.ts';
import { withoutHosts } from '../tasks/task-words.ts';

/** What a failed task came to, in words, and whether the application may exist without its permissions. */
export interface TaskVerdict {
  readonly sentence: string;
  /** Orca writes the application first and its permissions in a call of their own: it is there, and open to everybody. */
  readonly halfCreated: boolean;
}

/**
 * Why a creation failed, by the call that failed. Front50's own words are left out where it refused: they may be about
 * somebody else's call before (measured), and `Access is denied` says nothing.
 */
export function taskFailure(cause: TaskCause, name: string): TaskVerdict {
  if (wrotePermissions(cause))
    return {
      halfCreated: true,
      sentence: `${name} was created, but its permissions could not be written${because(cause)}: until they are, everybody may read and change it.`,
    };
  return { halfCreated: false, sentence: refusal(cause, name) ?? otherFailure(cause, name) };
}

/** Of the task that should have written the permissions of what was created by half. */
export function repairFailure(cause: TaskCause, name: string): string {
  return `The permissions of ${name} are still not written${because(cause)}, and everybody may read and change it. Fiat needs up to 20 seconds until it knows a new application: try again then.`;
}

function refusal({ status, method = '' }: TaskCause, name: string): string | undefined {
  if (status !== 403) return undefined;
  if (method === 'GET' || method === 'PATCH')
    return `There is an application ${name} already, which you may not ${method === 'GET' ? 'see' : 'change'}. Take another name.`;
  return `${name} was not created: Front50 refused it, since Fiat does not let you create an application of this name. An operator of Spinnaker can change that under auth.permissions.source.application.prefix.`;
}

function otherFailure(cause: TaskCause, name: string): string {
  const [first] = cause.errors;
  const invalid = cause.errors.find((error) => error.includes('Invalid application name'));
  if (invalid !== undefined)
    return `${name} was not created: Orca takes it for no name of an application (${withoutHosts(invalid)}).`;
  if (cause.status !== undefined)
    return `${name} was not created: a service behind Orca failed${because(cause)}. Nothing is lost here; try again in a moment.`;
  return first === undefined
    ? `${name} was not created, and Orca says no reason. An operator can look at its log.`
    : `${name} was not created. Orca says: ${withoutHosts(first)}`;
}

function wrotePermissions({ path = '' }: TaskCause): boolean {
  return path.includes('/permissions/applications/');
}

function because({ status }: TaskCause): string {
  if (status === undefined) return '';
  return status === 403 ? ' (Front50 refused it, 403)' : ` (it answered ${status})`;
}
