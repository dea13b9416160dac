import type { DestinationStream } from 'pino';
import type { DecisionChannel } from '../../backend-stub/contract/stage-decision.ts';
import type { TestCluster } from '../cluster/test-cluster.ts';
import { freePorts } from '../cluster/ports.ts';
import { alice } from '../stage/people.ts';
import { People } from '../stage/people-client.ts';
import { addAutomaticRuns } from './automatic.ts';
import { buildDeck } from './deck/build.ts';
import { Authorizer } from './gate/authorizer.ts';
import { ExecutionLedger } from './gate/execution-ledger.ts';
import type { Front50, SavedPipeline } from './gate/front50.ts';
import type { GateParts } from './gate/gate-parts.ts';
import { startGate } from './gate/gate.ts';
import { prepareGround } from './ground.ts';
import type { ClusterChoice, Ground } from './ground.ts';
import { addSample, sampleApplication, sampleStage, versions } from './sample.ts';
import { playgroundUsers } from './users.ts';
import { fromCheckout } from './installation.ts';
import type { Installation, OpenStore } from './installation.ts';
import { createPlaygroundWorld } from './world.ts';
import type { PlaygroundWorld } from './world.ts';

export interface PlaygroundOptions {
  /** The simulated one otherwise. */
  readonly cluster?: ClusterChoice;
  /** A free one otherwise. */
  readonly port?: number;
  /** What Deck loads; `dist/plugin/index.js` otherwise. Read whenever Deck asks. */
  readonly pluginFile?: string;
  /** By whose word a decision is somebody's; Gate's proxy's otherwise. */
  readonly decisions?: DecisionChannel;
  /** How Gennaker comes here; otherwise out of this checkout, with the plugin, decisions and log that are named here. */
  readonly installation?: Installation;
  /** Of the service; one in memory otherwise. */
  readonly openStore?: OpenStore;
  /** Of the stand-ins; nowhere otherwise. */
  readonly log?: (line: string) => void;
  /** Of the service; nowhere otherwise. */
  readonly serviceLog?: DestinationStream;
}

export interface Playground extends Pick<PlaygroundWorld, 'orca' | 'fiat' | 'echo' | 'service'> {
  readonly url: string;
  readonly account: string;
  readonly namespace: string;
  readonly isRealCluster: boolean;
  /** The sample pipeline as it was saved at the start. */
  readonly pipeline: SavedPipeline;
  readonly front50: Front50;
  readonly ledger: ExecutionLedger;
  /** The cluster with the tests' own client; undefined on somebody's cluster. */
  readonly cluster: TestCluster | undefined;
  /** `GET /somewhere` of what Deck asked for and Gate does not have here. */
  readonly unknownRoutes: ReadonlySet<string>;
  as(user: string): People;
  /** Starts an execution of the sample pipeline in a version, as if by that person; its id. */
  runSample(version?: string, user?: string): string;
  close(): Promise<void>;
}

/** Deck, the stand-ins, the service and a cluster, on loopback. Rejects with `CannotStart` where a sentence says why. */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one();
  };
  try {
    const [deckFolder, ground] = await Promise.all([
      buildDeck(() => options.log?.('bundling Deck, once')),
      prepareGround(options.cluster ?? { kind: 'simulated' }),
    ]);
    opened.push(() => ground.close());
    const [port = 0] = options.port === undefined ? await freePorts(1) : [options.port];
    const deckUrl = `http://localhost:${port}`;
    const installation = options.installation ?? fromCheckout({ ...options, logTo: options.serviceLog });
    const world = await createPlaygroundWorld({ ground, deckUrl, installation });
    opened.push(() => world.close());
    const pluginFile = await installation.pluginFile(world.printed);
    const parts = gateParts(options, { deckFolder, pluginFile, ground, world });
    const pipeline = addSample(parts.front50, ground);
    addAutomaticRuns(parts.front50, ground);
    world.syncFiat();
    const gate = await startGate(parts, port);
    opened.push(() => gate.close());
    return {
      ...reachable({ ground, world, parts, pipeline }),
      url: gate.url,
      unknownRoutes: gate.unknownRoutes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Made {
  readonly ground: Ground;
  readonly world: PlaygroundWorld;
  readonly parts: GateParts;
  readonly pipeline: SavedPipeline;
}

function reachable({ ground, world, parts, pipeline }: Made): Omit<Playground, 'url' | 'unknownRoutes' | 'close'> {
  const { front50, ledger } = parts;
  return {
    orca: world.orca,
    fiat: world.fiat,
    echo: world.echo,
    service: world.service,
    account: ground.account,
    namespace: ground.namespace,
    isRealCluster: ground.isReal,
    cluster: ground.cluster,
    pipeline,
    front50,
    ledger,
    as: (user) => new People(world.service.peopleUrl, user),
    runSample: (version = versions.next, user = alice) =>
      ledger.start({ ...pipeline, stages: [sampleStage(ground, version)] }, user),
  };
}

function gateParts(
  options: PlaygroundOptions,
  made: { deckFolder: string; pluginFile: string; ground: Ground; world: PlaygroundWorld },
): GateParts {
  const { deckFolder, pluginFile, ground, world } = made;
  const users = playgroundUsers(ground.account);
  return {
    deckFolder,
    pluginFile,
    plugin: world.printed.plugin,
    proxies: world.printed.proxies,
    front50: world.front50,
    ledger: new ExecutionLedger(world.orca),
    orca: world.orca,
    authorizer: new Authorizer(world.fiat.url),
    users,
    scene: { application: sampleApplication, cluster: ground.description, isRealCluster: ground.isReal },
    accounts: [ground.account],
    received: () => world.echo.received(),
    log: options.log ?? (() => undefined),
  };
}
