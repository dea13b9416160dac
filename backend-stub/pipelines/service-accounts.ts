import { folded } from '../contract/authorization.ts';
import { holdsExpression } from '../contract/expressions.ts';
import type { AccountUse, ServiceAccount } from '../contract/service-accounts.ts';
import { isShared, managedSuffix, ownAccount } from './identity.ts';
import type { Pipeline } from './pipeline.ts';

/** A pipeline without its stages: who runs it, and nothing that it does. */
export type PipelineIdentities = Omit<Pipeline, 'stages'>;

export interface KnownAccount {
  readonly name: string;
  /** Lower-cased. */
  readonly roles: readonly string[];
}

export interface AccountsKnown {
  readonly accounts: readonly KnownAccount[];
  /** All that there are, also those that nobody here may read; absent: they could not be listed. */
  readonly pipelines?: readonly PipelineIdentities[];
}

/** Who asks. */
export interface AccountsCaller {
  readonly seesAll: boolean;
  readonly mayUse: (account: KnownAccount) => boolean;
  readonly mayRead: (application: string) => boolean;
}

/** Tells of accounts that somebody may use, and of those that stand in pipelines that he may read: he knows these anyway. */
export function serviceAccountsFor(known: AccountsKnown, caller: AccountsCaller): readonly ServiceAccount[] {
  const { accounts, pipelines } = known;
  const used = pipelines === undefined ? undefined : usesByAccount(pipelines);
  const existing = new Set(accounts.map(({ name }) => folded(name)));
  const told = accounts.flatMap((account) => {
    const uses = used?.get(folded(account.name));
    const one = ofAccount(account, { caller, pipelines: used, uses });
    return caller.seesAll || one.mayUse || (one.uses ?? []).length > 0 ? [one] : [];
  });
  const missing = [...(used ?? [])].flatMap(([name, uses]) => {
    const readable = existing.has(name) ? [] : runningIn(uses, caller);
    return readable.length === 0 ? [] : [{ name: uses.name, exists: false, mayUse: false, uses: readable }];
  });
  return [...told, ...missing];
}

interface Around {
  readonly caller: AccountsCaller;
  readonly pipelines: ReadonlyMap<string, Uses> | undefined;
  readonly uses: Uses | undefined;
}

function ofAccount(account: KnownAccount, { caller, pipelines, uses }: Around): ServiceAccount {
  const { name, roles } = account;
  const mayUse = caller.seesAll || caller.mayUse(account);
  const told = mayUse || roles.length === 0 ? { roles } : {};
  const where = pipelines === undefined ? {} : whereUsed(account, uses ?? { name, uses: [], isOwned: false }, caller);
  return { name, exists: true, mayUse, ...told, ...where };
}

function whereUsed({ name }: KnownAccount, { uses, isOwned }: Uses, caller: AccountsCaller): Partial<ServiceAccount> {
  const readable = readableOf(uses, caller);
  const isForOne = folded(name).endsWith(managedSuffix) && !isShared(folded(name));
  return {
    uses: readable,
    isUsedElsewhere: readable.length < uses.length,
    ...(isForOne ? { pipelineIsGone: !isOwned } : {}),
  };
}

interface Uses {
  readonly name: string;
  readonly uses: AccountUse[];
  /** Some pipeline is the one that it is managed for. */
  isOwned: boolean;
}

function usesByAccount(pipelines: readonly PipelineIdentities[]): ReadonlyMap<string, Uses> {
  const found = new Map<string, Uses>();
  const at = (name: string): Uses => {
    const known = found.get(folded(name)) ?? { name, uses: [], isOwned: false };
    found.set(folded(name), known);
    return known;
  };
  for (const pipeline of pipelines) {
    const own = ownAccount(pipeline);
    for (const name of accountsIn(pipeline)) at(name).uses.push(useOf(pipeline, name));
    at(own).isOwned = true;
  }
  return found;
}

/** Those that its triggers name, each once, but for what is decided at run time; and the one that Orca manages for it. */
function accountsIn(pipeline: PipelineIdentities): readonly string[] {
  const named = pipeline.triggers.flatMap(({ runAsUser = '' }) => {
    const name = runAsUser.trim();
    return name === '' || holdsExpression(name) ? [] : [name];
  });
  const own = (pipeline.roles ?? []).length > 0 ? [ownAccount(pipeline)] : [];
  return [...new Map([...named, ...own].map((name) => [folded(name), name])).values()];
}

function useOf({ application, id, name: pipeline, triggers, disabled }: PipelineIdentities, name: string): AccountUse {
  const running = triggers.filter(({ runAsUser }) => folded(runAsUser ?? '') === folded(name));
  const isOn = !disabled && running.some(({ enabled }) => enabled);
  return { application, id, pipeline, triggers: [...new Set(running.map(({ kind }) => kind))], isOn };
}

function readableOf(uses: readonly AccountUse[], { mayRead }: AccountsCaller): readonly AccountUse[] {
  return uses.filter(({ application }) => mayRead(application));
}

/** Without those that only would run as it: an account that is still to be made is not missing. */
function runningIn({ uses }: Uses, caller: AccountsCaller): readonly AccountUse[] {
  return readableOf(uses, caller).filter(({ triggers }) => triggers.length > 0);
}
