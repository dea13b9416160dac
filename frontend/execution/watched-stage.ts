import type { ComponentType } from 'react';
import type { DeploymentAuditProps } from '../audit/DeploymentAudit.tsx';
import type { StageService } from '../service/stage-service.ts';

/** A stage of an execution, as Deck shows it, without Deck's types. */
export interface WatchedStage {
  readonly id: string;
  readonly name: string;
  /** Orca's word: NOT_STARTED, RUNNING, SUCCEEDED, TERMINAL, CANCELED, STOPPED, SKIPPED, PAUSED. */
  readonly status: string;
  /** As Orca keeps it, read by `stage-context.ts`. */
  readonly context: unknown;
  readonly executionId: string;
  readonly application: string;
}

export interface StageDetailsProps {
  readonly stage: WatchedStage;
  readonly service: StageService;
  /** Deck mounts every tab of the details and shows one. Nothing is asked while this is false. */
  readonly active: boolean;
  /** What was written down of a deployment; undefined where an operator switched it off. */
  readonly Audit: ComponentType<DeploymentAuditProps> | undefined;
}
