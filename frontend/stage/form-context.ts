import type { Line } from '../view/form/Problems.tsx';
import type { StageProblem } from './stage-problems.ts';
import type { Path } from './value-at.ts';

/** Changes what stands in the pipeline at the moment of the change. */
export type Change = (edit: (deployment: unknown) => unknown) => void;

/** What every part of the form works on. */
export interface FormPart {
  /** Begins the ids of its fields, so that two stages never share one. */
  readonly id: string;
  readonly deployment: unknown;
  readonly problems: readonly StageProblem[];
  readonly change: Change;
}

/** The problems at these places and below them, as lines under a field. */
export function linesBelow(problems: readonly StageProblem[], ...places: readonly Path[]): readonly Line[] {
  return problems.filter(({ path }) => places.some((place) => isBelow(path, place))).map(problemLine);
}

/** The problems at exactly these places. */
export function linesAt(problems: readonly StageProblem[], ...places: readonly Path[]): readonly Line[] {
  return problems.filter(({ path }) => places.some((place) => place.join() === path.join())).map(problemLine);
}

export function problemLine({ sentence, missing }: StageProblem): Line {
  return { tone: missing === true ? 'needed' : 'problem', text: sentence };
}

export function isBelow(path: Path, place: Path): boolean {
  return place.every((key, depth) => path[depth] === key);
}
