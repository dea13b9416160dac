import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isSealingKey } from './config-secrets.ts';
import { doctorSources, examineInstallation } from './doctor-checks.ts';
import { environmentVariable } from './config.ts';
import type { AccountsConfig, Config } from './config.ts';
import { defined } from './contract/defined.ts';
import type { ApplicationCreation, Applications } from './creation/application-creation.ts';
import { ArgoRollouts } from './control-plane/argo-rollouts/control-plane.ts';
import type { ArgoRolloutsOptions } from './control-plane/argo-rollouts/control-plane.ts';
import type { Timings } from './control-plane/argo-rollouts/timings.ts';
import { defaultGraces } from './deployment/conclude.ts';
import type { Graces } from './deployment/conclude.ts';
import { Metrics } from './http/metrics.ts';
import type { MachineRoutesOptions } from './http/machine-routes.ts';
import { Readiness } from './http/readiness.ts';
import { createListeners } from './listeners.ts';
import type { Addresses } from './listeners.ts';
import { machineTokens } from './oidc/machine-tokens.ts';
import type { Authorizations, Clock, Store } from './ports.ts';
import type { ReadSecret } from './secret-port.ts';
import { Announcements } from './reconcile/announcements.ts';
import { giveBack } from './reconcile/give-back.ts';
import type { GivenBack, GivingBack } from './reconcile/give-back.ts';
import { Loop, defaultLoopTimes } from './reconcile/loop.ts';
import type { LoopTimes } from './reconcile/loop.ts';
import { Refusals } from './reconcile/refusals.ts';
import { machineUseCases } from './reconcile/machine-use-cases.ts';
import type { Log, Services } from './reconcile/services.ts';
import { Sealer } from './reconcile/sealer.ts';
import { StatusBoard } from './reconcile/status-board.ts';
import { orcaUseCases, peopleUseCases } from './reconcile/use-cases.ts';
import { SecretUnavailable } from './secrets/errors.ts';
import { secretReader, whereOf } from './secrets/read-secret.ts';
import { vaultAt } from './secrets/vault.ts';
import { fiatAuthorizations, openAuthorizations } from './spinnaker/authorizations.ts';
import { accountRoles } from './spinnaker/clouddriver.ts';
import type { AccountRoles } from './spinnaker/clouddriver.ts';
import { applicationCreation } from './spinnaker/application-creation.ts';
import { echoNotifications } from './spinnaker/echo.ts';
import { fiatViews } from './spinnaker/fiat.ts';
import { front50Applications } from './spinnaker/front50.ts';
import { front50Pipelines } from './spinnaker/front50-pipelines.ts';
import { orcaExecutions } from './spinnaker/orca.ts';
import { WatchedRules } from './watched-rules.ts';

export interface ComposeOptions {
  /** `postgres` is for the doctor: the store is open already. */
  readonly config: Partial<Pick<Config, 'postgres'>> &
    Omit<Config, 'postgres' | 'sealingKeySources' | 'leaseSeconds' | 'logLevel'>;
  readonly store: Store;
  readonly log: Log;
  /** Tests shorten what nobody wants to wait for. */
  readonly graces?: Graces;
  readonly loopTimes?: LoopTimes;
  readonly timings?: Partial<Timings>;
  readonly renewing?: { readonly intervalMilliseconds: number };
}

/** One running replica. */
export interface Service extends Addresses {
  readonly metrics: Metrics;
  /** Stops taking calls, ends the looks under way, gives the leases back and closes the store. */
  drain(): Promise<void>;
}

const clock: Clock = { now: () => new Date(), elapsed: () => performance.now() };

/** Wires adapters to ports and starts everything: the only place that knows all rooms. Takes the store over, also to close it. */
export async function startService(options: ComposeOptions): Promise<Service> {
  const { config, store, log } = options;
  const readiness = new Readiness(store);
  const metrics: Metrics = new Metrics({
    held: () => loop.held,
    heldUp: () => loop.heldUp,
    watches: () => controlPlane.watchStates(),
    audited: async () => (await store.audit.heads()).map(({ records }) => records),
  });
  const controlPlane = controlPlaneOf(options, metrics);
  const rules = rulesOf(options, metrics);
  const services = servicesOf(options, {
    controlPlane,
    rules,
    metrics,
    begin: (record, workloads, by) => board.showing(record, loop.begin(record, workloads, by)),
    leads: (id) => loop.leads(id),
    wake: (id) => loop.wake(id),
    tell: (id, sentence) => loop.tell(id, sentence),
  });
  const refusals = new Refusals(services);
  const sealer = config.audit === undefined ? undefined : new Sealer({ services, ...config.audit });
  const loop: Loop = new Loop(services, options.loopTimes ?? defaultLoopTimes);
  const board: StatusBoard = boardOf(options, metrics);
  const listeners = await createListeners({
    ...options,
    useCases: { orca: orcaUseCases(services, board, refusals), people: peopleUseCases(services, refusals) },
    ...machinesOf(config, services, refusals),
    clock,
    metrics,
    readiness,
  });
  const drain = async (): Promise<void> => {
    readiness.drain();
    await inOrder(log, [
      () => listeners.close(),
      () => loop.stop(),
      () => board.stop(),
      () => refusals.close(),
      () => sealer?.stop(),
      () => rules?.stop(),
      () => controlPlane.close(),
      () => store.close(),
    ]);
  };
  try {
    await Promise.all([board.start(), rules?.start()]);
    const addresses = await listeners.listen();
    loop.start();
    sealer?.start();
    const accounts = config.accounts.map(({ name }) => name);
    const { access, decisions = 'gate' } = config;
    log.info({ ...addresses, access: access.mode, decisions, accounts }, 'gennaker serves');
    if (sealer === undefined) log.warn({}, 'the audit is not signed: no key is configured');
    return { ...addresses, metrics, drain };
  } catch (error) {
    await drain();
    throw error;
  }
}

function boardOf({ store, log }: ComposeOptions, metrics: Metrics): StatusBoard {
  const onFailure = (err: unknown): void => {
    log.warn({ err }, 'status lines could not be refreshed');
    metrics.retry('status lines', err);
  };
  return new StatusBoard({ store, clock, onFailure });
}

/** For an operator at the command line, beside a service that may run: who is first on the cluster wins. */
export async function giveBackOnce(config: AccountsConfig, asked: GivingBack): Promise<GivenBack> {
  const { controlPlane } = reached(config);
  try {
    return await giveBack(controlPlane, asked);
  } finally {
    controlPlane.close();
  }
}

function machinesOf(
  { oidc }: ComposeOptions['config'],
  services: Services,
  refusals: Refusals,
): { readonly machines?: MachineRoutesOptions } {
  if (oidc === undefined) return {};
  return {
    machines: { ...oidc, tokens: machineTokens(oidc, { clock }), useCases: machineUseCases(services, refusals) },
  };
}

/** The clusters, and who reads the secrets that stand for them and in them. */
export function reached(
  { accounts, vault }: AccountsConfig,
  options: Partial<ArgoRolloutsOptions> = {},
): { readonly controlPlane: ArgoRollouts; readonly readSecret: ReadSecret } {
  const readSecret = secretReader({
    clock,
    environment: environmentVariable,
    clusters: () => controlPlane,
    vault: vault === undefined ? undefined : vaultAt(vault),
  });
  const controlPlane: ArgoRollouts = new ArgoRollouts({ accounts, clock, readSecret, ...options });
  return { controlPlane, readSecret };
}

/** With those keys read that do not lie in files. Throws `SecretUnavailable`. */
export async function withSealingKeys(config: Config): Promise<Config> {
  const { controlPlane, readSecret } = reached(config);
  try {
    const read = config.sealingKeySources.map(async (source) => {
      const text = await readSecret(source);
      if (!isSealingKey(text)) throw new SecretUnavailable(whereOf(source), 'a sealing key has 32 bytes, in base64');
      return Buffer.from(text, 'base64');
    });
    return { ...config, sealingKeys: [...config.sealingKeys, ...(await Promise.all(read))] };
  } finally {
    controlPlane.close();
  }
}

function controlPlaneOf({ config, log, timings = {} }: ComposeOptions, metrics: Metrics): ArgoRollouts {
  return reached(config, {
    timings,
    onCall: ({ account, verb, outcome }) => metrics.countClusterCall(account, verb, outcome),
    onWatched: ({ account, type, bytes }) => metrics.countWatchEvent(account, type, bytes),
    onTrouble: ({ error: err, ...trouble }) => {
      log.warn({ ...trouble, err }, 'a watch is in trouble');
      metrics.retry('watch', err);
    },
  }).controlPlane;
}

function servicesOf(
  { config, store, log, graces = defaultGraces }: ComposeOptions,
  {
    metrics,
    rules,
    ...made
  }: Pick<Services, 'begin' | 'leads' | 'wake' | 'tell'> & Watched & { readonly controlPlane: ArgoRollouts },
): Services {
  const { orca, echoUrl, front50Url } = config;
  return {
    ...made,
    measures: metrics,
    executions: orcaExecutions({ url: orca.url, readAs: orca.readAs, onCall: countedAs('orca', metrics) }),
    ...rightsOf(config, { log, metrics, rules }),
    ...(echoUrl === undefined
      ? {}
      : { notifications: echoNotifications({ url: echoUrl, onCall: countedAs('echo', metrics) }) }),
    ...(front50Url === undefined
      ? {}
      : { pipelines: front50Pipelines({ url: front50Url, clock, onCall: countedAs('front50', metrics) }) }),
    examine: () => examineInstallation(doctorSources(config, made.controlPlane)),
    store,
    clock,
    log,
    settings: {
      replica: `${hostname()}-${randomUUID()}`,
      publicUrl: config.publicUrl,
      graces,
      ...(config.deckUrl === undefined ? {} : { deckUrl: config.deckUrl }),
      ...(config.decisions === undefined ? {} : { decisions: config.decisions }),
      canSeal: config.sealingKeys.length > 0,
    },
    settled: new Announcements(),
    newId: randomUUID,
  };
}

/** A step that fails (the database is gone, say) does not keep the next ones from being done: leases end by themselves. */
async function inOrder(log: Log, steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    try {
      await step();
    } catch (err) {
      log.warn({ err }, 'a part could not be shut down in order');
    }
  }
}

function countedAs(service: string, metrics: Metrics): (outcome: string) => void {
  return (outcome) => metrics.countServiceCall(service, outcome);
}

interface Watched {
  readonly metrics: Metrics;
  /** Undefined where no file is configured. */
  readonly rules: WatchedRules | undefined;
}

function rulesOf({ config, log, renewing }: ComposeOptions, metrics: Metrics): WatchedRules | undefined {
  const path = config.creation?.rulesFile;
  return path === undefined ? undefined : new WatchedRules(path, { ...renewing, log, metrics });
}

/** Who may what, and who may create which application. */
function rightsOf(
  { access, creation, orca, front50Url }: ComposeOptions['config'],
  { log, metrics, rules }: Watched & { readonly log: Log },
): { readonly authorizations: Authorizations; readonly creation: ApplicationCreation } {
  const told = defined({
    applications: applicationsOf(front50Url, orca.readAs, metrics),
    rules: rules === undefined ? undefined : () => rules.inForce(),
    advice: creation?.advice,
  });
  if (access.mode === 'open') return { authorizations: openAuthorizations(), creation: applicationCreation(told) };
  const fiat = fiatViews({ url: access.fiatUrl, clock, onCall: countedAs('fiat', metrics) });
  const clouddriver = clouddriverOf(access.clouddriverUrl, { log, metrics });
  return {
    authorizations: fiatAuthorizations(fiat, clouddriver),
    creation: applicationCreation({ ...told, fiat, ...defined({ clouddriver }) }),
  };
}

function applicationsOf(url: string | undefined, readAs: string, metrics: Metrics): Applications | undefined {
  if (url === undefined) return undefined;
  return front50Applications({ url, readAs, clock, onCall: countedAs('front50', metrics) });
}

function clouddriverOf(
  url: string | undefined,
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): AccountRoles | undefined {
  if (url === undefined) return undefined;
  const onProblem = (err: unknown): void => log.warn({ err }, 'Clouddriver could not name the roles of an account');
  return accountRoles({ url, clock, onProblem, onCall: countedAs('clouddriver', metrics), timeoutMilliseconds: 1000 });
}
