import { roleList } from '../access/refusal-words.ts';
import { creatorsOf, isAdmin as isAdminBy, mayCreate, prefixesFor } from '../contract/application-rules.ts';
import type { ApplicationRules } from '../contract/application-rules.ts';
import { folded, rolesFor } from '../contract/authorization.ts';
import type { CreationAnswer, CreationReason } from '../contract/creation.ts';
import type { Called } from './called.ts';

/** Somebody, or roles of nobody in particular, and a name. */
export interface Subject {
  readonly name: string;
  readonly called: Called;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
}

export type Judgement = Pick<CreationAnswer, 'verdict' | 'sentence'> & { readonly by: CreationReason };

/** `fiat`: whether it lets them. Its answer is the verdict, whatever the rules say; without rules it stands alone. */
export function judgeByFiat(subject: Subject, fiat: boolean, rules: ApplicationRules | undefined): Judgement {
  const by = rules === undefined ? fiatAlone(subject, fiat) : explain(subject, fiat, rules);
  return { verdict: fiat ? 'allowed' : 'denied', by, sentence: sentenceOf(subject, fiat, whyOf(subject, by, rules)) };
}

/** By the rules alone: Fiat can not be asked about roles. */
export function judgeByRules(subject: Subject, rules: ApplicationRules): Judgement {
  const allowed = mayCreate(rules, subject.name, subject.roles);
  const by: CreationReason = isAdminBy(rules, subject.roles) ? { kind: 'admin' } : byRules(subject, rules);
  return {
    verdict: allowed ? 'allowed' : 'denied',
    by,
    sentence: sentenceOf(subject, allowed, whyOf(subject, by, rules)),
  };
}

function sentenceOf({ called, name }: Subject, allowed: boolean, why: string): string {
  return `${called.first} ${allowed ? 'may' : 'may not'} create ${name}: ${why}.`;
}

function fiatAlone({ isAdmin }: Subject, fiat: boolean): CreationReason {
  return isAdmin && fiat ? { kind: 'admin' } : { kind: 'fiat' };
}

function explain(subject: Subject, fiat: boolean, rules: ApplicationRules): CreationReason {
  if (subject.isAdmin) return fiat ? { kind: 'admin' } : { kind: 'anotherSource' };
  return mayCreate(rules, subject.name, subject.roles) === fiat ? byRules(subject, rules) : { kind: 'anotherSource' };
}

function byRules({ name, roles }: Subject, rules: ApplicationRules): CreationReason {
  const creators = creatorsOf(rules, name);
  if (creators.kind === 'everyone') return { kind: creators.because };
  const held = roles.map(folded);
  const matching = prefixesFor(rules, name);
  const granting = matching.filter(({ permissions }) =>
    rolesFor(permissions, 'CREATE').some((one) => held.includes(one)),
  );
  const prefixes = (granting.length > 0 ? granting : matching).map(({ prefix }) => prefix);
  return { kind: 'prefix', prefixes, roles: creators.roles.filter((role) => held.includes(role)) };
}

function whyOf({ name }: Subject, by: CreationReason, rules: ApplicationRules | undefined): string {
  switch (by.kind) {
    case 'open':
      return 'this Spinnaker asks nobody for rights';
    case 'admin':
      return 'admins of Spinnaker may create every application';
    case 'restrictionOff':
      return 'the creation of applications is not restricted here';
    case 'noMatchingPrefix':
      return 'no prefix matches this name, and what no prefix matches is open to everybody';
    case 'anotherSource':
      return 'so says Fiat by another source than the prefixes that are known here';
    case 'fiat':
      return 'so says Fiat, whose prefixes are not known here';
    case 'prefix':
      return by.roles.length > 0
        ? `${prefixList(by.prefixes)} CREATE to ${roleList(by.roles, 'and')}`
        : `${prefixList(by.prefixes)} CREATE to ${creatorList(rules, name)}`;
  }
}

function prefixList(prefixes: readonly string[]): string {
  const [first = '', ...more] = prefixes;
  return more.length === 0 ? `the prefix ${first} gives` : `the prefixes ${more.join(', ')} and ${first} give`;
}

function creatorList(rules: ApplicationRules | undefined, name: string): string {
  const creators = rules === undefined ? undefined : creatorsOf(rules, name);
  return creators?.kind === 'roles' && creators.roles.length > 0
    ? `${roleList(creators.roles, 'or')} only`
    : 'no role, so that admins only may';
}
