import { folded } from '../../backend-stub/contract/authorization.ts';
import {
  afterSaving,
  savedPipeline,
  type AfterSaving,
  type Naming,
} from '../../backend-stub/pipelines/after-saving.ts';
import { editChange, type EditChange } from '../../backend-stub/pipelines/edit-rights.ts';
import { isShared } from '../../backend-stub/pipelines/identity.ts';
import type { Knowledge } from '../../backend-stub/pipelines/knowledge.ts';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { reachChange, type ReachChange } from '../../backend-stub/pipelines/reach.ts';
import { sharedAccounts, sharedIn } from '../../backend-stub/pipelines/shared-accounts.ts';
import type { WrittenPermissions } from './draft.ts';
import type { Facts } from './facts.ts';
import { writersOf } from './read-only.ts';

/** A pipeline as it will stand once these permissions are saved, and what comes of it. */
export interface Edited {
  readonly pipeline: Pipeline;
  /** With the account of the pipeline as it will be. */
  readonly facts: Facts;
  readonly after: AfterSaving;
  /** Names of the other pipelines here that run as the account that it gets, where that is a shared one. */
  readonly sharedWith: readonly string[];
  /** Absent while Gate has not said who is at the page. */
  readonly rights?: EditChange;
  /** Accounts of Clouddriver that the managed account may write to, before and after. */
  readonly reach: ReachChange;
}

export function editedBy(pipeline: Pipeline, permissions: WrittenPermissions, facts: Facts): Edited {
  const naming = namingIn(facts);
  const prepared = withRunAs(pipeline, permissions.runAs);
  const after = afterSaving(prepared, permissions.roles, naming);
  const roles = { before: pipeline.roles ?? [], after: permissions.roles ?? [] };
  const { author, knowledge } = facts;
  return {
    pipeline: savedPipeline(prepared, permissions.roles, naming),
    facts: { ...facts, knowledge: knowing(knowledge, after.account, roles.after) },
    after,
    sharedWith: sharers(after.account, pipeline, facts),
    reach: reachChange(roles, facts.accounts ?? new Map()),
    ...(author === undefined ? {} : { rights: editChange(roles, writersOf(pipeline.application, facts), author) }),
  };
}

/** Orca's configuration is not seen from here; one shared account says that all are. */
function namingIn({ pipelines, serviceAccounts = [] }: Facts): Naming {
  const { areThere, hash } = sharedAccounts(pipelines, serviceAccounts);
  return areThere ? { kind: 'shared', sha256: (text) => hash(text) ?? unseenHash } : { kind: 'one-each' };
}

/** In place of the sha256 in the name of an account as which no pipeline here runs yet. */
const unseenHash = 'sha256-of-the-roles';

/** Those that run as an account already, besides this one. */
function sharers(account: string | undefined, { id }: Pipeline, { pipelines }: Facts): readonly string[] {
  if (account === undefined || !isShared(account)) return [];
  return pipelines.flatMap((one) => (one.id !== id && sharedIn(one).includes(account) ? [one.name] : []));
}

function withRunAs(pipeline: Pipeline, runAs: WrittenPermissions['runAs']): Pipeline {
  return {
    ...pipeline,
    triggers: pipeline.triggers.map(({ runAsUser: _was, ...trigger }, index) => {
      const runAsUser = runAs[index];
      return runAsUser === undefined ? trigger : { ...trigger, runAsUser };
    }),
  };
}

/** What Fiat says of the account as it is says nothing of what it will be. */
function knowing(knowledge: Knowledge, account: string | undefined, roles: readonly string[]): Knowledge {
  if (account === undefined) return knowledge;
  return {
    ...knowledge,
    subject: (name) => (folded(name) === folded(account) ? { kind: 'roles', roles } : knowledge.subject(name)),
  };
}
