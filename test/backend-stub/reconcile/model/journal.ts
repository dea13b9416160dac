import { textAt } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { KubernetesObject, ObjectReference } from '../../../../backend-stub/deployment/kubernetes-object.ts';
import type { DecisionRecord, DeploymentRecord } from '../../../../backend-stub/deployment/record.ts';
import type { MergePatch, Observation, Selection, Settlement } from '../../../../backend-stub/ports.ts';

/** What one look asked of the outside, and what really came of it. */
export type Question =
  | { readonly ask: 'observe'; readonly reference: ObjectReference; readonly answer: Observation }
  | { readonly ask: 'read'; readonly reference: ObjectReference }
  | { readonly ask: 'list'; readonly selection: Selection }
  | { readonly ask: 'dryRun'; readonly object: KubernetesObject }
  | { readonly ask: 'apply'; readonly object: KubernetesObject }
  | { readonly ask: 'patch'; readonly reference: ObjectReference; readonly patch: MergePatch }
  | { readonly ask: 'save'; readonly record: DeploymentRecord; readonly settled: readonly Settlement[] }
  | { readonly ask: 'store'; readonly method: string };

export type Call = Question & {
  /** What the asker was given; undefined when he was given an error, or died of it. */
  given?: { readonly value: unknown };
  /** The name of the error that he was given. */
  error?: string;
  /** Whether it was carried out, whatever he learned of it. */
  carriedOut: boolean;
  /** Of a write: the object just before. */
  live?: KubernetesObject | undefined;
};

export type LookEnd =
  | 'finished'
  | 'died'
  /** Somebody else had the lease when it wanted to write. */
  | 'lost'
  | 'failed';

export interface Look {
  /** The index of the history's step in which it began. */
  readonly step: number;
  readonly process: string;
  readonly at: number;
  readonly before: DeploymentRecord;
  /** When this process first saw all rollouts in the phase of `before`: graces count from there. */
  readonly knownSince: number;
  readonly decisions: readonly DecisionRecord[];
  readonly calls: Call[];
  /** Whether it stood still while others went on: then its clock and its world are not those of its begin. */
  stoodStill: boolean;
  end?: LookEnd;
  nextLook?: number;
}

/** Whether the look came as far as to what follows from it: every rollout was shown, and nothing failed before. */
export function sawAll({ calls }: Look): boolean {
  const shown = calls.flatMap((call) => (call.ask === 'observe' ? [call.answer.kind] : []));
  const failed = calls.some(({ ask, error }) => ask !== 'save' && error !== undefined);
  return shown.length > 0 && !shown.includes('unknown') && !failed;
}

/** Decisions whose effect it has yet to see: whoever made them is told what came of them before the end is. */
export function isUnderWay({ decisions, calls }: Look): boolean {
  const settled = new Set(calls.flatMap((call) => (call.ask === 'save' ? call.settled.map(({ id }) => id) : [])));
  return decisions.some(
    ({ id, action, state }) =>
      state === 'accepted' && ['approve', 'promoteFully', 'retry'].includes(action) && !settled.has(id),
  );
}

export const errorsOf = ({ calls }: Look): readonly string[] => calls.flatMap(({ error }) => error ?? []);

/** Whether something is other than it was after it, or has to be tried again. What is applied as it is changes nothing. */
export function isMove({ ask, error, given, live }: Call): boolean {
  if (error !== undefined || ask === 'save') return true;
  const isWrite = ask === 'apply' || ask === 'patch';
  return isWrite && textAt(given?.value, 'metadata', 'resourceVersion') !== live?.metadata.resourceVersion;
}

/** What this look wrote last, and so what was kept after it; `before` when it wrote nothing. */
export function after({ before, calls }: Look): DeploymentRecord {
  const save = calls.findLast((call) => call.ask === 'save' && call.carriedOut);
  return save?.ask === 'save' ? save.record : before;
}

/** The rollouts of which it is told that somebody promoted them outside Gennaker, once for each time. */
export function promotionsTold({ events }: DeploymentRecord): readonly string[] {
  return events.flatMap(({ sentence }) => promotionSentence.exec(sentence)?.[1] ?? []);
}

/** Between the two may stand what is wrong with its pods. */
const promotionSentence =
  /^Rollout (\w+) went .* it was promoted outside Gennaker\. (?:.* )?The stage (?:accepts that, and goes on|says: on outside promotion, abort)\.$/;
