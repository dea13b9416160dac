import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { startService } from '../../backend-stub/compose.ts';
import type { ComposeOptions, Service } from '../../backend-stub/compose.ts';
import type { Oidc } from '../../backend-stub/config-oidc.ts';
import type { Store } from '../../backend-stub/ports.ts';
import { freePorts } from '../cluster/ports.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { realClock } from '../orca/clock.ts';
import type { OrcaClock } from '../orca/clock.ts';
import type { OrcaExecution } from '../orca/execution.ts';
import { startOrca } from '../orca/orca.ts';
import type { SmallOrca } from '../orca/orca.ts';
import { webhookBlock } from '../orca/plugin-configuration.ts';
import { startEcho } from '../spinnaker/echo.ts';
import type { SmallEcho } from '../spinnaker/echo.ts';
import { unlimited } from '../backend-stub/http/listeners.ts';
import { startFiat } from '../spinnaker/fiat.ts';
import type { SmallFiat } from '../spinnaker/fiat.ts';
import { application, people } from './people.ts';
import { People } from './people-client.ts';
import { openEmptyStore } from '../postgres/empty-store.ts';

export const account = 'test-cluster';
/** Nobody listens there: it only stands in links. */
export const deckUrl = 'https://deck.example.com';
export const readIdentity = 'gennaker-reader@example.com';
/** What an operator grants the service's user in a namespace: deploying and approving. */
export const roles = fileURLToPath(new URL('../../deploy/target-namespace-roles.yaml', import.meta.url));

export interface WorldOptions {
  readonly cluster: TestCluster;
  /** Opens a store of one replica; PGlite in memory otherwise, which only one replica can use. */
  readonly openStore?: (sealingKey: Uint8Array) => Promise<Store>;
  readonly tuning?: Pick<ComposeOptions, 'graces' | 'loopTimes' | 'timings'>;
  /** Of which user of the cluster the service has the credentials; `driver` has only the rights of deploy/. */
  readonly clusterUser?: 'driver' | 'outsider';
  /** Its own copy, to reach the API server by another way. */
  readonly kubeconfig?: string;
  /** `all`: the account is not kept to any. */
  readonly namespaces?: readonly string[] | 'all';
  /** Allowed beside the namespace of the world; no right is granted there. */
  readonly moreNamespaces?: readonly string[];
  /** False: the service knows no Echo. */
  readonly echo?: false;
  /** What another version of the service began, and this one takes up; without it, a namespace of its own, and nothing there. */
  readonly begun?: Begun;
  /** Whose tokens machines bring; else there are no routes for them. */
  readonly oidc?: Oidc;
  readonly logLevel?: string;
  /** Where log lines go; standard output otherwise. */
  readonly logTo?: DestinationStream;
}

export interface Begun {
  readonly namespace: string;
  readonly sealingKey: Buffer;
  /** Orca's. */
  readonly clock: OrcaClock;
  /** As Orca keeps them, given where it reaches the service. */
  readonly executions: (serviceUrl: string) => readonly OrcaExecution[];
}

/** Orca, Fiat, Echo, the service and a namespace of its own on the cluster. */
export interface World {
  readonly cluster: TestCluster;
  readonly namespace: string;
  readonly orca: SmallOrca;
  readonly fiat: SmallFiat;
  /** Calls nobody, and keeps whom it was to call. */
  readonly echo: SmallEcho;
  readonly token: string;
  readonly sealingKey: Buffer;
  service: Service;
  as(user: string): People;
  /** Ends the service as SIGTERM does and starts another one on the same store, if the store outlives it. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const openPglite = (sealingKey: Uint8Array): Promise<Store> => openEmptyStore({ sealingKeys: [sealingKey] });

export async function createWorld(options: WorldOptions): Promise<World> {
  const { cluster, openStore = openPglite } = options;
  const { namespace, sealingKey, clock, executions } = options.begun ?? (await nothingBegun(cluster));
  await cluster.grant('driver', roles, namespace);
  const [orcaPort = 0, peoplePort = 0] = await freePorts(2);
  const address = `http://127.0.0.1:${orcaPort}`;
  const token = randomBytes(24).toString('hex');
  const orca = await startOrca({
    webhook: await webhookBlock({ address, properties: { GENNAKER_ORCA_TOKEN: token } }),
    readers: [readIdentity],
    clock,
  });
  const fiat = await startFiat(people(account));
  const echo = await startEcho();
  const start = async (): Promise<Service> =>
    startService({
      config: {
        listeners: { orca: { host: '127.0.0.1', port: orcaPort }, people: { host: '127.0.0.1', port: peoplePort } },
        publicUrl: address,
        orca: { url: orca.url, readAs: readIdentity, bearers: [token], bearerFiles: [] },
        access: { mode: 'fiat', fiatUrl: fiat.url },
        ...(options.echo === false ? {} : { echoUrl: echo.url }),
        ...(options.oidc === undefined ? {} : { oidc: options.oidc }),
        deckUrl,
        sealingKeys: [sealingKey],
        limits: unlimited,
        accounts: [
          {
            name: account,
            credentials: {
              source: 'kubeconfig',
              path: options.kubeconfig ?? cluster.kubeconfig(options.clusterUser ?? 'driver'),
            },
            ...(options.namespaces === 'all'
              ? {}
              : { namespaces: options.namespaces ?? [namespace, ...(options.moreNamespaces ?? [])] }),
            defaultNamespace: namespace,
          },
        ],
      },
      store: await openStore(sealingKey),
      log: pino({ level: options.logLevel ?? 'silent' }, ...(options.logTo === undefined ? [] : [options.logTo])),
      ...options.tuning,
    });
  const world: World = {
    cluster,
    namespace,
    orca,
    fiat,
    echo,
    token,
    sealingKey,
    service: await start(),
    as: (user) => new People(`http://127.0.0.1:${peoplePort}`, user),
    async restart() {
      await world.service.drain();
      world.service = await start();
    },
    async close() {
      await orca.close();
      await world.service.drain();
      await Promise.all([fiat.close(), echo.close()]);
    },
  };
  // Not before somebody answers its polls: in an upgrade there is always a replica that does.
  for (const execution of executions(address)) orca.takeUp(execution);
  return world;
}

async function nothingBegun(cluster: TestCluster): Promise<Begun> {
  const namespace = await cluster.createNamespace('stage');
  return { namespace, sealingKey: randomBytes(32), clock: realClock, executions: () => [] };
}

export { application };
