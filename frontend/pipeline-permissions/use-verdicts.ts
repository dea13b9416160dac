import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { verdictOf, type PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import type { Facts } from './facts.ts';

/** How long the page may stand still for judging, in milliseconds: less than a frame. */
const slice = 10;

/** So many are judged at once: their rows do not come in one order, and then in another. */
const few = 100;

/** How often it is told how far that is, in milliseconds: whoever sorts by verdict sorts all anew each time. */
const telling = 250;

export interface Verdicts {
  /** At once, for what is on the screen. */
  readonly judge: (pipeline: Pipeline) => PipelineVerdict;
  /** Only where it was judged already, for what all are sorted by. Another function after each step. */
  readonly judged: (pipeline: Pipeline) => PipelineVerdict | undefined;
  readonly done: number;
}

/** Thousands of pipelines are judged beside whatever somebody does with the page. */
export function useVerdicts(facts: Facts | undefined): Verdicts {
  const known = useMemo(() => ({ facts, verdicts: new Map<Pipeline, PipelineVerdict>() }), [facts]);
  const [done, setDone] = useState(0);
  const judge = useCallback(
    (pipeline: Pipeline) => {
      const before = known.verdicts.get(pipeline);
      if (before !== undefined || known.facts === undefined) return before ?? nothingKnown;
      const verdict = verdictOf(pipeline, known.facts.knowledge);
      known.verdicts.set(pipeline, verdict);
      return verdict;
    },
    [known],
  );
  useEffect(() => {
    const pipelines = known.facts?.pipelines ?? [];
    let next = 0;
    let timer: ReturnType<typeof setTimeout>;
    let told = -telling;
    const step = (): void => {
      const began = performance.now();
      for (; next < pipelines.length && performance.now() - began < slice; next += 1) judgeAt(next);
      if (next < pipelines.length) timer = setTimeout(step);
      if (next < pipelines.length && began - told < telling) return;
      told = began;
      setDone(next);
    };
    const judgeAt = (index: number): void => {
      const pipeline = pipelines[index];
      if (pipeline !== undefined) judge(pipeline);
    };
    if (pipelines.length <= few) {
      step();
      return () => clearTimeout(timer);
    }
    // After the first rows are on the screen, which are judged as they are drawn.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [known, judge]);
  // `done` makes it another one, so that whoever sorts by it sorts again.
  const judged = useMemo(() => {
    void done;
    return (pipeline: Pipeline) => known.verdicts.get(pipeline);
  }, [known, done]);
  return { judge, judged, done };
}

const nothingKnown: PipelineVerdict = { outcome: 'cannot-tell', runs: [], gaps: [] };
