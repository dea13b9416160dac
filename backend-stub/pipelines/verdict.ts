import { answerTo, type Answer } from './answer.ts';
import { identityOf, subjectOf, type Identity } from './identity.ts';
import type { Knowledge, Subject } from './knowledge.ts';
import type { Need, Pipeline, Trigger } from './pipeline.ts';
import { rolesOn } from './roles-on.ts';
import { stagesReached, type Gap, type Reached, type ReachedStage } from './stages-reached.ts';
import { checkOf, type TriggerCheck } from './trigger-checks.ts';

/** What becomes of a run, from the best to the worst. */
export const outcomes = ['allowed', 'cannot-tell', 'fails', 'skipped'] as const;
export type Outcome = (typeof outcomes)[number];

/** Would an automatic run be allowed? */
export interface PipelineVerdict {
  /** The worst of what its triggers come to; `nothing-automatic`: none of them is switched on. */
  readonly outcome: Outcome | 'nothing-automatic';
  /** One for each identity, in the order of the triggers; those of triggers that are off are told too. */
  readonly runs: readonly RunVerdict[];
  readonly gaps: readonly Gap[];
}

export interface RunVerdict {
  readonly identity: Identity;
  readonly triggers: readonly TriggerVerdict[];
  readonly stages: readonly StageVerdict[];
}

export interface TriggerVerdict {
  readonly trigger: Trigger;
  /** In the list of the pipeline, from 0. */
  readonly index: number;
  readonly check: TriggerCheck;
  /** About EXECUTE on the application; absent where nothing is asked. */
  readonly start?: Cell;
  /** `off`: the trigger or its pipeline is switched off. */
  readonly outcome: Outcome | 'off';
}

export interface StageVerdict extends ReachedStage {
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly need: Need;
  readonly answer: Answer;
}

export function verdictOf(pipeline: Pipeline, knowledge: Knowledge): PipelineVerdict {
  const reached = stagesReached(pipeline, knowledge);
  const runs = runsOf(pipeline).map(({ identity, triggers }) =>
    runVerdict(identity, triggers, { pipeline, reached, knowledge }),
  );
  const on = runs.flatMap(({ triggers }) => triggers.flatMap(({ outcome }) => (outcome === 'off' ? [] : [outcome])));
  return { outcome: on.length === 0 ? 'nothing-automatic' : worst(on), runs, gaps: reached.gaps };
}

/** What is asked where a run begins. */
export function startNeed({ application }: Pick<Pipeline, 'application'>): Need {
  return { on: 'application', name: application, authorization: 'EXECUTE', asker: 'echo', certain: true };
}

interface Around {
  readonly pipeline: Pipeline;
  readonly reached: Reached;
  readonly knowledge: Knowledge;
}

type IndexedTrigger = readonly [index: number, trigger: Trigger];

function runsOf(pipeline: Pipeline): readonly { identity: Identity; triggers: readonly IndexedTrigger[] }[] {
  const runs = new Map<string, { readonly identity: Identity; readonly triggers: IndexedTrigger[] }>();
  for (const [index, trigger] of pipeline.triggers.entries()) {
    const identity = identityOf(trigger, pipeline);
    const key = `${identity.kind} ${subjectOf(identity)?.toLowerCase() ?? ''}`;
    const run = runs.get(key) ?? { identity, triggers: [] };
    run.triggers.push([index, trigger]);
    runs.set(key, run);
  }
  return [...runs.values()];
}

function runVerdict(identity: Identity, triggers: readonly IndexedTrigger[], around: Around): RunVerdict {
  const { reached, knowledge, pipeline } = around;
  const name = subjectOf(identity);
  const subject = name === undefined ? undefined : knowledge.subject(name);
  const cellOf = (need: Need): Cell => ({ need, answer: answerFor(need, identity, { subject, knowledge }) });
  const stages = reached.stages.map((one) => ({ ...one, cells: one.stage.needs.map(cellOf) }));
  const inStages = worst([
    'allowed',
    ...stages.flatMap(({ cells }) => cells.map(({ answer }) => outcomeOf(answer))),
    ...(reached.gaps.length === 0 ? [] : (['cannot-tell'] as const)),
  ]);
  const start = cellOf(startNeed(pipeline));
  return {
    identity,
    stages,
    triggers: triggers.map(([index, trigger]) => triggerVerdict(trigger, index, { pipeline, start, inStages })),
  };
}

function triggerVerdict(
  trigger: Trigger,
  index: number,
  { pipeline, start, inStages }: { readonly pipeline: Pipeline; readonly start: Cell; readonly inStages: Outcome },
): TriggerVerdict {
  const check = checkOf(trigger.kind);
  const known = { trigger, index, check, ...(check === 'none' ? {} : { start }) };
  if (pipeline.disabled || !trigger.enabled) return { ...known, outcome: 'off' };
  return { ...known, outcome: worst([startOutcome(check, start.answer), inStages]) };
}

function startOutcome(check: TriggerCheck, answer: Answer): Outcome {
  switch (check) {
    case 'none':
      return 'allowed';
    case 'execute':
      return answer.kind === 'denied' ? 'skipped' : outcomeOf(answer);
    case 'unknown':
      return answer.kind === 'denied' ? 'cannot-tell' : outcomeOf(answer);
  }
}

/** Our stage starts for nobody who has no name, even where everything is open. */
function answerFor(
  need: Need,
  identity: Identity,
  { subject, knowledge }: { readonly subject: Subject | undefined; readonly knowledge: Knowledge },
): Answer {
  const answer = answerTo(need, subject, knowledge);
  if (need.asker !== 'gennaker' || identity.kind !== 'nobody' || answer.kind === 'denied') return answer;
  const known = rolesOn(need, knowledge);
  return { kind: 'denied', asNobody: true, ...(known.kind === 'roles' ? { oneOf: known.roles } : {}) };
}

function outcomeOf({ kind }: Answer): Outcome {
  switch (kind) {
    case 'allowed':
      return 'allowed';
    case 'denied':
      return 'fails';
    case 'unknown':
      return 'cannot-tell';
  }
}

function worst(all: readonly Outcome[]): Outcome {
  return outcomes.reduce((soFar, outcome) => (all.includes(outcome) ? outcome : soFar), 'allowed');
}
