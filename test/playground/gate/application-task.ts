import { authorizations } from '../../../backend-stub/contract/authorization.ts';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import { listAt, recordAt, textAt } from '../../../backend-stub/deployment/kubernetes-object.ts';
import type { JsonObject } from '../../orca/json.ts';
import type { Authorizer } from './authorizer.ts';
import type { Front50 } from './front50.ts';

/** `createApplication` and `updateApplication` of Orca: both write over what is there. */
export interface ApplicationJob {
  readonly type: 'createApplication' | 'updateApplication';
  readonly application: JsonObject;
}

/** What came of it: done, or the exception as Orca's task shows it. */
export type JobResult =
  { readonly status: 'SUCCEEDED' } | { readonly status: 'TERMINAL'; readonly exception: JsonObject };

export interface Asker {
  readonly user: string;
  readonly front50: Front50;
  readonly authorizer: Authorizer;
}

/**
 * Orca's UpsertApplicationTask: looks whether the application is there, writes it, and then its permissions. Not all or nothing: where
 * the last write fails, the application is there and open to everybody.
 */
export async function upsertApplication({ application, type }: ApplicationJob, asker: Asker): Promise<JobResult> {
  const { user, front50, authorizer } = asker;
  const { permissions: _own, ...attributes } = application;
  const name = textAt(application, 'name') ?? '';
  const exists = front50.application(name) !== undefined;
  if (exists && !(await authorizer.may(user, 'READ', name)))
    return denied(type, 'GET', `/${name}`, `Access denied to application ${name} - required authorization: READ`);
  if (exists && !(await authorizer.may(user, 'WRITE', name)))
    return denied(type, 'PATCH', `/${name}`, `Access denied to application ${name} - required authorization: WRITE`);
  if (!exists && !(await authorizer.mayCreate(user, name))) return denied(type, 'POST', '', 'Access is denied');
  front50.addApplication(name, attributes);
  if (!front50.takesPermissions) return failed(type, permissionsUnwritten(name));
  front50.setPermissions(name, permissionsIn(application));
  return { status: 'SUCCEEDED' };
}

function permissionsIn(application: JsonObject): Permissions {
  const permissions = recordAt(application, 'permissions');
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.fromEntries(authorizations.map((word) => [word, listAt(permissions, word).filter(isText)]));
}

const front50Url = 'http://front50.example.com:8080';

/** An answer of a service behind Orca. */
export interface Failure {
  readonly status: number;
  readonly error: string;
  readonly method: string;
  readonly url: string;
  readonly message: string;
}

function permissionsUnwritten(name: string): Failure {
  const error = 'Internal Server Error';
  return { status: 500, error, method: 'PUT', url: `${front50Url}/permissions/applications/${name}`, message: error };
}

function denied(operation: string, method: string, path: string, message: string): JobResult {
  const url = `${front50Url}/v2/applications${path}`;
  return failed(operation, { status: 403, error: 'Forbidden', method, url, message });
}

/** As recorded of a denied creation. */
export function failed(operation: string, { status, error, method, url, message }: Failure): JobResult {
  const denial = 'org.springframework.security.authorization.AuthorizationDeniedException';
  const exception = {
    details: {
      error,
      errors: [`Status: ${status}, Method: ${method}, URL: ${url}, Message: ${message}`],
      kind: 'HTTP',
      method,
      ...(status === 403 ? { rootException: denial } : {}),
      status,
      url,
    },
    exceptionType: 'SpinnakerHttpException',
    operation,
    shouldRetry: false,
    timestamp: Date.now(),
  };
  return { status: 'TERMINAL', exception };
}
