import { folded } from '../../backend-stub/contract/authorization.ts';
import { rights } from './draft.ts';
import type { Right, RoleGrant } from './draft.ts';

/** Roles by right, as Fiat compares them. */
export type Granted = Readonly<Record<Right, readonly string[]>>;

/** As Orca takes them; rows without a role are left out, and each role stands once. */
export function permissionsOf(grants: readonly RoleGrant[]): Granted {
  const withRight = (right: Right): readonly string[] => [
    ...new Set(grants.filter((grant) => grant.rights.includes(right)).flatMap(({ role }) => folded(role) || [])),
  ];
  return { READ: withRight('READ'), EXECUTE: withRight('EXECUTE'), WRITE: withRight('WRITE') };
}

/** A new row reads, executes and writes: less is chosen, so that nobody is locked out by a row that was only begun. */
export function addGrant(grants: readonly RoleGrant[], role = ''): readonly RoleGrant[] {
  return [...grants, { role, rights }];
}

export function changeGrant(
  grants: readonly RoleGrant[],
  index: number,
  change: Partial<RoleGrant>,
): readonly RoleGrant[] {
  return grants.map((grant, at) => (at === index ? { ...grant, ...change } : grant));
}

export function removeGrant(grants: readonly RoleGrant[], index: number): readonly RoleGrant[] {
  return grants.filter((_, at) => at !== index);
}

/** In the order of `rights`, whatever was clicked first. */
export function toggleRight({ rights: had }: RoleGrant, right: Right): readonly Right[] {
  return rights.filter((one) => (one === right ? !had.includes(one) : had.includes(one)));
}
