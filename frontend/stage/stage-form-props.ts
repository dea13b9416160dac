import type { StageService } from '../service/stage-service.ts';

/** What Deck gives the form, without Deck's words. */
export interface StageFormProps {
  readonly application: string;
  /** Of the stage in its pipeline: another one is another stage, whatever the form showed before. */
  readonly refId: string;
  /** The stage's key `deployment` as it is in the pipeline now, with whatever somebody wrote into it by hand. */
  readonly deployment: unknown;
  readonly service: StageService;
  /** Takes the whole new `deployment`. */
  readonly onChange: (deployment: unknown) => void;
}
