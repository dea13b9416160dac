import type { FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import type { Listener } from './config-listeners.ts';
import { Bearers } from './http/bearer.ts';
import type { MachineRoutesOptions } from './http/machine-routes.ts';
import type { Metrics } from './http/metrics.ts';
import { createOperationsApp } from './http/operations-app.ts';
import { createOrcaApp } from './http/orca-app.ts';
import { createPeopleApp } from './http/people-app.ts';
import type { Readiness } from './http/readiness.ts';
import type { Clock } from './ports.ts';
import type { Log } from './reconcile/services.ts';
import type { OrcaUseCases, PeopleUseCases } from './reconcile/use-cases.ts';
import { renewBearers, renewTlsOf } from './renewals.ts';
import type { TlsMaterial } from './tls-material.ts';

export interface ListenersOptions {
  readonly config: Pick<Config, 'listeners' | 'orca' | 'limits' | 'pluginFiles'>;
  readonly useCases: { readonly orca: OrcaUseCases; readonly people: PeopleUseCases };
  /** Absent: there are no routes for machines. */
  readonly machines?: MachineRoutesOptions;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly clock: Pick<Clock, 'elapsed'>;
  readonly renewing?: { readonly intervalMilliseconds: number };
}

export interface Addresses {
  readonly orcaUrl: string;
  readonly peopleUrl: string;
  /** Absent: health and metrics are on the listener for Orca. */
  readonly operationsUrl?: string;
}

export interface ServiceListeners {
  listen(): Promise<Addresses>;
  /** Answers what is under way, and takes nothing more. */
  close(): Promise<void>;
}

/** All that the service listens to, with the secrets that open it, which are read again while it runs. */
export async function createListeners(options: ListenersOptions): Promise<ServiceListeners> {
  const { config, log, metrics, renewing } = options;
  const { listeners } = config;
  const bearers = new Bearers(config.orca.bearers);
  const { orca, people, operations } = await createApps(options, bearers);
  const told = { ...renewing, log, metrics };
  const renewals = [
    ...renewBearers(config.orca, { ...told, bearers }),
    ...renewTlsOf('orca', { ...told, app: orca, tls: listeners.orca.tls }),
    ...renewTlsOf('people', { ...told, app: people, tls: listeners.people.tls }),
  ];
  return {
    listen: async () => ({
      orcaUrl: await listen(orca, listeners.orca),
      peopleUrl: await listen(people, listeners.people),
      ...(listeners.operations === undefined ? {} : { operationsUrl: await listen(operations, listeners.operations) }),
    }),
    async close() {
      for (const renewal of renewals) renewal.stop();
      await Promise.all([orca.close(), people.close(), operations.close()]);
    },
  };
}

async function createApps(
  options: ListenersOptions,
  bearers: Bearers,
): Promise<Readonly<Record<'orca' | 'people' | 'operations', FastifyInstance>>> {
  const { config, useCases, machines, log, metrics, readiness, clock } = options;
  const { listeners, limits = {}, pluginFiles } = config;
  return {
    orca: await createOrcaApp({
      useCases: useCases.orca,
      log,
      bearers,
      metrics,
      readiness,
      ...{ limits, clock },
      ...tlsOf(listeners.orca),
      ...(machines === undefined ? {} : { machines }),
      operationsElsewhere: listeners.operations !== undefined,
    }),
    people: await createPeopleApp({
      useCases: useCases.people,
      log,
      metrics,
      limits,
      clock,
      ...tlsOf(listeners.people),
      ...(pluginFiles === undefined ? {} : { pluginFiles }),
    }),
    operations: createOperationsApp({ log, metrics, readiness }),
  };
}

function tlsOf({ tls }: Listener): { readonly tls?: TlsMaterial } {
  return tls === undefined ? {} : { tls: tls.material };
}

/** Where it listens, as it was told: Fastify would name the loopback for an address that stands for all of them, and knows of no TLS. */
async function listen(app: FastifyInstance, { host, port, tls }: Listener): Promise<string> {
  const address = new URL(await app.listen({ host, port }));
  address.hostname = host.includes(':') ? `[${host}]` : host;
  if (tls !== undefined) address.protocol = 'https:';
  return address.origin;
}
