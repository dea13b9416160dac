import type { Service } from '../../backend-stub/compose.ts';
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
import type { Installation } from './installation.ts';
import type { PrintedConfiguration } from './printed-configuration.ts';
import { readRules } from './rules.ts';
import { accountRoles, accountViewer, fiatViews } from './users.ts';

/** Everything behind Gate: small Orca, Fiat, Front50, Clouddriver and Echo, and the service itself. */
export interface PlaygroundWorld {
  readonly orca: SmallOrca;
  readonly fiat: SmallFiat;
  readonly front50: Front50;
  /** Fiat follows at once what was added to Front50; by itself it is late. */
  syncFiat(): void;
  readonly echo: SmallEcho;
  readonly service: Pick<Service, 'orcaUrl' | 'peopleUrl' | 'drain'>;
  /** All that Orca, Gate and Deck are told of Gennaker. */
  readonly printed: PrintedConfiguration;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly ground: Ground;
  /** Where Deck will be: for links in calls to approvers. */
  readonly deckUrl: string;
  readonly installation: Installation;
}

export async function createPlaygroundWorld(options: WorldOptions): Promise<PlaygroundWorld> {
  const { ground, deckUrl, installation } = options;
  const [orcaPort = 0, peoplePort = 0] = await freePorts(2);
  const ports = { orca: orcaPort, people: peoplePort };
  const printed = installation.configure(ports);
  // The name that Orca would call; of bare addresses npm run config prints none.
  const webhook = webhookBlockOf(printed.orca, {
    address: `http://127.0.0.1:${orcaPort}`,
    properties: { GENNAKER_ORCA_TOKEN: installation.bearer },
  });
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
  const service = await installation.serve({
    ports,
    orcaUrl: orca.url,
    fiatUrl: fiat.url,
    clouddriverUrl: clouddriver.url,
    front50Url: front50Service.url,
    echoUrl: echo.url,
    deckUrl,
    account: { name: ground.account, credentials: ground.credentials, namespace: ground.namespace },
  });
  return {
    orca,
    fiat,
    front50,
    syncFiat: () => sync.now(),
    service,
    printed,
    echo,
    async close() {
      await orca.close();
      await service.drain();
      sync.stop();
      await Promise.all([fiat.close(), front50Service.close(), clouddriver.close(), echo.close()]);
    },
  };
}
