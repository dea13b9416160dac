import React from 'react';
import { Notice } from '../view/Notice.tsx';
import type { NoticeProps } from '../view/Notice.tsx';
import type { StageTrace } from './stage-context.ts';
import type { WatchedStage } from './watched-stage.ts';

export interface WithoutDeploymentProps {
  readonly stage: Pick<WatchedStage, 'status'>;
  readonly trace: StageTrace;
}

/** A stage that has no deployment: not yet, or never. */
export function WithoutDeployment({ stage, trace }: WithoutDeploymentProps): React.ReactElement {
  const { tone, sentence } = told(stage.status);
  return (
    <Notice tone={tone}>
      <p role="status">{sentence}</p>
      {trace.reason === undefined || stage.status === 'SUCCEEDED' ? undefined : (
        <p>{stage.status === 'RUNNING' ? `The last try failed, and it tries again: ${trace.reason}` : trace.reason}</p>
      )}
    </Notice>
  );
}

function told(status: string): { readonly tone: NoticeProps['tone']; readonly sentence: string } {
  switch (status) {
    case 'NOT_STARTED':
      return { tone: 'hint', sentence: 'This stage has not started, so there is no deployment yet.' };
    case 'RUNNING':
      return {
        tone: 'hint',
        sentence: 'The deployment is being started: Orca has not heard from the stage service yet.',
      };
    case 'SKIPPED':
      return { tone: 'hint', sentence: 'This stage was skipped; nothing was deployed.' };
    case 'CANCELED':
      return {
        tone: 'warning',
        sentence: 'The stage was canceled before a deployment was started; nothing was changed.',
      };
    case 'TERMINAL':
      return { tone: 'trouble', sentence: 'No deployment was started; nothing was changed.' };
    default:
      return { tone: 'hint', sentence: `There is no deployment in this execution (the stage is ${status}).` };
  }
}
