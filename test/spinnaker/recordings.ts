import { readdirSync, readFileSync } from 'node:fs';
import type { ApplicationRules } from '../../backend-stub/contract/application-rules.ts';
import type { Permissions } from '../../backend-stub/contract/authorization.ts';
import { isRecord } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { AccountPermissions } from './clouddriver.ts';
import type { FiatView } from './fiat.ts';

/** What a real Fiat answered about one subject: its view, and the status of each single check. */
export interface RecordedSubject {
  readonly status: number;
  readonly view: FiatView | null;
  readonly checks: Readonly<Record<string, number>>;
}

export interface RecordedAccounts {
  readonly accounts: Readonly<Record<string, AccountPermissions>>;
  readonly subjects: Readonly<Record<string, RecordedSubject>>;
}

export interface RecordedOracle {
  /** Of each application, its own permissions. */
  readonly applications: Readonly<Record<string, Permissions>>;
  readonly configurations: Readonly<
    Record<string, RecordedConfiguration & { readonly users: Readonly<Record<string, RecordedUser>> }>
  >;
}

/** How the recorded Fiat was configured. */
export interface RecordedConfiguration extends Pick<ApplicationRules, 'provider' | 'resolutionStrategy' | 'prefixes'> {
  readonly fiat: Pick<ApplicationRules, 'restrictApplicationCreation' | 'executeFallback' | 'adminRoles'>;
}

export interface RecordedUser {
  readonly rolesInFile: readonly string[];
  readonly view: FiatView;
  /** By name, the status of asking to create such an application. */
  readonly canCreate: Readonly<Record<string, number>>;
}

export function rulesOf({ fiat, provider, resolutionStrategy, prefixes }: RecordedConfiguration): ApplicationRules {
  return { ...fiat, provider, resolutionStrategy, prefixes };
}

/** `test/fixtures/fiat/accounts.json`. */
export function recordedAccounts(): RecordedAccounts {
  // A cast, since the recording is ours and its tests fail loudly on another shape.
  return readFixture('fiat/accounts.json') as RecordedAccounts;
}

/** `test/fixtures/fiat/oracle.json`. */
export function recordedOracle(): RecordedOracle {
  // A cast, for the same reason.
  return readFixture('fiat/oracle.json') as RecordedOracle;
}

/** The views of everybody whom the recorded Fiat knew, by user. */
export function recordedViews(): Readonly<Record<string, FiatView>> {
  const views: Record<string, FiatView> = {};
  for (const [user, { view }] of Object.entries(recordedAccounts().subjects)) {
    if (view !== null) views[user] = view;
  }
  return views;
}

/** The fields of an execution that Orca always sends, and that the tests compare. */
export interface RecordedExecution {
  readonly type: string;
  readonly id: string;
  readonly application: string;
  readonly status: string;
  readonly canceled: boolean;
  readonly authentication: { readonly user: string };
  readonly stages: readonly RecordedStage[];
}

export interface RecordedStage {
  readonly id: string;
  readonly refId: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly startTime?: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The pipeline executions under `test/fixtures/orca/`, by scenario; `ops-task.json` is a task, which is another shape. */
export function recordedExecutions(): ReadonlyMap<string, RecordedExecution> {
  const files = readdirSync(new URL('../fixtures/orca/', import.meta.url)).filter((file) => file.endsWith('.json'));
  const scenarios = files.map((file) => file.replace('.json', '')).filter((scenario) => scenario !== 'ops-task');
  // A cast, for the same reason.
  return new Map(scenarios.map((scenario) => [scenario, readFixture(`orca/${scenario}.json`) as RecordedExecution]));
}

/** The JSON object in a file under `test/fixtures/`. */
export function readObject(path: string): Readonly<Record<string, unknown>> {
  const value = readFixture(path);
  if (!isRecord(value)) throw new Error(`${path} holds no JSON object.`);
  return value;
}

/** Unread JSON of a file under `test/fixtures/`. */
export function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
}
