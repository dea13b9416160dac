import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import { startService } from '../../backend-stub/compose.ts';
import type { Service } from '../../backend-stub/compose.ts';
import type { DecisionChannel } from '../../backend-stub/contract/stage-decision.ts';
import { openPgliteStore } from '../../backend-stub/store/pglite.ts';
import { freePorts } from '../cluster/ports.ts';
import { startOrca } from '../orca/orca.ts';
import type { SmallOrca } from '../orca/orca.ts';
import { webhookBlockOf } from '../orca/plugin-configuration.ts';
import { startClouddriver } from '../spinnaker/clouddriver.ts';
import { startEcho } from '../spinnaker/echo.ts';
import type { SmallEcho } from '../spinnaker/echo.ts';
import { startFiat } from '../spinnaker/fiat.ts';
import { startFront50 } from '../spinnaker/front50.ts';
import type { SmallFiat } from '../spinnaker/fiat.ts';
import { readIdentity } from '../stage/world.ts';
import { fiatSync } from './fiat-sync.ts';
import { Front50 } from './gate/front50.ts';
import type { Ground } from './ground.ts';
import { printConfiguration } from './printed-configuration.ts';
import type { PrintedConfiguration } from './printed-configuration.ts';
import { readRules, rulesPath } from './rules.ts';
import { accountRoles, accountViewer, fiatViews } from './users.ts';

/** Everything behind Gate: small Orca, Fiat, Front50, Clouddriver and Echo, and the service itself. */
export interface PlaygroundWorld {
  readonly orca: SmallOrca;
  readonly fiat: SmallFiat;
  readonly front50: Front50;
  /** Fiat follows at once what was added to Front50; by itself it is late. */
  syncFiat(): void;
  readonly echo: SmallEcho;
  readonly service: Service;
  /** All that Orca, Gate and Deck are told of Gennaker. */
  readonly printed: PrintedConfiguration;
  /** Orca's `webhook` block, as it runs. */
  readonly webhook: unknown;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly ground: Ground;
  /** Where Deck will be: for links in calls to approvers. */
  readonly deckUrl: string;
  readonly logTo: DestinationStream | undefined;
  readonly decisions?: DecisionChannel | undefined;
}

export async function createPlaygroundWorld(options: WorldOptions): Promise<PlaygroundWorld> {
  const { ground, deckUrl, logTo, decisions } = options;
  const [orcaPort = 0, peoplePort = 0] = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${orcaPort}`;
  const token = randomBytes(24).toString('hex');
  const printed = printConfiguration(`http://127.0.0.1:${peoplePort}`);
  // The name that Orca would call; of bare addresses npm run config prints none.
  const webhook = webhookBlockOf(printed.orca, { address: publicUrl, properties: { GENNAKER_ORCA_TOKEN: token } });
  const orca = await startOrca({ webhook, readers: [readIdentity] });
  const rules = readRules();
  const views = fiatViews(ground.account);
  const fiat = await startFiat(views, rules);
  const front50 = new Front50();
  const front50Service = await startFront50({
    applications: () => front50.permissions(),
    pipelinesOf: (application) => front50.pipelines(application),
    allPipelines: () => front50.everyPipeline(),
    serviceAccounts: () => front50.serviceAccounts(),
  });
  const viewOfAccount = accountViewer(ground.account);
  const sync = fiatSync({ fiat, front50, rules, views, viewOfAccount });
  const clouddriver = await startClouddriver({ [ground.account]: accountRoles });
  const echo = await startEcho();
  const sealingKey = randomBytes(32);
  const service = await startService({
    config: {
      listeners: { orca: { host: '127.0.0.1', port: orcaPort }, people: { host: '127.0.0.1', port: peoplePort } },
      publicUrl,
      deckUrl,
      echoUrl: echo.url,
      orca: { url: orca.url, readAs: readIdentity, bearers: [token], bearerFiles: [] },
      access: { mode: 'fiat', fiatUrl: fiat.url, clouddriverUrl: clouddriver.url },
      ...(decisions === undefined ? {} : { decisions }),
      front50Url: front50Service.url,
      creation: {
        rulesFile: rulesPath,
        advice: { lockOut: 'warn', requireWriteRole: false },
      },
      sealingKeys: [sealingKey],
      accounts: [
        {
          name: ground.account,
          credentials: ground.credentials,
          namespaces: [ground.namespace],
          defaultNamespace: ground.namespace,
        },
      ],
    },
    store: await openPgliteStore({ sealingKeys: [sealingKey] }),
    log: logTo === undefined ? pino({ level: 'silent' }) : pino({ level: 'info' }, logTo),
  });
  return {
    orca,
    fiat,
    front50,
    syncFiat: () => sync.now(),
    service,
    printed,
    webhook,
    echo,
    async close() {
      await orca.close();
      await service.drain();
      sync.stop();
      await Promise.all([fiat.close(), front50Service.close(), clouddriver.close(), echo.close()]);
    },
  };
}
