import { listAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import { ownAccount, isManaged } from '../../../backend-stub/pipelines/identity.ts';
import { isObject } from '../../orca/json.ts';
import type { Json, JsonObject } from '../../orca/json.ts';
import { failed, type Asker, type JobResult } from './application-task.ts';
import type { Authorizer } from './authorizer.ts';

/** `savePipeline` of Orca, as Gate sends it: the pipeline is base64 of its JSON, so that nothing in it is evaluated. */
export interface PipelineJob {
  readonly type: 'savePipeline';
  readonly pipeline: JsonObject;
  readonly staleCheck: boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const front50Url = 'http://front50.example.com:8080';

/** Orca's SaveServiceAccountTask and SavePipelineTask, and then what Front50 checks; read in their sources. */
export async function savePipeline(job: PipelineJob, asker: Asker): Promise<JobResult> {
  const { user, front50 } = asker;
  const pipeline = await withAccount(job.pipeline, asker);
  if (pipeline === undefined) return unexpected(`User '${user}' is not authorized with all roles for pipeline`);
  const stored = front50.pipelineById(textAt(pipeline, 'id') ?? '');
  if (!(await isKept(pipeline, asker))) return refusedByFront50(403, 'Forbidden', 'Access is denied');
  if (job.staleCheck && stored !== undefined && stored['updateTs'] !== pipeline['updateTs'])
    return refusedByFront50(400, 'Bad Request', stale(pipeline['updateTs'], stored['updateTs']));
  front50.save(pipeline, user);
  return { status: 'SUCCEEDED' };
}

/** Undefined where the user lacks a role: letter by letter, as Orca compares them. */
async function withAccount(pipeline: JsonObject, asker: Asker): Promise<JsonObject | undefined> {
  const id = textAt(pipeline, 'id');
  if (id === undefined || !Array.isArray(pipeline['roles'])) return pipeline;
  const { user, front50, authorizer } = asker;
  const roles = pipeline['roles'].filter(isText);
  const saver = await authorizer.rolesOf(user);
  const serviceAccount = textAt(pipeline, 'serviceAccount');
  const account = ownAccount({ id, ...(serviceAccount === undefined ? {} : { serviceAccount }) });
  const isNew = !(await hasJust(account, roles, authorizer));
  if (isNew && !saver.admin && !roles.every((role) => saver.roles.includes(role))) return undefined;
  front50.saveServiceAccount(account, roles);
  const given = (trigger: Json): Json => (isObject(trigger) ? withRunAs(trigger, account, roles) : trigger);
  return { ...pipeline, triggers: triggersOf(pipeline).map(given) };
}

/** Then Orca asks for nothing: its saver may use the account, or Front50 will say so. */
async function hasJust(account: string, roles: readonly string[], authorizer: Authorizer): Promise<boolean> {
  const held = (await authorizer.rolesOf(account)).roles;
  return held.length > 0 && held.length === new Set(roles).size && roles.every((role) => held.includes(role));
}

function withRunAs(trigger: JsonObject, account: string, roles: readonly string[]): JsonObject {
  const { runAsUser, ...rest } = trigger;
  if (roles.length === 0) return runAsUser === account ? rest : trigger;
  return runAsUser === undefined || isManaged(String(runAsUser)) ? { ...rest, runAsUser: account } : trigger;
}

/** WRITE on the application; and for each account that the saver may use it, and that it has EXECUTE. */
async function isKept(pipeline: JsonObject, { user, authorizer }: Asker): Promise<boolean> {
  const application = textAt(pipeline, 'application') ?? '';
  if (!(await authorizer.may(user, 'WRITE', application))) return false;
  for (const account of triggersOf(pipeline).flatMap((trigger) => textAt(trigger, 'runAsUser') ?? [])) {
    if (account.trim() === '') continue;
    if (!(await mayUse(user, account, authorizer))) return false;
    if (!(await authorizer.may(account, 'EXECUTE', application))) return false;
  }
  return true;
}

/** Nobody but an admin may use one without roles. */
async function mayUse(user: string, account: string, authorizer: Authorizer): Promise<boolean> {
  const [saver, used] = [await authorizer.rolesOf(user), await authorizer.rolesOf(account)];
  return saver.admin || (used.roles.length > 0 && used.roles.every((role) => saver.roles.includes(role)));
}

function triggersOf(pipeline: JsonObject): readonly Json[] {
  const { triggers } = pipeline;
  return Array.isArray(triggers) ? triggers : [];
}

function stale(submitted: unknown, stored: unknown): string {
  return `The submitted pipeline is stale.  submitted updateTs ${String(submitted)} does not match stored updateTs ${String(stored)}`;
}

function refusedByFront50(status: number, error: string, message: string): JobResult {
  return failed('savePipeline', { status, error, method: 'POST', url: `${front50Url}/pipelines`, message });
}

/** As Orca shows an exception of its own. */
function unexpected(message: string): JobResult {
  const details = { error: 'Unexpected Task Failure', errors: [message] };
  const exception = {
    details,
    exceptionType: 'IllegalArgumentException',
    operation: 'saveServiceAccount',
    shouldRetry: false,
    timestamp: Date.now(),
  };
  return { status: 'TERMINAL', exception };
}

/** What Gate makes of a task that failed, for whoever saved by `POST /pipelines`. */
export function firstError({ exception }: Extract<JobResult, { readonly status: 'TERMINAL' }>): string {
  const [first] = listAt(exception['details'], 'errors');
  return isText(first) ? first : 'Unknown error';
}
