import type { ComponentType } from 'react';
import type { StageDetailsProps } from '../execution/watched-stage.ts';
import type { StageFormProps } from '../stage/stage-form-props.ts';

/** A stage as the other rooms make it, without Deck's words. */
export interface StagePart {
  /** The `type` in pipeline JSON. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** Every sentence keeps the pipeline from being saved. */
  readonly validate: (deployment: unknown) => readonly string[];
  readonly Form: ComponentType<StageFormProps>;
  readonly Details: ComponentType<StageDetailsProps>;
  /** Whether a running stage is marked in the list of executions, by what Orca keeps of it. */
  readonly isMarked: (context: unknown) => boolean;
  readonly Marker: ComponentType;
  /** For the tooltip of that bar: what the stage does or waits for; undefined when there is nothing to say. */
  readonly describe: (context: unknown) => string | undefined;
  /** Accounts that a stage of a pipeline deploys to, for Deck's filters. */
  readonly accounts: (deployment: unknown) => readonly string[];
}
