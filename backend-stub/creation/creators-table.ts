import { creatorsOf, isOpenEnded } from '../contract/application-rules.ts';
import type { Application, ApplicationRules, PermissionRules } from '../contract/application-rules.ts';
import { folded } from '../contract/authorization.ts';
import type { CreatorsRow, RolesByAuthorization } from '../contract/creation-overview.ts';
import { effectivePermissions } from '../contract/effective-permissions.ts';
import type { Holders } from '../contract/effective-permissions.ts';
import type { RulesFile } from './rules-file.ts';
import { rulesByName } from './rules-by-name.ts';

/** Who may create what: each prefix with all that counts for the names which begin with it, and the names that are left. */
export function creatorsTable({ rules, lines }: Pick<RulesFile, 'rules' | 'lines'>): readonly CreatorsRow[] {
  const about = rulesByName(rules);
  const rows = rules.prefixes.map(({ prefix }, index) => {
    const name = beginningOf(prefix);
    const line = lines[index];
    return { prefix, ...(line === undefined ? {} : { line }), ...rowOf(about(name), name) };
  });
  const hasCatchAll = rules.prefixes.some(({ prefix }) => folded(prefix) === '*');
  return hasCatchAll ? rows : [...rows, rowOf({ ...rules, prefixes: [] }, '')];
}

/** The shortest name that a prefix matches. */
export function beginningOf(prefix: string): string {
  return isOpenEnded(prefix) ? folded(prefix).slice(0, -1) : folded(prefix);
}

function rowOf(rules: ApplicationRules, name: string): Pick<CreatorsRow, 'creators' | 'holders'> {
  return { creators: creatorsOf(rules, name), holders: holdersOf(rules, { name, permissions: {} }) };
}

export function holdersOf(rules: PermissionRules, application: Application): RolesByAuthorization {
  const { READ, EXECUTE, WRITE } = effectivePermissions(rules, application);
  return { READ: rolesOf(READ), EXECUTE: rolesOf(EXECUTE), WRITE: rolesOf(WRITE) };
}

function rolesOf(holders: Holders): 'everyone' | readonly string[] {
  return holders.kind === 'everyone' ? 'everyone' : holders.roles.map(({ role }) => role);
}
