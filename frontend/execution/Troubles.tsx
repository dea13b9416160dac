import React from 'react';
import type { DeploymentReport, RolloutReport } from '../../backend-stub/contract/report.ts';
import { Notice } from '../view/Notice.tsx';

/** Why pods are not ready, in the words of the cluster, and what can be done. */
export function Troubles({ rollouts }: Pick<DeploymentReport, 'rollouts'>): React.ReactElement {
  const troubled = rollouts.filter(({ troubles }) => troubles.length > 0);
  if (troubled.length === 0) return <></>;
  const named = rollouts.length > 1;
  return (
    <Notice tone="trouble">
      <ul className="gennaker-troubles">
        {troubled.flatMap(({ name, troubles }) =>
          troubles.map((trouble) => (
            <li key={`${name} ${trouble}`}>
              {named ? `${name}, ` : ''}
              {trouble}
            </li>
          )),
        )}
      </ul>
      <p>{remedy(troubled)}</p>
    </Notice>
  );
}

function remedy(troubled: readonly RolloutReport[]): string {
  return troubled.every(({ firstDeployment }) => firstDeployment)
    ? 'The pods keep trying. Deploy a corrected manifest, or cancel the pipeline to stop waiting.'
    : 'The pods keep trying, and the stable version serves meanwhile. Abort to go back to it.';
}
