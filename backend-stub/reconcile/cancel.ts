import { stageType } from '../contract/orca.ts';
import type { StageAttempt } from '../contract/orca.ts';
import type { Execution, ExecutionStage } from '../deployment/execution.ts';
import type { DeploymentRecord } from '../deployment/record.ts';
import { chooseEnd } from './choose-end.ts';
import type { ChosenEnd } from './choose-end.ts';
import { noticeRedirection } from './notice-redirection.ts';
import { sameName } from './read-back.ts';
import type { Services } from './services.ts';

/** What was done about a cancel call, for the log and the answer; every case is a 200, since Orca asks only once. */
export type CancelResult = NothingToDo | ChosenEnd;

export interface NothingToDo {
  readonly kind: 'nothing-to-do';
  readonly sentence: string;
}

/**
 * Orca sends cancel after every failed end too, and for executions that we never saw. What it means is read from Orca:
 * a person canceled, or the execution failed for a reason that is not ours and the rollout goes on.
 */
export async function cancelDeployment(services: Services, stage: StageAttempt): Promise<CancelResult> {
  const id = await services.store.findByAttempt(stage);
  const record = id === undefined ? undefined : await services.store.readSealed(id);
  if (record?.origin.kind !== 'stage') return lookAtUnknown(services, stage);
  if (record.outcome !== undefined)
    return { kind: 'nothing-to-do', sentence: `Deployment ${record.id} has ended already.` };
  if (record.origin.stage.attempt !== stage.attempt)
    return {
      kind: 'nothing-to-do',
      sentence: `Deployment ${record.id} belongs to a later attempt of the stage by now.`,
    };
  const answer = await services.executions.read(stage.executionId);
  if (answer.kind !== 'found')
    return {
      kind: 'nothing-to-do',
      sentence: 'Orca does not show the execution, so nothing is believed about its end.',
    };
  return applyEnd(services, record, answer.execution);
}

/** Also what a redirected credential ends in: the stage asked elsewhere, or was kept from it, and we were never called. */
async function lookAtUnknown(services: Services, { executionId, stageId }: StageAttempt): Promise<CancelResult> {
  const nothing = { kind: 'nothing-to-do', sentence: 'No deployment is known for this attempt.' } as const;
  try {
    const answer = await services.executions.read(executionId);
    if (answer.kind !== 'found') return nothing;
    const stage = answer.execution.stages.find(({ id, type }) => id === stageId && type === stageType);
    if (stage !== undefined) noticeRedirection(services, answer.execution, stage);
  } catch (err) {
    services.log.warn({ err, execution: executionId }, 'a stage without a deployment could not be looked at');
  }
  return nothing;
}

/** Also used when Orca has stopped asking: what the execution says decides, not the silence. */
export async function applyEnd(
  services: Services,
  record: DeploymentRecord,
  execution: Execution,
): Promise<CancelResult> {
  const stage = stageOf(record, execution);
  if (stage === undefined) {
    const { id, application } = execution;
    services.log.warn(
      { deployment: record.id, execution: id, application },
      'an execution is not that of its deployment',
    );
    return {
      kind: 'nothing-to-do',
      sentence: "What Orca shows is not this deployment's stage, so nothing is believed.",
    };
  }
  const redirection = noticeRedirection(services, execution, stage);
  if (redirection !== undefined)
    services.tell(record.id, `The stage would send Orca's credential elsewhere: ${redirection.why}.`);
  const end = endOf(execution, stage);
  if (end.kind === 'nothing-to-do') return end;
  return chooseEnd(services, record, { ...end, by: execution.canceledBy ?? 'Orca' });
}

/** Undefined where it is another application's, has no such stage, or one of another type or of an attempt before ours. */
function stageOf(record: DeploymentRecord, { application, stages }: Execution): ExecutionStage | undefined {
  if (record.origin.kind !== 'stage' || !sameName(record.application, application)) return undefined;
  const { stageId, attempt } = record.origin.stage;
  const stage = stages.find(({ id, type }) => id === stageId && type === stageType);
  // A later attempt than ours is one whose call has not come, or was refused: it ends ours as well.
  return (stage?.startTime ?? Infinity) < Number(attempt) ? undefined : stage;
}

function endOf(execution: Execution, { status }: ExecutionStage): CancelResult {
  // A stage that is CANCELED in an execution that is not was ended by the failure of another branch: nobody chose it.
  if (execution.canceled) {
    const by = execution.canceledBy === undefined ? '' : ` by ${execution.canceledBy}`;
    return { kind: 'canceled', sentence: `The execution was canceled${by}.` };
  }
  if (stillRuns(execution.status) && stillRuns(status))
    return { kind: 'nothing-to-do', sentence: 'The execution is still running.' };
  const sentence = `The stage ended in Spinnaker (${status}) for a reason that is not the deployment's.`;
  return { kind: 'stopped-watching', sentence };
}

function stillRuns(status: string): boolean {
  return ['RUNNING', 'NOT_STARTED', 'PAUSED', 'SUSPENDED'].includes(status);
}
