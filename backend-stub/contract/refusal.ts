/** Why something was not done, as a value: it is an answer, and means that nothing was changed. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** What was refused, on which object, why, and who can change it. */
  readonly sentence: string;
}

export type RefusalReason =
  | 'bad-input'
  | 'not-authenticated'
  | 'not-allowed'
  /** Fiat does not know whoever asks: not yet, perhaps. */
  | 'unknown-user'
  | 'not-found'
  | 'not-ours'
  | 'in-progress'
  | 'stale'
  | 'finished'
  | 'not-possible'
  /** Who would have to be asked does not answer; nothing was done. */
  | 'unreachable'
  /** The caller has asked too often for a while. */
  | 'too-many'
  | 'not-built';

/** The four parts of a sentence that helps: what was refused, on which object, why, and what or who can change it. */
export interface RefusalParts {
  readonly what: string;
  readonly on?: string;
  readonly why: string;
  readonly remedy: string;
}

export function refuse(reason: RefusalReason, parts: RefusalParts): Refusal {
  const object = parts.on === undefined ? '' : ` on ${parts.on}`;
  return {
    kind: 'refused',
    reason,
    sentence: `${parts.what}${object} was refused: ${withFullStop(parts.why)} ${withFullStop(parts.remedy)}`,
  };
}

/** The same before anybody tried: for what is not offered. */
export function beforehand({ sentence }: Refusal): string {
  return sentence.replace(' was refused: ', ' would be refused: ');
}

/** A sentence ends; one that somebody ended himself is left as it is. */
export function withFullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** One thing that is wrong with what a person wrote, and where. */
export interface Problem {
  /** The path of the field (`deployment.strategy.canary.steps[1].pause`), or the object (`Deployment web, document 2`). */
  readonly where: string;
  readonly sentence: string;
  /** In the text of the manifests as their author sees it, from 1; absent where no place in it is to blame. */
  readonly line?: number;
  /** From 1; absent where the whole line, or what begins there, is meant. */
  readonly column?: number;
}

/** Where something stands: what it is called, and its line and column where it is part of a text. */
export type Place = Omit<Problem, 'sentence'>;

export function problem(where: string | Place, sentence: string): Problem {
  return typeof where === 'string' ? { where, sentence } : { ...where, sentence };
}

export function problemText(problems: readonly Problem[]): string {
  return problems.map(({ where, sentence }) => `${where}: ${sentence}`).join(' ');
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';
}
