import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { startService } from '../../backend-stub/compose.ts';
import type { Service } from '../../backend-stub/compose.ts';
import type { DecisionChannel } from '../../backend-stub/contract/stage-decision.ts';
import type { ClusterCredentials } from '../../backend-stub/control-plane/argo-rollouts/accounts.ts';
import type { Store } from '../../backend-stub/ports.ts';
import { openEmptyPgliteStore } from '../postgres/empty-pglite.ts';
import { readIdentity } from '../stage/world.ts';
import { printConfiguration } from './printed-configuration.ts';
import type { PrintedConfiguration } from './printed-configuration.ts';
import { rulesPath } from './rules.ts';

/** Where a service is to listen, on 127.0.0.1. */
export interface ServicePorts {
  readonly orca: number;
  readonly people: number;
}

/** What a service of the playground has around it. */
export interface Surroundings {
  readonly ports: ServicePorts;
  readonly orcaUrl: string;
  readonly fiatUrl: string;
  readonly clouddriverUrl: string;
  readonly front50Url: string;
  readonly echoUrl: string;
  readonly deckUrl: string;
  readonly account: { readonly name: string; readonly credentials: ClusterCredentials; readonly namespace: string };
}

/** How Gennaker comes into a playground. */
export interface Installation {
  /** That Orca shows, and the service knows. */
  readonly bearer: string;
  /** What Orca, Gate and Deck are told. */
  configure(ports: ServicePorts): PrintedConfiguration;
  serve(surroundings: Surroundings): Promise<Pick<Service, 'orcaUrl' | 'peopleUrl' | 'drain'>>;
  /** The `index.js` that Gate serves. */
  pluginFile(printed: PrintedConfiguration): Promise<string>;
}

export interface CheckoutOptions {
  readonly pluginFile?: string | undefined;
  readonly decisions?: DecisionChannel | undefined;
  readonly logTo?: DestinationStream | undefined;
  readonly openStore?: OpenStore | undefined;
}

export type OpenStore = (sealingKey: Uint8Array) => Promise<Store>;

const inMemory: OpenStore = (sealingKey) => openEmptyPgliteStore({ sealingKeys: [sealingKey] });

const builtPlugin = fileURLToPath(new URL('../../dist/plugin/index.js', import.meta.url));

/** Out of this checkout, in this process, with a store in memory unless another one is given. */
export function fromCheckout(options: CheckoutOptions): Installation {
  const { pluginFile = builtPlugin, decisions, logTo, openStore = inMemory } = options;
  const bearer = randomBytes(24).toString('hex');
  return {
    bearer,
    configure: ({ people }) => printConfiguration(`http://127.0.0.1:${people}`),
    pluginFile: async () => pluginFile,
    async serve({ ports, account, ...around }) {
      const sealingKey = randomBytes(32);
      return startService({
        config: {
          listeners: {
            orca: { host: '127.0.0.1', port: ports.orca },
            people: { host: '127.0.0.1', port: ports.people },
          },
          publicUrl: `http://127.0.0.1:${ports.orca}`,
          deckUrl: around.deckUrl,
          echoUrl: around.echoUrl,
          orca: { url: around.orcaUrl, readAs: readIdentity, bearers: [bearer], bearerFiles: [] },
          access: { mode: 'fiat', fiatUrl: around.fiatUrl, clouddriverUrl: around.clouddriverUrl },
          ...(decisions === undefined ? {} : { decisions }),
          front50Url: around.front50Url,
          creation: { rulesFile: rulesPath, advice: { lockOut: 'warn', requireWriteRole: false } },
          sealingKeys: [sealingKey],
          accounts: [
            {
              name: account.name,
              credentials: account.credentials,
              namespaces: [account.namespace],
              defaultNamespace: account.namespace,
            },
          ],
        },
        store: await openStore(sealingKey),
        log: logTo === undefined ? pino({ level: 'silent' }) : pino({ level: 'info' }, logTo),
      });
    },
  };
}
