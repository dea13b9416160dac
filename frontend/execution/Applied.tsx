import React from 'react';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import { stepLabel } from '../../backend-stub/contract/steps.ts';
import { Moment } from '../view/Moment.tsx';
import { ObjectsTable } from '../view/ObjectsTable.tsx';

/** What was applied, and what an abort does about it. */
export function Applied({
  details: { objects, phase, outcome, rollouts },
}: {
  readonly details: DeploymentDetails;
}): React.ReactElement {
  const restorable = rollouts.some(({ firstDeployment }) => !firstDeployment);
  const heading = phase === 'ended' ? afterwards(outcome) : 'After an abort';
  return <ObjectsTable objects={objects} {...(heading !== undefined && restorable ? { abortHeading: heading } : {})} />;
}

function afterwards(outcome: DeploymentDetails['outcome']): string | undefined {
  return outcome === 'aborted' ? 'After the abort' : undefined;
}

/** What is looked up now and then. */
export function Facts({
  details,
  now,
}: {
  readonly details: DeploymentDetails;
  readonly now: number;
}): React.ReactElement {
  const { id, account, requester, createdAt, endedAt, steps, onFailure, onCancel, onOutsidePromotion } = details;
  return (
    <dl className="gennaker-facts">
      <dt>Account</dt>
      <dd>{account}</dd>
      <dt>Started by</dt>
      <dd>{requester}</dd>
      <dt>Started</dt>
      <dd>
        <Moment at={createdAt} now={now} />
      </dd>
      {endedAt === undefined ? undefined : (
        <>
          <dt>Ended</dt>
          <dd>
            <Moment at={endedAt} now={now} />
          </dd>
        </>
      )}
      <dt>Steps</dt>
      <dd>{[...steps.map(stepLabel), '100 %'].join(', ')}</dd>
      <dt>On failure</dt>
      <dd>{policies[onFailure]}</dd>
      <dt>On cancel</dt>
      <dd>{policies[onCancel]}</dd>
      <dt>On a promotion outside Gennaker</dt>
      <dd>{policies[onOutsidePromotion]}</dd>
      <dt>Deployment</dt>
      <dd>
        <code>{id}</code>
      </dd>
    </dl>
  );
}

const policies = {
  keep: 'leave the rollout as it is',
  accept: 'go on, and say so',
  abort: 'abort the rollout',
} as const;
