import type { ApplicationRules, PrefixRule } from '../contract/application-rules.ts';
import { authorizations } from '../contract/authorization.ts';
import type { Authorization, Permissions } from '../contract/authorization.ts';
import type { Problem } from '../contract/refusal.ts';
import { rulesByName } from './rules-by-name.ts';
import { Settings } from './settings.ts';
import type { Setting } from './settings.ts';

/** What the operator's file says, as Fiat would take it. */
export interface RulesFile {
  readonly rules: ApplicationRules;
  /** The same as far as they are about one name: see `rulesByName`. */
  readonly about: (name: string) => ApplicationRules;
  /** Prefixes that are written down while `…prefix.enabled` is not true: Fiat does not look at them. */
  readonly disabledPrefixes: readonly PrefixRule[];
  /** By the place of the prefix, where it stands in the text; from 1. */
  readonly lines: readonly number[];
}

/** The file holds what Fiat could not use either; each problem has its line. */
export class RulesUnreadable extends Error {
  override readonly name = 'RulesUnreadable' as const;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ where, sentence }) => `${where}: ${sentence}`).join('; '));
    this.problems = problems;
  }
}

const source = ['auth', 'permissions', 'source', 'application', 'prefix'] as const;

/** `fiat-local.yml`, or as much of it as is about applications; all other keys are left alone. Throws {@link RulesUnreadable}. */
export function readRulesFile(text: string): RulesFile {
  const settings = new Settings(text);
  const written = readPrefixes(settings.find(...source, 'prefixes'));
  const isEnabled = settings.find(...source, 'enabled')?.flag() === true;
  const prefixes = written.map(({ rule }) => rule);
  const rules = {
    ...readResolution(settings),
    ...readFiat(settings),
    prefixes: isEnabled ? prefixes : [],
  };
  if (settings.problems.length > 0) throw new RulesUnreadable(settings.inOrder());
  return {
    rules,
    about: rulesByName(rules),
    disabledPrefixes: isEnabled ? [] : prefixes,
    lines: written.map(({ line }) => line),
  };
}

function readResolution(settings: Settings): Pick<ApplicationRules, 'provider' | 'resolutionStrategy'> {
  const provider = settings.find('auth', 'permissions', 'provider', 'application');
  const strategy = settings.find(...source, 'resolutionStrategy');
  return {
    provider: provider?.word(['aggregate', 'default']) ?? 'default',
    resolutionStrategy: strategy?.word(['AGGREGATE', 'MOST_SPECIFIC']) ?? 'AGGREGATE',
  };
}

function readFiat(
  settings: Settings,
): Pick<ApplicationRules, 'executeFallback' | 'restrictApplicationCreation' | 'adminRoles'> {
  return {
    executeFallback: settings.find('fiat', 'executeFallback')?.word(authorizations) ?? 'READ',
    restrictApplicationCreation: settings.find('fiat', 'restrictApplicationCreation')?.flag() === true,
    adminRoles: settings.find('fiat', 'admin', 'roles')?.texts() ?? [],
  };
}

interface WrittenPrefix {
  readonly rule: PrefixRule;
  readonly line: number;
}

function readPrefixes(list: Setting | undefined): readonly WrittenPrefix[] {
  return (list?.list() ?? []).flatMap((entry) => {
    const permissions = readPermissions(entry.inside('permissions'));
    const prefix = entry.inside('prefix');
    const text = prefix === undefined ? '' : prefix.text();
    if (text?.trim() === '') entry.complain('a prefix must not be empty: Fiat does not start with it');
    return text === undefined ? [] : [{ rule: { prefix: text.trim(), permissions }, line: entry.line }];
  });
}

function readPermissions(permissions: Setting | undefined): Permissions {
  const read: Partial<Record<Authorization, readonly string[]>> = {};
  for (const key of permissions?.keys() ?? []) {
    const named = permissions?.inside(key);
    const authorization = authorizations.find((word) => word === key.toUpperCase());
    if (authorization !== undefined) read[authorization] = named?.texts() ?? [];
    else permissions?.complain(`${key} is no authorization; there are ${authorizations.join(', ')}`);
  }
  return read;
}
