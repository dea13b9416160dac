import type {
  EffectivePermissions,
  GrantedRole,
  GrantSource,
  HeldAuthorization,
} from '../../backend-stub/contract/effective-permissions.ts';
import { heldAuthorizations, writersWithoutRead } from '../../backend-stub/contract/effective-permissions.ts';

/** Who could do one thing with the application to be. */
export interface AccessRow {
  readonly right: HeldAuthorization;
  /** As a question would ask: `Read`. */
  readonly label: string;
  /** Undefined: everyone. */
  readonly holders: readonly Holders[] | undefined;
}

/** Roles that have it from one source. */
export interface Holders {
  /** Undefined: from this form. */
  readonly from: string | undefined;
  readonly roles: readonly string[];
}

const labels: Readonly<Record<HeldAuthorization, string>> = {
  READ: 'Read it',
  EXECUTE: 'Run its pipelines',
  WRITE: 'Change it',
};

export function accessRows(permissions: EffectivePermissions): readonly AccessRow[] {
  return heldAuthorizations.map((right) => {
    const holders = permissions[right];
    return { right, label: labels[right], holders: holders.kind === 'everyone' ? undefined : bySource(holders.roles) };
  });
}

/** The source of a prefix is said once, however many roles it names. */
function bySource(granted: readonly GrantedRole[]): readonly Holders[] {
  const found = new Map<string | undefined, string[]>();
  for (const one of granted) {
    const from = sourceOf(one);
    const roles = found.get(from);
    if (roles === undefined) found.set(from, [one.role]);
    else roles.push(one.role);
  }
  return [...found].map(([from, roles]) => ({ from, roles }));
}

/** The first roles of all of them, and how many are left out. */
export function firstHolders(
  holders: readonly Holders[],
  most: number,
): { readonly shown: readonly Holders[]; readonly rest: number } {
  const before = holders.map((_, index) => count(holders.slice(0, index)));
  const shown = holders.map(({ from, roles }, index) => ({
    from,
    roles: roles.slice(0, Math.max(0, most - (before[index] ?? 0))),
  }));
  return { shown: shown.filter(({ roles }) => roles.length > 0), rest: Math.max(0, count(holders) - most) };
}

function count(holders: readonly Holders[]): number {
  return holders.reduce((sum, { roles }) => sum + roles.length, 0);
}

function sourceOf({ from }: GrantedRole): string | undefined {
  const elsewhere = from.flatMap((source) => sourceWords(source) ?? []);
  const isOfTheForm = from.some(({ kind }) => kind === 'application');
  return isOfTheForm || elsewhere.length === 0 ? undefined : elsewhere.join(', ');
}

function sourceWords(source: GrantSource): string | undefined {
  switch (source.kind) {
    case 'application':
      return undefined;
    case 'prefix':
      return `by the prefix ${source.prefix}`;
    case 'executeFallback':
      return source.of === 'READ'
        ? 'since they may read, and no role is named for EXECUTE'
        : `since they have ${source.of}, and no role is named for EXECUTE`;
  }
}

/** What is easily taken for something else. Where prefixes are not known, some of them may name roles all the same. */
export function traps(permissions: EffectivePermissions, knowsPrefixes: boolean): readonly string[] {
  if (permissions.READ.kind === 'everyone')
    return [
      `No role is named${knowsPrefixes ? ', so' : ' here: unless a prefix of Fiat names some,'} the application is open: everyone may read it, run its pipelines, change it and delete it. Taking all roles away opens an application; it never closes one.`,
    ];
  const blind = writersWithoutRead(permissions);
  return blind.length === 0
    ? []
    : [`${listed(blind)} could change what they can't see: WRITE does not give READ. Give them READ as well.`];
}

/** `a, b and 12 more`. */
export function listed(roles: readonly string[], most = 6): string {
  const shown = roles.slice(0, most);
  const rest = roles.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`;
}
