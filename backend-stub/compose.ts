import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { Access, Config, Listener } from './config.ts';
import { ArgoRollouts } from './control-plane/argo-rollouts/control-plane.ts';
import type { Timings } from './control-plane/argo-rollouts/timings.ts';
import { defaultGraces } from './deployment/conclude.ts';
import type { Graces } from './deployment/conclude.ts';
import { Metrics } from './http/metrics.ts';
import { createOrcaApp } from './http/orca-app.ts';
import { createPeopleApp } from './http/people-app.ts';
import type { Authorizations, Clock, Store } from './ports.ts';
import { Loop, defaultLoopTimes } from './reconcile/loop.ts';
import type { LoopTimes } from './reconcile/loop.ts';
import type { Log, Services } from './reconcile/services.ts';
import { StatusBoard } from './reconcile/status-board.ts';
import { fiatAuthorizations, openAuthorizations } from './spinnaker/authorizations.ts';
import { accountRoles } from './spinnaker/clouddriver.ts';
import { fiatViews } from './spinnaker/fiat.ts';
import { orcaExecutions } from './spinnaker/orca.ts';

export interface ComposeOptions {
  readonly config: Omit<Config, 'postgres' | 'logLevel'>;
  readonly store: Store;
  readonly log: Log;
  /** Tests shorten what nobody wants to wait for. */
  readonly graces?: Graces;
  readonly loopTimes?: LoopTimes;
  readonly timings?: Partial<Timings>;
}

/** One running replica. */
export interface Service {
  readonly orcaUrl: string;
  readonly peopleUrl: string;
  readonly metrics: Metrics;
  /** Stops taking calls, ends the looks under way, gives the leases back and closes the store. */
  drain(): Promise<void>;
}

const clock: Clock = { now: () => new Date() };

/** Wires adapters to ports and starts everything: the only place that knows all rooms. */
export async function startService(options: ComposeOptions): Promise<Service> {
  const { config, store, log } = options;
  let draining = false;
  let loop: Loop | undefined;
  const metrics = new Metrics({ held: () => loop?.held ?? 0 });
  const controlPlane = new ArgoRollouts({
    accounts: config.accounts,
    clock,
    timings: options.timings ?? {},
    onCall: ({ account, verb, outcome }) => metrics.countClusterCall(account, verb, outcome),
    onTrouble: (trouble) => log.warn({ ...trouble }, 'a watch is in trouble'),
  });
  const services: Services = {
    controlPlane,
    executions: orcaExecutions({ url: config.orca.url, readAs: config.orca.readAs }),
    authorizations: authorizationsOf(config.access, log),
    store,
    clock,
    log,
    settings: {
      replica: `${hostname()}-${randomUUID()}`,
      publicUrl: config.publicUrl,
      graces: options.graces ?? defaultGraces,
      canSeal: config.sealingKey !== undefined,
    },
    newId: randomUUID,
    wake: (id) => loop?.wake(id),
  };
  loop = new Loop(services, options.loopTimes ?? defaultLoopTimes);
  const board = new StatusBoard({
    store,
    clock,
    onFailure: (err) => log.warn({ err }, 'status lines could not be refreshed'),
  });
  const readiness = { check: () => readinessOf(store, draining) };
  const orca = await createOrcaApp({ services, board, bearers: config.orca.bearers, metrics, readiness });
  const people = await createPeopleApp({ services, metrics });
  await board.start();
  loop.start();
  const [orcaUrl, peopleUrl] = [
    await listen(orca, config.listeners.orca),
    await listen(people, config.listeners.people),
  ];
  log.info(
    { orca: orcaUrl, people: peopleUrl, access: config.access.mode, accounts: config.accounts.map(({ name }) => name) },
    'gennaker serves',
  );
  return {
    orcaUrl,
    peopleUrl,
    metrics,
    async drain() {
      draining = true;
      await Promise.all([orca.close(), people.close()]);
      await loop.stop();
      await board.stop();
      controlPlane.close();
      await store.close();
    },
  };
}

function authorizationsOf(access: Access, log: Log): Authorizations {
  if (access.mode === 'open') return openAuthorizations();
  const fiat = fiatViews({ url: access.fiatUrl, clock });
  if (access.clouddriverUrl === undefined) return fiatAuthorizations(fiat);
  const onProblem = (err: unknown): void => log.warn({ err }, 'Clouddriver could not name the roles of an account');
  return fiatAuthorizations(fiat, accountRoles({ url: access.clouddriverUrl, clock, onProblem, timeoutMilliseconds: 1000 }));
}

async function readinessOf(store: Store, draining: boolean): Promise<{ ready: boolean; sentence: string }> {
  if (draining) return { ready: false, sentence: 'This replica is shutting down.' };
  try {
    await store.health();
    return { ready: true, sentence: 'This replica takes calls.' };
  } catch {
    return { ready: false, sentence: 'The database can not be reached.' };
  }
}

function listen(app: FastifyInstance, { host, port }: Listener): Promise<string> {
  return app.listen({ host, port });
}
