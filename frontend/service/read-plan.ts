import { verdicts } from '../../backend-stub/contract/change.ts';
import type { DiffPart, ObjectChange } from '../../backend-stub/contract/change.ts';
import { defined } from '../../backend-stub/contract/defined.ts';
import type { AppliedPlan, ApprovalNeed, PlannedChange } from '../../backend-stub/contract/plan.ts';
import type { Problem } from '../../backend-stub/contract/refusal.ts';
import type { Part } from './part.ts';
import { readObject } from './read-report.ts';
import type { Account, AccountList, Plan } from './stage-service.ts';

export function readPlan(part: Part): Plan {
  return {
    objects: part.list('objects', readPlannedChange),
    abortDoesNotRestore: textsIfAny(part, 'abortDoesNotRestore'),
    approvals: part.listIfAny('approvals', readApproval),
    notes: textsIfAny(part, 'notes'),
    warnings: part.texts('warnings'),
    problems: part.list('problems', readProblem),
    ...readFingerprint(part),
  };
}

export function readAppliedPlan(part: Part): AppliedPlan {
  return { objects: part.list('objects', readPlannedChange), ...readFingerprint(part) };
}

function readPlannedChange(part: Part): PlannedChange {
  const change = part.has('change') ? readChange(part.part('change')) : undefined;
  return { ...readObject(part), ...defined({ change }) };
}

/** A verdict that a newer service knows is none to us: its lines would be shown under a wrong word. */
function readChange(part: Part): ObjectChange | undefined {
  const verdict = part.wordIfKnown('verdict', verdicts);
  if (verdict === undefined) return undefined;
  return { verdict, diff: part.list('diff', readDiffPart), ...defined({ replaces: part.textIfAny('replaces') }) };
}

function readDiffPart(part: Part): DiffPart {
  const kind = part.word('kind', ['unchanged', 'removed', 'added', 'folded'] as const);
  if (kind !== 'folded') return { kind, lines: part.texts('lines') };
  return { kind, count: part.number('count'), ...defined({ within: part.textIfAny('within') }) };
}

function readApproval(part: Part): ApprovalNeed {
  return {
    stepIndex: part.number('stepIndex'),
    weight: part.number('weight'),
    requiresRoles: part.texts('requiresRoles'),
    sentence: part.text('sentence'),
  };
}

function readFingerprint(part: Part): Pick<Plan, 'fingerprint'> {
  if (!part.has('fingerprint')) return {};
  const fingerprint = part.part('fingerprint');
  return { fingerprint: { manifest: fingerprint.text('manifest'), cluster: fingerprint.text('cluster') } };
}

/** Empty where a service of another version leaves it out. */
function textsIfAny(part: Part, key: string): readonly string[] {
  return part.has(key) ? part.texts(key) : [];
}

function readProblem(part: Part): Problem {
  return {
    where: part.text('where'),
    sentence: part.text('sentence'),
    ...defined({ line: part.numberIfAny('line'), column: part.numberIfAny('column') }),
  };
}

export function readAccounts(part: Part): AccountList {
  return { access: part.word('access', ['fiat', 'open'] as const), accounts: part.list('accounts', readAccount) };
}

function readAccount(part: Part): Account {
  return {
    name: part.text('name'),
    authorized: part.flag('authorized'),
    ...defined({
      namespaces: part.has('namespaces') ? part.texts('namespaces') : undefined,
      defaultNamespace: part.textIfAny('defaultNamespace'),
    }),
  };
}
