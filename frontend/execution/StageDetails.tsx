import React from 'react';
import { DeploymentPanel } from './DeploymentPanel.tsx';
import { readStageContext } from './stage-context.ts';
import type { StageTrace } from './stage-context.ts';
import { Stale, Unseen } from './Unseen.tsx';
import { useDeployment, useNow } from './use-deployment.ts';
import type { StageDetailsProps } from './watched-stage.ts';
import { WithoutDeployment } from './WithoutDeployment.tsx';

/** The details of our stage in an execution. */
export function StageDetails({ stage, service, active, Audit }: StageDetailsProps): React.ReactElement {
  const trace = readStageContext(stage.context);
  return (
    <div className="gennaker-stage">
      {trace.deploymentId === undefined ? (
        <WithoutDeployment stage={stage} trace={trace} />
      ) : (
        <Watched id={trace.deploymentId} {...{ trace, service, active, Audit }} />
      )}
    </div>
  );
}

interface WatchedProps extends Omit<StageDetailsProps, 'stage'> {
  readonly id: string;
  readonly trace: StageTrace;
}

function Watched({ id, trace, service, active, Audit }: WatchedProps): React.ReactElement {
  const { sight, lookAgain } = useDeployment(service, id, active);
  const { details, asOf, failure } = sight;
  const counting = details?.rollouts.some(({ waiting }) => waiting?.until !== undefined) ?? false;
  const now = useNow(counting || failure !== undefined ? 1000 : 3000, active);
  const again = (): void => void lookAgain();
  if (details === undefined || asOf === undefined)
    return failure === undefined ? (
      <p className="gennaker-muted" role="status">
        Loading the deployment…
      </p>
    ) : (
      <Unseen failure={failure} deploymentId={id} trace={trace} onAgain={again} />
    );
  return (
    <>
      {failure === undefined ? undefined : <Stale failure={failure} asOf={asOf} now={now} onAgain={again} />}
      <DeploymentPanel {...{ details, now, service, lookAgain, Audit }} />
    </>
  );
}
