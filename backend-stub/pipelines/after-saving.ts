import { folded } from '../contract/authorization.ts';
import { defined } from '../contract/defined.ts';
import { isManaged, ownAccount, sharedSuffix } from './identity.ts';
import type { Pipeline } from './pipeline.ts';

/** How Orca names the accounts that it manages: `tasks.useSharedManagedServiceAccounts`. */
export type Naming =
  | { readonly kind: 'one-each' }
  /** One account for all pipelines with the same roles, whose name is a sha256 in hex. */
  | { readonly kind: 'shared'; readonly sha256: (text: string) => string };

export interface AfterSaving {
  /** The account that Orca makes or changes; absent where it leaves service accounts alone. */
  readonly account?: string;
  readonly triggers: readonly TriggerAfterSaving[];
}

export interface TriggerAfterSaving {
  readonly before?: string;
  readonly after?: string;
  /** `kept-by-hand`: an account that somebody chose stays; `kept-blank`: an empty text does too, and is nobody. */
  readonly change: 'none' | 'set' | 'removed' | 'kept-by-hand' | 'kept-blank';
}

/**
 * What Orca will have made of the triggers when the pipeline is saved with these roles (`SaveServiceAccountTask`,
 * `SavePipelineTask`). Without roles, as distinct from an empty list of them, it touches nothing. An empty list takes the
 * account away from the triggers, and leaves the account, without roles.
 */
export function afterSaving(pipeline: Pipeline, roles: readonly string[] | undefined, naming: Naming): AfterSaving {
  if (roles === undefined) {
    return { triggers: pipeline.triggers.map(({ runAsUser }) => unchanged(runAsUser)) };
  }
  const account = accountFor(pipeline, roles, naming);
  const after = roles.length === 0 ? withdrawn : given;
  return { account, triggers: pipeline.triggers.map(({ runAsUser }) => after(runAsUser, account)) };
}

function accountFor(pipeline: Pipeline, roles: readonly string[], naming: Naming): string {
  if (naming.kind === 'one-each') return ownAccount(pipeline);
  return pipeline.serviceAccount ?? `${naming.sha256(hashedRoles(roles))}${sharedSuffix}`;
}

/** The text by whose sha256 Orca names a shared account. */
export function hashedRoles(roles: readonly string[]): string {
  return [...new Set(roles.map((role) => role.toLowerCase()))].sort().join('\0');
}

/** Only the very account, letter by letter. */
function withdrawn(before: string | undefined, account: string): TriggerAfterSaving {
  return before === account ? { before, change: 'removed' } : unchanged(before);
}

function given(before: string | undefined, account: string): TriggerAfterSaving {
  if (before === account) return unchanged(before);
  if (before === undefined || isManaged(before)) return { ...defined({ before }), after: account, change: 'set' };
  return { before, after: before, change: before.trim() === '' ? 'kept-blank' : 'kept-by-hand' };
}

function unchanged(before: string | undefined): TriggerAfterSaving {
  return { ...defined({ before, after: before }), change: 'none' };
}

/** The pipeline as it will stand then, for a verdict beforehand. */
export function savedPipeline(pipeline: Pipeline, roles: readonly string[] | undefined, naming: Naming): Pipeline {
  const { triggers } = afterSaving(pipeline, roles, naming);
  const { roles: _before, ...rest } = pipeline;
  return {
    ...rest,
    ...defined({ roles }),
    triggers: pipeline.triggers.map(({ runAsUser: _was, ...trigger }, index) => ({
      ...trigger,
      ...defined({ runAsUser: triggers[index]?.after }),
    })),
  };
}

/** Roles as they should be written: as Fiat compares them, each once. Orca compares them letter by letter with Fiat's. */
export function writtenRoles(roles: readonly string[]): readonly string[] {
  return [...new Set(roles.map(folded).filter((role) => role !== ''))];
}
