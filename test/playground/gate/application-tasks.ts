import { randomUUID } from 'node:crypto';
import { compact, isObject } from '../../orca/json.ts';
import type { Json, JsonObject } from '../../orca/json.ts';
import type { Front50 } from './front50.ts';

/** A task as Gate shows Orca's, as far as it was recorded of creations of applications. */
export interface ApplicationTask extends JsonObject {
  id: string;
  status: string;
}

/** What Front50 and Fiat say to a task before anything is written. */
export interface TaskRights {
  readonly mayCreate: boolean;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
}

interface Asked {
  readonly type: string;
  readonly application: JsonObject;
  readonly name: string;
  readonly user: string;
  readonly description: string;
}

/** Milliseconds that a task runs: a real one was seen to take one to two seconds. */
const taskTime = 1500;
const front50Address = 'http://front50.example.com:8080';

/** Orca's tasks that write applications, in memory. Each runs a moment, so that somebody can see it run. */
export class ApplicationTasks {
  readonly #tasks = new Map<string, ApplicationTask>();
  readonly #front50: Front50;
  readonly #written: (name: string) => void;

  /** `written`: what has to hear of an application that was written. */
  constructor(front50: Front50, written: (name: string) => void) {
    this.#front50 = front50;
    this.#written = written;
  }

  find(id: string): ApplicationTask | undefined {
    const task = this.#tasks.get(id);
    return task === undefined ? undefined : structuredClone(task);
  }

  /** The id of the task, which writes into Front50 at its end. */
  start(asked: Asked, rights: TaskRights): string {
    const id = randomUUID();
    const begun = Date.now();
    const task = { ...taskOf(asked, id, begun), status: 'RUNNING' };
    this.#tasks.set(id, { ...task, steps: [step(asked, 'RUNNING', begun)] });
    const end = (): void => {
      const { status, variables } = write(asked, rights, this.#front50);
      if (status === 'SUCCEEDED') this.#written(asked.name);
      const endTime = Date.now();
      this.#tasks.set(id, { ...task, status, variables, endTime, steps: [step(asked, status, begun, endTime)] });
    };
    setTimeout(end, taskTime).unref();
    return id;
  }
}

function taskOf({ application, name, user, description }: Asked, id: string, begun: number): ApplicationTask {
  const variables = [
    { key: 'application', value: application },
    { key: 'user', value: user },
  ];
  return {
    id,
    name: description,
    application: name,
    status: 'NOT_STARTED',
    buildTime: begun,
    startTime: begun,
    variables,
  };
}

function step({ type }: Asked, status: string, startTime: number, endTime?: number): JsonObject {
  return compact({ id: '1', name: type, status, startTime, endTime });
}

/** A creation of what exists changes it, as Orca's UpsertApplicationTask does. */
function write(asked: Asked, rights: TaskRights, front50: Front50): { status: string; variables: Json[] } {
  const { name, application, user } = asked;
  const found = front50.application(name);
  if (found !== undefined && !rights.mayRead) return failed(asked, 'GET', `/v2/applications/${name}`);
  if (found !== undefined && !rights.mayWrite) return failed(asked, 'PATCH', `/v2/applications/${name}`);
  if (found === undefined && !rights.mayCreate) return failed(asked, 'POST', '/v2/applications');
  const previousState = found?.attributes ?? {};
  front50.addApplication(name, { ...previousState, ...application, user });
  const variables = { application, user, newState: application, previousState };
  return {
    status: 'SUCCEEDED',
    variables: Object.entries(variables).map(([key, value]) => ({ key, value })),
  };
}

function failed({ type }: Asked, method: string, path: string): { status: string; variables: Json[] } {
  const url = `${front50Address}${path}`;
  const errors = [`Status: 403, Method: ${method}, URL: ${url}, Message: Access is denied`];
  const details = { error: 'Forbidden', errors, kind: 'HTTP', method, status: 403, url };
  const exception = { details, exceptionType: 'SpinnakerHttpException', operation: type, shouldRetry: false };
  return { status: 'TERMINAL', variables: [{ key: 'exception', value: exception }] };
}

/** Of `POST /tasks`; undefined where it writes no application. */
export function readAsked(body: unknown, user: string): Asked | undefined {
  const jobs = isObject(body) && Array.isArray(body['job']) ? body['job'] : [];
  const [job] = jobs.filter(isObject);
  const application = job?.['application'];
  const type = job?.['type'];
  if (!isObject(body) || !isObject(application) || typeof type !== 'string') return undefined;
  const { name } = application;
  if (typeof name !== 'string' || !['createApplication', 'updateApplication'].includes(type)) return undefined;
  return { type, application, name, user, description: String(body['description']) };
}
