import type { Finding } from '../contract/doctor.ts';
import { stageAlias, stageType } from '../contract/orca.ts';
import { isRecord, listAt, numberAt, textAt } from '../deployment/kubernetes-object.ts';
import { ok, unknown, wrong } from './finding.ts';
import type { Look } from './look.ts';

const check = 'saved stages';

/** A stage of a saved pipeline, with how people name it. */
export interface SavedStage {
  readonly stage: unknown;
  readonly name: string;
}

/** All stages of Front50's list of pipelines. */
export function stagesIn(pipelines: readonly unknown[]): readonly SavedStage[] {
  return pipelines.filter(isRecord).flatMap(stagesOf);
}

function stagesOf(pipeline: unknown): readonly SavedStage[] {
  const where = `${textAt(pipeline, 'application') ?? '?'} / ${textAt(pipeline, 'name') ?? '?'}`;
  return listAt(pipeline, 'stages').map((stage) => ({ stage, name: `${where} / ${textAt(stage, 'name') ?? '?'}` }));
}

/** More are only counted: a list of thousands is read by nobody. */
const most = 20;

/** Of our own stages: what somebody wrote by hand or from a template may lack what Deck adds by itself. */
export function judgeSavedStages(look: Look<readonly SavedStage[]>): readonly Finding[] {
  if (look.kind !== 'seen') return [unknown(check, whyOf(look))];
  const ours = look.seen.filter(({ stage }) => textAt(stage, 'type') === stageType);
  const problems = ours.flatMap(stageProblem);
  if (problems.length === 0)
    return [
      ok(
        check,
        ours.length === 0
          ? 'No saved pipeline has our stage yet.'
          : `All ${ours.length} saved stages of ours can be run.`,
      ),
    ];
  return cut(problems);
}

export function whyOf(look: { readonly kind: string; readonly why: string }): string {
  return look.kind === 'unasked' ? look.why : `${look.why}.`;
}

/** The first ones, and how many more there are. */
export function cut(problems: readonly Finding[]): readonly Finding[] {
  const [first] = problems.slice(most);
  if (first === undefined) return problems;
  return [
    ...problems.slice(0, most),
    wrong(first.check, { sentence: `${problems.length - most} more are like these.`, change: 'The same.' }),
  ];
}

function stageProblem({ stage, name }: SavedStage): readonly Finding[] {
  if (textAt(stage, 'alias') !== stageAlias)
    return [
      wrong(check, {
        sentence: `The stage ${name} has no alias, and Orca knows no stage of its type without it: it ends at once.`,
        change: `The JSON of that stage: "alias": "${stageAlias}".`,
        about: name,
      }),
    ];
  if (numberAt(stage, 'stageTimeoutMs') !== undefined) return [];
  return [
    wrong(check, {
      sentence: `The stage ${name} has no time of its own, and Orca ends it after an hour, whatever it waits for.`,
      change: 'The JSON of that stage: "stageTimeoutMs": 86400000, or the time that its approvals may take.',
      about: name,
    }),
  ];
}
