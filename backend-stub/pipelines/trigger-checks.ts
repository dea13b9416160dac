/** What is asked before a trigger starts its pipeline. */
export type TriggerCheck =
  /** EXECUTE on the application. Who lacks it gets no run and no message: Echo only counts it. */
  | 'execute'
  /** Nothing: the run begins, and is stopped where a stage is refused. */
  | 'none'
  /** A kind that is not in the table: a plugin's, perhaps. */
  | 'unknown';

/**
 * Echo asks before it starts a pipeline for an event (`BaseTriggerEventHandler.canAccessApplication`), and not for a schedule;
 * Orca does not where a pipeline has ended (`DependentPipelineExecutionListener`).
 */
const checks: Readonly<Record<string, TriggerCheck>> = {
  ...{ cron: 'none', pipeline: 'none' },
  ...{ webhook: 'execute', git: 'execute', docker: 'execute', pubsub: 'execute', plugin: 'execute', helm: 'execute' },
  ...{ jenkins: 'execute', travis: 'execute', wercker: 'execute', concourse: 'execute', cdevents: 'execute' },
  ...{ nexus: 'execute', artifactory: 'execute' },
};

export function checkOf(kind: string): TriggerCheck {
  return Object.keys(checks).includes(kind) ? (checks[kind] ?? 'unknown') : 'unknown';
}
