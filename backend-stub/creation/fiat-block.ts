import { stringify } from 'yaml';
import { authorizations } from '../contract/authorization.ts';
import type { ApplicationRules, PrefixRule } from '../contract/application-rules.ts';

const heading = `# fiat-local.yml: who may create applications. With these prefixes counting, each of them also restricts and
# widens what exists under it; "*" has to name roles for READ, or hides what has no permissions of its own.
`;

/** To begin with, where there are no rules yet. */
const example: readonly PrefixRule[] = [
  {
    prefix: '*',
    permissions: { CREATE: ['creators'], READ: ['everybody'], EXECUTE: ['everybody'], WRITE: ['everybody'] },
  },
  { prefix: 'team-a-*', permissions: { CREATE: ['team-a'], READ: ['team-a'], EXECUTE: ['team-a'], WRITE: ['team-a'] } },
];

/** The whole of it, as Fiat takes it: reading it again gives the same rules. */
export function fiatBlock(rules: ApplicationRules | undefined): string {
  const prefixes = rules === undefined || rules.prefixes.length === 0 ? example : rules.prefixes;
  const block = {
    fiat: {
      restrictApplicationCreation: true,
      executeFallback: rules?.executeFallback ?? 'READ',
      admin: { roles: rules?.adminRoles ?? ['spinnaker-admins'] },
    },
    auth: {
      permissions: {
        provider: { application: 'aggregate' },
        source: {
          application: {
            prefix: {
              enabled: true,
              resolutionStrategy: rules?.resolutionStrategy ?? 'AGGREGATE',
              prefixes: prefixes.map(({ prefix, permissions }) => ({ prefix, permissions: inOrder(permissions) })),
            },
          },
        },
      },
    },
  };
  return `${heading}${stringify(block, { lineWidth: 0 })}`;
}

function inOrder(permissions: PrefixRule['permissions']): PrefixRule['permissions'] {
  const named = authorizations.filter((authorization) => (permissions[authorization] ?? []).length > 0);
  return Object.fromEntries(named.map((authorization) => [authorization, permissions[authorization]]));
}
