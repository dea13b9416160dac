import type { SmallOrca } from '../../orca/orca.ts';
import type { ReceivedNotification } from '../../spinnaker/echo.ts';
import type { PlaygroundUser } from '../users.ts';
import type { Authorizer } from './authorizer.ts';
import type { ExecutionLedger } from './execution-ledger.ts';
import type { Front50 } from './front50.ts';

/** What the routes have at hand. */
export interface GateParts {
  /** The folder of `buildDeck`. */
  readonly deckFolder: string;
  readonly pluginFile: string;
  readonly plugin: PluginIdentity;
  readonly front50: Front50;
  readonly ledger: ExecutionLedger;
  readonly orca: SmallOrca;
  readonly authorizer: Authorizer;
  readonly users: readonly PlaygroundUser[];
  readonly scene: Scene;
  readonly accounts: readonly string[];
  /** `proxies` of Gate's profile. */
  readonly proxies: readonly GateProxy[];
  /** Notifications that were posted to Echo, oldest first. */
  readonly received: () => readonly ReceivedNotification[];
  readonly log: (line: string) => void;
}

/** Where what stands behind `/proxies/ID` is found. */
export interface GateProxy {
  readonly id: string;
  readonly uri: string;
}

/** The plugin as Gate's profile switches it on, and Deck's `settings-local.js`. */
export interface PluginIdentity {
  readonly id: string;
  readonly version: string;
  readonly settings: string;
}

/** What the bar says about where one is. */
export interface Scene {
  /** The application to begin with. */
  readonly application: string;
  readonly cluster: string;
  /** Said on every page as soon as what people do here reaches a real cluster. */
  readonly isRealCluster: boolean;
}
