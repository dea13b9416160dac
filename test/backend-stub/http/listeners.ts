import { tenantsOf } from '../../../backend-stub/access/tenants.ts';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import type { ApplicationRules } from '../../../backend-stub/contract/application-rules.ts';
import { defined } from '../../../backend-stub/contract/defined.ts';
import type { DecisionChannel } from '../../../backend-stub/contract/stage-decision.ts';
import { defaultGraces } from '../../../backend-stub/deployment/conclude.ts';
import { Bearers } from '../../../backend-stub/http/bearer.ts';
import type { CallLimitsPerMinute } from '../../../backend-stub/http/call-limits.ts';
import { Metrics } from '../../../backend-stub/http/metrics.ts';
import type { MachineRoutesOptions } from '../../../backend-stub/http/machine-routes.ts';
import { createOrcaApp } from '../../../backend-stub/http/orca-app.ts';
import { createPeopleApp } from '../../../backend-stub/http/people-app.ts';
import { Readiness } from '../../../backend-stub/http/readiness.ts';
import type { ControlPlane, Pipelines, Store } from '../../../backend-stub/ports.ts';
import { Announcements } from '../../../backend-stub/reconcile/announcements.ts';
import { Refusals } from '../../../backend-stub/reconcile/refusals.ts';
import type { Services } from '../../../backend-stub/reconcile/services.ts';
import { StatusBoard } from '../../../backend-stub/reconcile/status-board.ts';
import { orcaUseCases, peopleUseCases } from '../../../backend-stub/reconcile/use-cases.ts';
import type { Finding } from '../../../backend-stub/contract/doctor.ts';
import { applicationCreation } from '../../../backend-stub/spinnaker/application-creation.ts';
import type { CreationSources } from '../../../backend-stub/spinnaker/application-creation.ts';
import { fiatAuthorizations, openAuthorizations } from '../../../backend-stub/spinnaker/authorizations.ts';
import { fiatViews } from '../../../backend-stub/spinnaker/fiat.ts';
import { orcaExecutions } from '../../../backend-stub/spinnaker/orca.ts';
import { fiatView, startFiat } from '../../spinnaker/fiat.ts';
import type { FiatView, SmallFiat } from '../../spinnaker/fiat.ts';
import { HandClock } from '../../spinnaker/hand-clock.ts';
import { startRecordedOrca } from '../../spinnaker/recorded-orca.ts';
import type { RecordedOrca } from '../../spinnaker/recorded-orca.ts';
import { absentCluster } from './absent-cluster.ts';
import { call } from './caller.ts';
import type { Answer, Call } from './caller.ts';
import { executionOf, publicUrl } from './executions.ts';
import type { RunningStage } from './executions.ts';
import { openEmptyStore } from '../../postgres/empty-store.ts';

export const readIdentity = 'gennaker-reader@example.com';
/** In milliseconds; a store in memory takes seconds to start on a busy machine. */
export const patience = 60_000;
export const tokens = ['the-token-of-today', 'the-token-of-tomorrow'] as const;

/** By what they may do: the names say it. */
const people: readonly FiatView[] = [
  person('alice@example.com', ['READ', 'EXECUTE', 'WRITE'], ['READ', 'WRITE']),
  person('reader@example.com', ['READ'], ['READ']),
  person('executor@example.com', ['READ', 'EXECUTE'], ['READ']),
  person('releaser@example.com', ['READ', 'EXECUTE', 'WRITE'], ['READ', 'WRITE'], 'release'),
  person('stranger@example.com', [], []),
  fiatView('admin@example.com', { admin: true }),
];

function person(name: string, onApplication: readonly string[], onAccount: readonly string[], role = 'dev'): FiatView {
  return fiatView(name, {
    applications: [{ name: 'SHOP', authorizations: onApplication }],
    accounts: [{ name: 'prod', authorizations: onAccount }],
    roles: [{ name: role, source: 'FILE' }],
  });
}

/** Both listeners on real sockets, with a store in memory, a small Fiat and an Orca of recordings; no loop and no cluster. */
export interface Listeners {
  readonly orcaUrl: string;
  readonly peopleUrl: string;
  readonly orca: RecordedOrca;
  readonly fiat: SmallFiat;
  readonly store: Store;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  readonly refusals: Refusals;
  readonly clock: HandClock;
  /** Who may read executions. */
  readonly readers: Set<string>;
  /** What was told of deployments, for their timelines. */
  readonly told: readonly (readonly [id: string, sentence: string])[];
  /** From now on Orca shows this stage so. */
  show(running: RunningStage): void;
  /** As Orca calls us for this stage; `call` lays over what is sent. */
  post(running: RunningStage, changes?: Call): Promise<Answer>;
  status(id: unknown): Promise<Answer>;
  /** The first status that is not RUNNING: the board reads what changed a little later. */
  end(id: unknown): Promise<Answer>;
  cancel(running: RunningStage, changes?: Call): Promise<Answer>;
  as(user: string, path: string, call?: Call): Promise<Answer>;
  close(): Promise<void>;
}

export interface ListenersOptions {
  readonly access?: 'fiat' | 'open';
  readonly decisions?: DecisionChannel;
  readonly limits?: Partial<CallLimitsPerMinute>;
  /** One that another pair of listeners has, and closes. */
  readonly store?: Store;
  /** Accounts and their clusters; else two whose clusters never answer. */
  readonly controlPlane?: ControlPlane;
  /** Whom Fiat knows; else a few that are named after what they may do. */
  readonly people?: readonly FiatView[];
  /** By which Fiat says who may create applications; else everybody may. */
  readonly creationRules?: ApplicationRules;
  /** What is known about creating applications, beside Fiat's answers. */
  readonly creation?: Omit<CreationSources, 'fiat'>;
  /** What the doctor finds; else nothing. */
  readonly findings?: readonly Finding[];
  /** What Front50 keeps; else there is none. */
  readonly pipelines?: Pipelines;
  /** How machines are let in; else there are no routes for them. */
  readonly machines?: (services: Services) => MachineRoutesOptions;
  /** For how long the service keeps what Fiat answered; else not at all. */
  readonly fiatCacheMilliseconds?: number;
  /** Told of what is to be looked at, where no loop is. */
  readonly wake?: (id: string, services: Services) => void;
  /** Takes the lines that are logged. */
  readonly logTo?: (line: string) => void;
}

function fiatOf({ people: known = people, creationRules }: ListenersOptions): Promise<SmallFiat> {
  return startFiat(Object.fromEntries(known.map((view) => [view.name, view])), creationRules);
}

async function storeOf({ store, controlPlane }: ListenersOptions): Promise<Store> {
  return store ?? openEmptyStore({ tenantOf: tenantsOf(controlPlane?.accounts() ?? []) });
}

/** More than any test calls. */
export const unlimited: CallLimitsPerMinute = { person: 1e6, plans: 1e6, orca: 1e6, machine: 1e6, strangers: 1e6 };

export async function startListeners(options: ListenersOptions = {}): Promise<Listeners> {
  const executions: Record<string, unknown> = {};
  const readers = new Set([readIdentity]);
  const orca = await startRecordedOrca(executions, (user) => readers.has(user));
  const fiat = await fiatOf(options);
  const store = await storeOf(options);
  const clock = new HandClock();
  const told: (readonly [id: string, sentence: string])[] = [];
  const metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
  const views = fiatViews({ url: fiat.url, clock, cacheMilliseconds: options.fiatCacheMilliseconds ?? 0 });
  const services: Services = {
    measures: metrics,
    controlPlane:
      options.controlPlane ??
      absentCluster([{ name: 'prod', namespaces: ['shop', 'cart'], defaultNamespace: 'shop' }, { name: 'staging' }]),
    executions: orcaExecutions({ url: orca.url, readAs: readIdentity }),
    authorizations: options.access === 'open' ? openAuthorizations() : fiatAuthorizations(views),
    creation: applicationCreation({ fiat: views, ...options.creation }),
    examine: async () => options.findings ?? [],
    ...defined({ pipelines: options.pipelines }),
    store,
    clock,
    log: options.logTo === undefined ? pino({ level: 'silent' }) : pino({}, { write: options.logTo }),
    settings: {
      replica: 'replica-1',
      publicUrl,
      graces: defaultGraces,
      canSeal: false,
      ...defined({ decisions: options.decisions }),
    },
    settled: new Announcements(),
    newId: randomUUID,
    begin: (record, workloads, by) => store.create(record, workloads, { by }),
    leads: () => false,
    wake: (id) => options.wake?.(id, services),
    tell: (id, sentence) => told.push([id, sentence]),
  };
  const board = new StatusBoard({ store, clock, refreshMilliseconds: 20, onFailure: () => undefined });
  const readiness = new Readiness(store);
  const { log } = services;
  const refusals = new Refusals(services);
  const { limits = unlimited } = options;
  const orcaApp = await createOrcaApp({
    useCases: orcaUseCases(services, board, refusals),
    log,
    bearers: new Bearers(tokens),
    metrics,
    readiness,
    ...(options.machines === undefined ? {} : { machines: options.machines(services) }),
    limits,
    clock,
  });
  const peopleApp = await createPeopleApp({
    useCases: peopleUseCases(services, refusals),
    log,
    metrics,
    limits,
    clock,
  });
  await board.start();
  const orcaUrl = await orcaApp.listen({ host: '127.0.0.1', port: 0 });
  const peopleUrl = await peopleApp.listen({ host: '127.0.0.1', port: 0 });
  return {
    orcaUrl,
    peopleUrl,
    orca,
    fiat,
    store,
    readiness,
    metrics,
    refusals,
    clock,
    readers,
    told,
    show: (running) => {
      executions[running.id] = executionOf(running);
    },
    post: (running, changes = {}) =>
      call(`${orcaUrl}/v1/deployments`, {
        method: 'POST',
        body: running.deployment,
        ...changes,
        headers: { ...identityOf(running), ...changes.headers },
      }),
    status: (id) => call(`${orcaUrl}/v1/deployments/${String(id)}/status`, { headers: bearer() }),
    async end(id) {
      for (;;) {
        const answer = await call(`${orcaUrl}/v1/deployments/${String(id)}/status`, { headers: bearer() });
        if (answer.body['status'] !== 'RUNNING') return answer;
        await setTimeout(5);
      }
    },
    cancel: ({ id, stageId, startTime }, changes = {}) =>
      call(`${orcaUrl}/v1/cancel`, {
        method: 'POST',
        body: { executionId: id, stageId, attempt: String(startTime) },
        ...changes,
        headers: { ...bearer(), ...changes.headers },
      }),
    as: (user, path, changes = {}) =>
      call(`${peopleUrl}${path}`, { ...changes, headers: { 'X-SPINNAKER-USER': user, ...changes.headers } }),
    async close() {
      await Promise.all([orcaApp.close(), peopleApp.close()]);
      await board.stop();
      await refusals.close();
      await Promise.all([options.store === undefined ? store.close() : undefined, orca.close(), fiat.close()]);
    },
  };
}

export function bearer(token: string = tokens[0]): Readonly<Record<string, string>> {
  return { Authorization: `Bearer ${token}` };
}

function identityOf({ id, stageId, startTime, application, user }: RunningStage): Readonly<Record<string, string>> {
  return {
    ...bearer(),
    'X-Spin-Execution-Id': id,
    'X-Spin-Stage-Id': stageId,
    'X-Spin-Attempt': String(startTime),
    'X-Spin-Application': application,
    'X-Spin-Run-As': user,
  };
}
