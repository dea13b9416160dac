/** A workload as Deck's Clusters tab can be narrowed to it. */
export interface ShownWorkload {
  readonly application: string;
  readonly account: string;
  /** Deck calls it a region. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * The route of both generations behind the "#", as their cluster filters read it (`acct` and `reg` are lists). Deck's router
 * would say the same and is reached by another name in each.
 */
export function clustersLink({ application, account, namespace, name }: ShownWorkload): string {
  const filters = { acct: inList(account), reg: inList(namespace), q: name };
  const query = Object.entries(filters).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `#/applications/${encodeURIComponent(application)}/clusters?${query.join('&')}`;
}

/** As Deck's router writes one of several values. */
function inList(value: string): string {
  return value.replaceAll(',', '%2c');
}
