import type { Finding } from '../contract/doctor.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { GrantedRule, GrantedRules } from '../deployment/granted-rules.ts';
import type { Look } from './look.ts';
import { neededRights } from './needed-rights.ts';
import type { NeededRight } from './needed-rights.ts';

const check = 'account rights';

export interface Place {
  readonly account: string;
  readonly namespace: string;
}

/** Of what the service's own user may do in a namespace, by role: what is missing is named right by right. */
export function judgeAccountRights({ account, namespace }: Place, look: Look<GrantedRules>): readonly Finding[] {
  const about = { about: `${account} / ${namespace}` };
  if (look.kind !== 'seen') return [unknown(check, look.why, about)];
  const { rules, incomplete } = look.seen;
  const missing = neededRights.filter((right) => !rules.some((rule) => grants(rule, right)));
  if (missing.length === 0) return [ok(check, `Account ${account} may deploy and approve in ${namespace}.`, about)];
  if (incomplete)
    return [
      unknown(
        check,
        `The cluster of ${account} can not list all rights in ${namespace}: ${inWords(missing)} may be missing.`,
        about,
      ),
    ];
  return ['gennaker-deploy', 'gennaker-approve'].flatMap((role) => {
    const ofRole = missing.filter((right) => right.role === role);
    return ofRole.length === 0 ? [] : [missingRights(role, ofRole, { account, namespace })];
  });
}

function missingRights(role: string, missing: readonly NeededRight[], { account, namespace }: Place): Finding {
  return wrong(check, {
    sentence: `Account ${account} may not ${inWords(missing)} in namespace ${namespace}, which ${role} would let it.`,
    change: `A RoleBinding in ${namespace} of ClusterRole ${role} (deploy/target-namespace-roles.yaml) to the user of that account.`,
    about: `${account} / ${namespace}`,
  });
}

function inWords(rights: readonly NeededRight[]): string {
  const all = rights.map(({ verb, resource }) => `${verb} ${resource}`);
  return all.length > 6 ? `${all.slice(0, 6).join(', ')} and ${all.length - 6} more` : all.join(', ');
}

function grants({ verbs, groups, resources, names }: GrantedRule, right: NeededRight): boolean {
  if (names.length > 0) return false;
  const has = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);
  const [resource = '', part] = right.resource.split('/');
  const parts = part === undefined ? [] : [`*/${part}`, `${resource}/*`];
  return (
    has(verbs, right.verb) &&
    has(groups, right.group) &&
    (has(resources, right.resource) || parts.some((one) => resources.includes(one)))
  );
}
