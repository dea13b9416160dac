import { hashedRoles } from './after-saving.ts';
import { isShared, sharedSuffix } from './identity.ts';
import type { PipelineIdentities } from './service-accounts.ts';

/** What pipelines tell of the accounts that Orca shares between all with the same roles. */
export interface SharedAccounts {
  /** Whether there is one: then Orca shares all that it makes. */
  readonly areThere: boolean;
  /** By name, the roles; absent where pipelines of different roles run as it, since somebody wrote it there by hand then. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** The first part of the name of one with these roles (`hashedRoles`), where a pipeline runs as it. */
  readonly hash: (text: string) => string | undefined;
}

export function sharedAccounts(pipelines: readonly PipelineIdentities[], others: readonly string[]): SharedAccounts {
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const pipeline of pipelines)
    for (const name of sharedIn(pipeline)) {
      const lists = found.get(name) ?? new Map<string, readonly string[]>();
      found.set(name, lists.set(hashedRoles(pipeline.roles ?? []), pipeline.roles ?? []));
    }
  const sure = [...found].flatMap(([name, lists]) =>
    lists.size === 1 ? [...lists].map(([text, roles]) => ({ name, text, roles })) : [],
  );
  const hashes = new Map(sure.map(({ name, text }) => [text, name.slice(0, -sharedSuffix.length)]));
  return {
    // When somebody asks: it takes the triggers of all.
    get areThere() {
      return others.some(isShared) || pipelines.some((pipeline) => runAsNames(pipeline).some(isShared));
    },
    roles: new Map(sure.map(({ name, roles }) => [name, roles])),
    hash: (text) => hashes.get(text),
  };
}

/** As which it runs, as it stands there; without roles of its own it tells nothing of theirs. */
export function sharedIn(pipeline: PipelineIdentities): readonly string[] {
  if (pipeline.roles === undefined || pipeline.roles.length === 0) return [];
  return [...new Set(runAsNames(pipeline).filter(isShared))];
}

function runAsNames({ triggers }: Pick<PipelineIdentities, 'triggers'>): readonly string[] {
  return triggers.flatMap(({ runAsUser }) => (runAsUser === undefined ? [] : runAsUser.trim()));
}
