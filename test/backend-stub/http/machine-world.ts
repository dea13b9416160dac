import { machineUseCases } from '../../../backend-stub/reconcile/machine-use-cases.ts';
import type { AccountDescription, ControlPlane } from '../../../backend-stub/ports.ts';
import type { CallLimitsPerMinute } from '../../../backend-stub/http/call-limits.ts';
import { machineTokens } from '../../../backend-stub/oidc/machine-tokens.ts';
import { fiatView } from '../../spinnaker/fiat.ts';
import { RealIssuer, audience } from '../../oidc/issuer.ts';
import { aDeployment, aMachineDeployment } from '../store/a-deployment.ts';
import { absentCluster } from './absent-cluster.ts';
import { call } from './caller.ts';
import type { Answer, Call } from './caller.ts';
import { startListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';

/** The service accounts of Spinnaker behind the machines: all are admins, whom only their tenant keeps back, but the last. */
const serviceAccounts = new Map([
  ['ci', 'ci-robot@example.com'],
  ['ci-staging', 'ci-robot@example.com'],
  ['powerless', 'powerless-robot@example.com'],
]);

export const machineAccounts: readonly AccountDescription[] = [
  { name: 'prod', tenant: 'acme/production', namespaces: ['shop'], defaultNamespace: 'shop' },
  { name: 'prod-eu', tenant: 'acme/production' },
  { name: 'staging', tenant: 'acme/staging' },
  { name: 'other-prod', tenant: 'other/production' },
  { name: 'upper', tenant: 'Acme/Production' },
  { name: 'organisation', tenant: 'acme' },
  { name: 'nobodys' },
];

/**
 * Listeners that let machines of a real issuer in, with a deployment of application shop on every account, and another one
 * that a machine started, of application cart.
 */
export class MachineWorld {
  readonly listeners: Listeners;
  readonly issuer: RealIssuer;
  /** Accounts whose cluster was asked anything. */
  readonly touched: string[];
  readonly logged: string[];
  /** Ids of deployments, by account. */
  readonly deployments: ReadonlyMap<string, string>;
  /** The same, of those that a machine started. */
  readonly started: ReadonlyMap<string, string>;

  private constructor(
    parts: Pick<MachineWorld, 'listeners' | 'issuer' | 'touched' | 'logged' | 'deployments' | 'started'>,
  ) {
    this.listeners = parts.listeners;
    this.issuer = parts.issuer;
    this.touched = parts.touched;
    this.logged = parts.logged;
    this.deployments = parts.deployments;
    this.started = parts.started;
  }

  static async start(limits?: Partial<CallLimitsPerMinute>): Promise<MachineWorld> {
    const issuer = await RealIssuer.start([
      { id: 'ci', claims: { tenant: 'acme/production' } },
      { id: 'ci-staging', claims: { tenant: 'acme/staging' } },
      { id: 'powerless', claims: { tenant: 'acme/production' } },
      { id: 'placeless', claims: {} },
      { id: 'unlisted', claims: { tenant: 'acme/production' } },
    ]);
    const touched: string[] = [];
    const logged: string[] = [];
    const clock = { now: () => new Date(), elapsed: () => performance.now() };
    const from = { issuer: issuer.url, audience, tenantClaims: ['tenant'], clockSkewSeconds: 30 };
    const keyTimes = { keep: 600_000, cooldown: 0, afterFailure: 0 };
    const listeners = await startListeners({
      ...(limits === undefined ? {} : { limits }),
      controlPlane: noting(absentCluster(machineAccounts), touched),
      logTo: (line) => void logged.push(line),
      machines: (services) => ({
        ...from,
        serviceAccounts,
        tokens: machineTokens(from, { clock, keyTimes }),
        useCases: machineUseCases(services),
      }),
    });
    listeners.fiat.set(
      'ci-robot@example.com',
      fiatView('ci-robot@example.com', {
        admin: true,
        applications: [{ name: 'shop', authorizations: ['READ', 'EXECUTE', 'WRITE'] }],
        accounts: machineAccounts.map(({ name }) => ({ name, authorizations: ['READ', 'WRITE'] })),
      }),
    );
    listeners.fiat.set('powerless-robot@example.com', fiatView('powerless-robot@example.com'));
    const deployments = new Map<string, string>();
    const started = new Map<string, string>();
    for (const { name: account } of machineAccounts) {
      const record = aDeployment({ account });
      await listeners.store.create(record, []);
      deployments.set(account, record.id);
      const byMachine = aMachineDeployment({ account, application: 'cart' });
      await listeners.store.create(byMachine, []);
      started.set(account, byMachine.id);
    }
    return new MachineWorld({ listeners, issuer, touched, logged, deployments, started });
  }

  with(token: string, path: string, changes: Call = {}): Promise<Answer> {
    const headers = { Authorization: `Bearer ${token}`, ...changes.headers };
    return call(`${this.listeners.orcaUrl}${path}`, { ...changes, headers });
  }

  async as(client: string, path: string, changes: Call = {}): Promise<Answer> {
    return this.with(await this.issuer.token(client), path, changes);
  }

  async close(): Promise<void> {
    await Promise.all([this.listeners.close(), this.issuer.down()]);
  }
}

function noting(cluster: ControlPlane, touched: string[]): ControlPlane {
  const note =
    <Rest extends readonly unknown[], Result>(method: (account: string, ...rest: Rest) => Result) =>
    (account: string, ...rest: Rest): Result => {
      touched.push(account);
      return method(account, ...rest);
    };
  return {
    accounts: () => cluster.accounts(),
    read: note(cluster.read),
    list: note(cluster.list),
    apply: note(cluster.apply),
    patch: note(cluster.patch),
    delete: note(cluster.delete),
    observe: note(cluster.observe),
    watch: note(cluster.watch),
  };
}
