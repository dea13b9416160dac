import { useCallback, useState } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { draftOf, type Draft } from './draft.ts';

export interface Drafts {
  /** What is typed about a pipeline; undefined where nothing is. */
  readonly draft: (pipeline: Pipeline) => Draft | undefined;
  readonly change: (pipeline: Pipeline, change: Partial<Draft>) => void;
  readonly drop: (id: string) => void;
}

/** Kept while other pipelines are looked at, and while all are read anew. */
export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const change = useCallback((pipeline: Pipeline, changed: Partial<Draft>) => {
    setDrafts((before) => {
      const draft = onto(pipeline, before.get(pipeline.id)) ?? draftOf(pipeline);
      return new Map(before).set(pipeline.id, { ...draft, ...changed });
    });
  }, []);
  const drop = useCallback((id: string) => {
    setDrafts((before) => new Map([...before].filter(([one]) => one !== id)));
  }, []);
  return { draft: (pipeline) => onto(pipeline, drafts.get(pipeline.id)), change, drop };
}

/** Where triggers came or went meanwhile, an account would stand at another one than it was chosen for. */
function onto(pipeline: Pipeline, draft: Draft | undefined): Draft | undefined {
  if (draft === undefined || draft.runAs.length === pipeline.triggers.length) return draft;
  return { ...draft, runAs: draftOf(pipeline).runAs };
}
