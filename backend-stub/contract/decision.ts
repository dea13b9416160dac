import { withFullStop } from './refusal.ts';

/** What a person may decide about an open deployment. */
export const actions = ['approve', 'promoteFully', 'abort', 'retry'] as const;
export type Action = (typeof actions)[number];

export const actionNames: Readonly<Record<Action, string>> = {
  approve: 'Approving',
  promoteFully: 'Promoting fully',
  abort: 'Aborting',
  retry: 'Retrying',
};

/** What its maker saw of one rollout; if the world has moved since, the decision is refused. */
export interface SeenRollout {
  readonly rollout: string;
  readonly podHash: string;
  readonly stepIndex: number;
}

export interface DecisionRequest {
  readonly action: Action;
  readonly seen: readonly SeenRollout[];
  readonly comment?: string;
}

/** A comment is shown to everybody who may read the deployment. */
export const commentLimit = 2000;

/** What is told of an abort from the moment in which it was decided; the details leave it out beside the decision itself. */
export function abortSentence({ by, comment }: { readonly by: string; readonly comment?: string }): string {
  return withFullStop(comment === undefined ? `Aborted by ${by}` : `Aborted by ${by}: ${comment}`);
}
