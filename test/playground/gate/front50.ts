import { randomUUID } from 'node:crypto';
import type { Permissions } from '../../../backend-stub/contract/authorization.ts';
import type { Json, JsonObject } from '../../orca/json.ts';
import { copy } from '../../orca/json.ts';

export interface Application {
  readonly name: string;
  readonly attributes: JsonObject;
}

/** A saved pipeline: `id`, `application` and `name` are always there. */
export interface SavedPipeline extends JsonObject {
  id: string;
  application: string;
  name: string;
}

export interface ServiceAccount {
  readonly name: string;
  readonly memberOf: readonly string[];
}

/** As Fiat has it: who has all of its roles may use it, one without any is nobody's, and admins use all. */
export function usableAccounts(
  accounts: readonly ServiceAccount[],
  { roles, admin }: { readonly roles: readonly string[]; readonly admin: boolean },
): readonly ServiceAccount[] {
  const isHis = (memberOf: readonly string[]): boolean =>
    memberOf.length > 0 && memberOf.every((role) => roles.includes(role));
  return accounts.filter(({ memberOf }) => admin || isHis(memberOf));
}

/** Front50 in memory: applications, pipelines and service accounts. */
export class Front50 {
  readonly #applications = new Map<string, Application>();
  readonly #pipelines = new Map<string, SavedPipeline>();
  readonly #permissions = new Map<string, Permissions>();
  readonly #listeners: (() => void)[] = [];
  readonly #serviceAccounts = new Map<string, readonly string[]>();
  readonly #accountListeners: ((name: string, roles: readonly string[]) => void)[] = [];
  /** False: permissions can not be written, and an application that is created meanwhile stays open to everybody. */
  takesPermissions = true;

  /** Over what is known of it already. */
  addApplication(name: string, attributes: JsonObject): void {
    const known = this.application(name)?.attributes;
    this.#applications.set(name.toLowerCase(), { name, attributes: { ...known, ...attributes, name } });
    for (const told of this.#listeners) told();
  }

  setPermissions(name: string, permissions: Permissions): void {
    this.#permissions.set(name.toLowerCase(), permissions);
    for (const told of this.#listeners) told();
  }

  /** By name, what each application says for itself. */
  permissions(): ReadonlyMap<string, Permissions> {
    return new Map([...this.#applications.keys()].map((name) => [name, this.#permissions.get(name) ?? {}]));
  }

  /** Told whenever an application or its permissions changed. */
  onChange(told: () => void): void {
    this.#listeners.push(told);
  }

  /** With these roles and no others from now on; by its lower-cased name. */
  saveServiceAccount(name: string, memberOf: readonly string[]): void {
    this.#serviceAccounts.set(name.toLowerCase(), memberOf);
    for (const told of this.#accountListeners) told(name.toLowerCase(), memberOf);
  }

  serviceAccounts(): readonly ServiceAccount[] {
    return [...this.#serviceAccounts].map(([name, memberOf]) => ({ name, memberOf }));
  }

  /** Told whenever a service account was saved. */
  onServiceAccount(told: (name: string, roles: readonly string[]) => void): void {
    this.#accountListeners.push(told);
  }

  application(name: string): Application | undefined {
    return this.#applications.get(name.toLowerCase());
  }

  applications(): readonly Application[] {
    return [...this.#applications.values()];
  }

  /** Copies, in the order in which they were first saved. */
  pipelines(application: string): readonly SavedPipeline[] {
    return [...this.#pipelines.values()].filter((one) => one.application === application).map(copyOf);
  }

  /** Of all applications. */
  everyPipeline(): readonly SavedPipeline[] {
    return [...this.#pipelines.values()].map(copyOf);
  }

  pipeline(application: string, nameOrId: string): SavedPipeline | undefined {
    return this.pipelines(application).find(({ id, name }) => id === nameOrId || name === nameOrId);
  }

  pipelineById(id: string): SavedPipeline | undefined {
    const found = this.#pipelines.get(id);
    return found === undefined ? undefined : copyOf(found);
  }

  /** With an id of its own when it has none. */
  save(pipeline: JsonObject, by: string): SavedPipeline {
    const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
    const saved: SavedPipeline = {
      ...copy(pipeline),
      id: text(pipeline['id']) || randomUUID(),
      application: text(pipeline['application']),
      name: text(pipeline['name']),
      index: pipeline['index'] ?? this.pipelines(text(pipeline['application'])).length,
      lastModifiedBy: by,
      updateTs: String(Date.now()),
    };
    this.#pipelines.set(saved.id, saved);
    return copyOf(saved);
  }

  delete(id: string): void {
    this.#pipelines.delete(id);
  }
}

function copyOf(pipeline: SavedPipeline): SavedPipeline {
  return structuredClone(pipeline);
}
