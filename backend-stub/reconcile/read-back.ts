import canonicalize from 'canonicalize';
import { stageType } from '../contract/orca.ts';
import type { StageAttempt } from '../contract/orca.ts';
import { refuse } from '../contract/refusal.ts';
import type { Refusal } from '../contract/refusal.ts';
import type { Execution, ExecutionStage } from '../deployment/execution.ts';
import { noticeRedirection } from './notice-redirection.ts';
import type { Services } from './services.ts';

/** What a call of Orca says about itself. Nothing of it is believed before Orca's own record says the same. */
export interface Claim {
  readonly stage: StageAttempt;
  readonly application: string;
  readonly runAs: string;
  readonly body: unknown;
}

export interface Confirmed {
  readonly kind: 'confirmed';
  readonly execution: Execution;
  readonly stage: ExecutionStage;
}

export type ReadBack = Confirmed | Refusal;

const what = 'Starting a deployment';

/** Throws `ExecutionsUnavailable` when Orca can't tell; then Orca's own retry asks again. */
export async function readBack(services: Services, claim: Claim): Promise<ReadBack> {
  const { executionId, stageId } = claim.stage;
  const on = `execution ${executionId}`;
  const answer = await services.executions.read(executionId);
  if (answer.kind === 'missing')
    return refuse('not-found', {
      what,
      on,
      why: 'Orca knows no such execution',
      remedy: 'Only a running pipeline can start a deployment',
    });
  if (answer.kind === 'unreadable')
    return refuse('not-allowed', {
      what,
      on,
      why: "Orca did not show it to the service's read identity",
      remedy: 'An operator can give that identity READ on the application',
    });
  const stage = answer.execution.stages.find(({ id }) => id === stageId);
  if (stage === undefined)
    return refuse('not-ours', {
      what,
      on,
      why: `it has no stage ${stageId}`,
      remedy: 'Only a stage of the execution itself can call',
    });
  const disagreement = disagreements(answer.execution, stage, claim)[0];
  const redirection = stage.type === stageType ? noticeRedirection(services, answer.execution, stage) : undefined;
  const why = disagreement ?? redirection?.why;
  if (why === undefined) return { kind: 'confirmed', execution: answer.execution, stage };
  return refuse('not-ours', { what, on, why, remedy: "Leave the stage's webhook fields as plugin.yaml sets them" });
}

/** Every point in which the call and Orca's record differ. */
function disagreements(execution: Execution, stage: ExecutionStage, claim: Claim): readonly string[] {
  const began = String(stage.startTime);
  const points: readonly (readonly [agrees: boolean, sentence: string])[] = [
    [stage.type === stageType, `stage ${stage.id} is of type ${stage.type} and not ${stageType}`],
    [stage.status === 'RUNNING', `stage ${stage.name} is ${stage.status} and not RUNNING`],
    [!execution.canceled, 'the execution is canceled'],
    [
      sameName(execution.application, claim.application),
      `it belongs to application ${execution.application}, and the call says ${claim.application}`,
    ],
    [
      stage.startTime !== undefined && began === claim.stage.attempt,
      `its attempt began at ${began}, and the call says ${claim.stage.attempt}`,
    ],
    [sameName(execution.user ?? '', claim.runAs), 'it runs as another user than the call says'],
    [canonicalize(stage.deployment) === canonicalize(claim.body), 'its deployment is not what the call carries'],
  ];
  return points.filter(([agrees]) => !agrees).map(([, sentence]) => sentence);
}

/** Fiat and Front50 compare names without case, and so must we. */
export function sameName(left: string, right: string): boolean {
  return left !== '' && left.toLowerCase() === right.toLowerCase();
}
