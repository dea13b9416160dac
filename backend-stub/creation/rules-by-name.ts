import { isOpenEnded } from '../contract/application-rules.ts';
import type { PermissionRules, PrefixRule } from '../contract/application-rules.ts';
import { folded } from '../contract/authorization.ts';

/**
 * The rules of one name: the same with only those prefixes that match it, so that whatever is asked of them about this name has the
 * same answer. A prefix is found by its text and not by trying them all, since a table asks for thousands of names.
 */
export function rulesByName<Rules extends PermissionRules>(rules: Rules): (name: string) => Rules {
  const [whole, begun] = [new Map<string, PrefixRule[]>(), new Map<string, PrefixRule[]>()];
  for (const rule of rules.prefixes) {
    const text = folded(rule.prefix);
    if (isOpenEnded(text)) add(begun, text.slice(0, -1), rule);
    else add(whole, text, rule);
  }
  const longest = Math.max(0, ...[...begun.keys()].map((text) => text.length));
  return (name) => {
    const text = folded(name);
    const found = new Set<PrefixRule>();
    for (let length = 0; length <= Math.min(longest, text.length); length += 1)
      for (const rule of begun.get(text.slice(0, length)) ?? []) found.add(rule);
    for (const rule of whole.get(text) ?? []) found.add(rule);
    return { ...rules, prefixes: [...found] };
  };
}

function add(rules: Map<string, PrefixRule[]>, text: string, rule: PrefixRule): void {
  const known = rules.get(text);
  if (known === undefined) rules.set(text, [rule]);
  else known.push(rule);
}
