import { granted, withFallback } from '../../backend-stub/contract/application-rules.ts';
import { authorizations } from '../../backend-stub/contract/authorization.ts';
import type { Permissions } from '../../backend-stub/contract/authorization.ts';
import { withoutPrefixes } from '../../backend-stub/contract/effective-permissions.ts';
import { listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import type { FiatView, SmallFiat } from '../spinnaker/fiat.ts';
import type { Application } from './gate/front50.ts';

/** How long Fiat needs until it knows an application, in milliseconds; up to 20 seconds in an installation. */
const syncTime = 1500;

/** After an application was written: everybody gets on it what its permissions give to their roles. */
export function syncRoles(fiat: SmallFiat, users: readonly string[], application: Application): void {
  const sync = async (): Promise<void> => {
    for (const user of users) {
      const answer = await fetch(`${fiat.url}/authorize/${encodeURIComponent(user)}`);
      if (!answer.ok) continue;
      const view: FiatView = JSON.parse(await answer.text());
      fiat.set(user, withApplication(view, application));
    }
  };
  // A playground may be closed meanwhile, and its Fiat with it.
  setTimeout(() => void sync().catch(() => undefined), syncTime).unref();
}

function withApplication(view: FiatView, { name, attributes }: Application): FiatView {
  const roles = view.roles.map((role) => role.name);
  const has = granted(withFallback(withoutPrefixes, permissionsIn(attributes)), roles);
  const others = view.applications.filter((one) => one.name !== name.toUpperCase());
  const itself = has.length === 0 ? [] : [{ name: name.toUpperCase(), authorizations: has }];
  return { ...view, applications: [...others, ...itself] };
}

function permissionsIn(attributes: unknown): Permissions {
  return Object.fromEntries(authorizations.map((one) => [one, listAt(attributes, 'permissions', one).map(String)]));
}
