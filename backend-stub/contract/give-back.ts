export const giveBackStates = ['accepted', 'done', 'failed'] as const;
export type GiveBackState = (typeof giveBackStates)[number];

/** That somebody asked to give the workloads of an ended deployment back to Deployments, and what came of it. */
export interface GiveBackReport {
  readonly id: string;
  readonly by: string;
  /** Fiat called them an admin, as they asked. */
  readonly asAdmin?: true;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly state: GiveBackState;
  /** What is done or waited for now; of one that is settled, what came of it. */
  readonly sentence: string;
}
