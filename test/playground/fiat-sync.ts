import type { ApplicationRules } from '../../backend-stub/contract/application-rules.ts';
import type { FiatView, SmallFiat } from '../spinnaker/fiat.ts';
import { usableAccounts } from './gate/front50.ts';
import type { Front50, ServiceAccount } from './gate/front50.ts';
import { withApplications } from './rules.ts';

/** How late Fiat is with what changed in Front50; up to 20,000 in an installation, and nobody wants to wait as long here. */
const lateMilliseconds = 1500;

export interface SyncedFiat {
  readonly fiat: SmallFiat;
  readonly front50: Front50;
  readonly rules: ApplicationRules;
  readonly views: Readonly<Record<string, FiatView>>;
  /** Of a service account with these roles, but for applications: Front50 has Fiat take it up at once. */
  readonly viewOfAccount: (name: string, roles: readonly string[]) => FiatView;
}

export interface FiatSync {
  /** What is known now is said at once; later changes come late. */
  now(): void;
  stop(): void;
}

/** Fiat's role sync: what everybody may on the applications of Front50, a little after one changed. */
export function fiatSync({ fiat, front50, rules, views, viewOfAccount }: SyncedFiat): FiatSync {
  let timer: NodeJS.Timeout | undefined;
  const sync = (): void => {
    clearTimeout(timer);
    const known = [...front50.permissions()].map(([name, permissions]) => ({ name, permissions }));
    const accounts = front50.serviceAccounts();
    const robots = accounts.map(({ name, memberOf }) => [name, viewOfAccount(name, memberOf)] as const);
    for (const [user, view] of [...Object.entries(views), ...robots])
      fiat.set(user, { ...withApplications(view, rules, known), serviceAccounts: usableTo(view, accounts) });
  };
  front50.onChange(() => {
    clearTimeout(timer);
    timer = setTimeout(sync, lateMilliseconds).unref();
  });
  front50.onServiceAccount((name, roles) => {
    const known = [...front50.permissions()].map(([application, permissions]) => ({ name: application, permissions }));
    fiat.set(name, withApplications(viewOfAccount(name, roles), rules, known));
  });
  return { now: sync, stop: () => clearTimeout(timer) };
}

function usableTo({ roles, admin }: FiatView, accounts: readonly ServiceAccount[]): readonly ServiceAccount[] {
  return usableAccounts(accounts, { roles: roles.map(({ name }) => name), admin });
}
