import React, { useMemo } from 'react';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { StageService } from '../service/stage-service.ts';
import { DeploymentPanel } from './DeploymentPanel.tsx';
import type { DeploymentPanelProps } from './DeploymentPanel.tsx';
import { readStageContext } from './stage-context.ts';
import type { StageTrace } from './stage-context.ts';
import { Stale, Unseen } from './Unseen.tsx';
import { useDeployment, useNow } from './use-deployment.ts';
import type { StageDetailsProps, WatchedStage } from './watched-stage.ts';
import { WithoutDeployment } from './WithoutDeployment.tsx';

/** The details of our stage in an execution. */
export function StageDetails({ stage, service, active, Audit }: StageDetailsProps): React.ReactElement {
  const trace = readStageContext(stage.context);
  return (
    <div className="gennaker-stage">
      {trace.deploymentId === undefined ? (
        <WithoutDeployment stage={stage} trace={trace} />
      ) : (
        <Watched id={trace.deploymentId} {...{ stage, trace, service, active, Audit }} />
      )}
    </div>
  );
}

interface WatchedProps extends StageDetailsProps {
  readonly id: string;
  readonly trace: StageTrace;
}

function Watched({ id, stage, trace, service, active, Audit }: WatchedProps): React.ReactElement {
  const { sight, lookAgain } = useDeployment(service, id, active);
  const { details, asOf, failure } = sight;
  const counting = details?.rollouts.some(({ waiting }) => waiting?.until !== undefined) ?? false;
  const now = useNow(counting || failure !== undefined ? 1000 : 3000, active);
  const deciding = useDecidingService(service, stage, details);
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
      <DeploymentPanel {...{ details, now, service, deciding, lookAgain, Audit }} />
    </>
  );
}

/** Where decisions are laid on the stage it is the stage that Deck shows, whatever the service says. */
function useDecidingService(
  service: StageService,
  { executionId, id: stageId }: WatchedStage,
  details: DeploymentDetails | undefined,
): DeploymentPanelProps['deciding'] {
  const isOnStage = details?.decisionChannel === 'stage';
  const by = details?.viewer.user ?? '';
  return useMemo(
    () => (isOnStage ? service.onStage({ executionId, stageId }, by) : service),
    [service, executionId, stageId, isOnStage, by],
  );
}
