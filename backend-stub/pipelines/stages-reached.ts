import { holdsExpression } from '../contract/expressions.ts';
import type { Knowledge } from './knowledge.ts';
import type { Pipeline, Stage } from './pipeline.ts';

/** A stage that a run comes to, in the pipeline itself or in one that it starts. */
export interface ReachedStage {
  readonly stage: Stage;
  /** The pipelines in between, outermost first; empty for the pipeline's own. */
  readonly through: readonly string[];
}

/** Something that a run may do and that can not be read from here. */
export interface Gap {
  readonly why:
    | 'template'
    /** Which pipeline is started, an expression says. */
    | 'run-time'
    /** The pipeline that is started is gone, or not for whoever asks to see. */
    | 'not-seen'
    /** More pipelines start each other than are followed. */
    | 'too-many';
  /** The pipeline whose stages are not known, or the stage that starts one. */
  readonly name: string;
}

export interface Reached {
  readonly stages: readonly ReachedStage[];
  readonly gaps: readonly Gap[];
}

const deepest = 6;
const mostStages = 1000;

/** All stages of a run: a pipeline that a stage starts runs as the same user, and nobody asks whether he may start it. */
export function stagesReached(pipeline: Pipeline, knowledge: Knowledge): Reached {
  const found: { readonly stages: ReachedStage[]; readonly gaps: Gap[] } = { stages: [], gaps: [] };
  const follow = (one: Pipeline, through: readonly string[], ids: readonly string[]): void => {
    if (one.fromTemplate) found.gaps.push({ why: 'template', name: one.name });
    for (const stage of one.stages) {
      if (found.stages.length >= mostStages) return void tell({ why: 'too-many', name: stage.name });
      found.stages.push({ stage, through });
      if (stage.calls !== undefined) call(stage, through, ids);
    }
  };
  const call = (stage: Stage, through: readonly string[], ids: readonly string[]): void => {
    const id = stage.calls?.pipeline ?? '';
    if (holdsExpression(id)) return tell({ why: 'run-time', name: stage.name });
    // What it does the second time around it has done before.
    if (ids.includes(id)) return;
    const called = knowledge.pipeline(id);
    if (called === undefined) return tell({ why: 'not-seen', name: stage.name });
    if (through.length >= deepest) return tell({ why: 'too-many', name: stage.name });
    follow(called, [...through, called.name], [...ids, id]);
  };
  const tell = (gap: Gap): void => {
    if (!found.gaps.some(({ why, name }) => why === gap.why && name === gap.name)) found.gaps.push(gap);
  };
  follow(pipeline, [], [pipeline.id]);
  return found;
}
