import type { CreationAnswer } from '../../backend-stub/contract/creation.ts';
import type { Answer } from './use-answer.ts';

/** What stands beside the name about whether it may be created. */
export interface VerdictWords {
  readonly tone: 'good' | 'trouble' | 'warning' | 'hint';
  readonly sentence: string;
  /** Names to go on with: what a prefix of the author's begins with, or the whole of it. */
  readonly completions: readonly string[];
  /** Any of which could create it; of a denial. */
  readonly roles: readonly string[];
}

const nothing = { completions: [], roles: [] } as const;

/** Undefined while nothing is typed that could be asked about. */
export function verdictWords(answer: Answer): VerdictWords | undefined {
  switch (answer.kind) {
    case 'none':
      return undefined;
    case 'asking':
      return { tone: 'hint', sentence: 'Asking whether you may create it…', ...nothing };
    case 'failed':
      return { tone: 'warning', sentence: unknown(answer.sentence), ...nothing };
    case 'answered':
      return answered(answer.creation);
  }
}

function answered(creation: CreationAnswer): VerdictWords {
  const { verdict, taken, explained, sentence } = creation;
  if (taken === 'yes') return { tone: 'trouble', sentence: takenSentence(creation), ...nothing };
  switch (verdict) {
    case 'allowed':
      return { tone: 'good', sentence, ...nothing };
    case 'cannotTell':
      // It says itself that nobody can tell, and who decides.
      return { tone: 'warning', sentence: `${sentence} You can try all the same.`, ...nothing };
    case 'denied':
      return {
        tone: 'trouble',
        sentence,
        completions: completionsOf(explained?.usable ?? []),
        roles: explained?.creators.kind === 'roles' ? explained.creators.roles : [],
      };
  }
}

/** Whose it is and whether it can be seen is not said. */
function takenSentence({ name }: CreationAnswer): string {
  return `There is an application ${name} already, which you may not be able to see. Take another name.`;
}

function unknown(why: string): string {
  return `Whether you may create it can't be told. ${why} You can try: Spinnaker decides.`;
}

/** A prefix without its star; those that stand for every name complete nothing. */
export function completionsOf(usable: readonly string[]): readonly string[] {
  return [...new Set(usable.map((prefix) => prefix.trim().toLowerCase().replace(/\*$/, '')))].filter(
    (begin) => begin !== '',
  );
}

/** A name that begins with `begin` and goes on with what was typed, without the beginning that both have. */
export function completed(typed: string, begin: string): string {
  const name = typed.trim().toLowerCase();
  return begin + name.slice(commonLength(begin, name));
}

/** Those that share most letters with what was typed come first. */
export function nearestFirst(completions: readonly string[], typed: string): readonly string[] {
  const name = typed.trim().toLowerCase();
  const shared = new Map(completions.map((begin) => [begin, commonLength(begin, name)]));
  return [...completions].sort((one, other) => (shared.get(other) ?? 0) - (shared.get(one) ?? 0));
}

function commonLength(one: string, other: string): number {
  let common = 0;
  while (common < one.length && one[common] === other[common]) common += 1;
  return common;
}
