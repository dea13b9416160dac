import './deployment-panel.css';
import React from 'react';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { StageService } from '../service/stage-service.ts';
import { Badge } from '../view/Badge.tsx';
import { History } from '../view/History.tsx';
import { Moment } from '../view/Moment.tsx';
import { Notice } from '../view/Notice.tsx';
import { ObjectsTable } from '../view/ObjectsTable.tsx';
import { StepTimeline } from '../view/StepTimeline.tsx';
import { Decisions } from './Decisions.tsx';
import type { Sight } from './deployment-watch.ts';
import { headlineOf } from './headline.ts';
import { historyOf } from './history.ts';
import { Rollouts } from './Rollouts.tsx';
import { standingOf } from './standing.ts';
import { timelineOf } from './timeline.ts';

export interface DeploymentPanelProps {
  readonly details: DeploymentDetails;
  readonly now: number;
  readonly service: Pick<StageService, 'decide'>;
  readonly lookAgain: () => Promise<Sight>;
}

/** A deployment from its most urgent word to its smallest print. */
export function DeploymentPanel({ details, now, service, lookAgain }: DeploymentPanelProps): React.ReactElement {
  const withoutSteps = details.rollouts.length > 0 && details.rollouts.every(({ firstDeployment }) => firstDeployment);
  return (
    <div className="gennaker-deployment">
      <Head details={details} now={now} />
      <Warnings details={details} />
      {withoutSteps ? undefined : <StepTimeline steps={timelineOf(details, now)} />}
      <Decisions key={details.id} details={details} service={service} lookAgain={lookAgain} />
      <Rollouts details={details} />
      <div className="gennaker-columns">
        <section>
          <h4>History</h4>
          <History entries={historyOf(details)} now={now} />
        </section>
        <section>
          <h4>Applied objects</h4>
          <Applied details={details} />
          <Facts details={details} now={now} />
        </section>
      </div>
    </div>
  );
}

function Head({ details, now }: { readonly details: DeploymentDetails; readonly now: number }): React.ReactElement {
  const { tone, label } = standingOf(details);
  const { sentence, since, who } = headlineOf(details);
  return (
    <header className={`gennaker-head gennaker-tone-${tone}`}>
      <Badge tone={tone} label={label} />
      <div>
        <p className="gennaker-headline" role="status">
          {sentence}
        </p>
        <p className="gennaker-subline">
          {since === undefined ? undefined : (
            <>
              {since.word} <Moment at={since.at} now={now} />.{' '}
            </>
          )}
          {who}
        </p>
      </div>
    </header>
  );
}

function Warnings({ details }: { readonly details: DeploymentDetails }): React.ReactElement {
  const { access, orca, phase, warnings } = details;
  const open =
    access === 'open'
      ? ['Access is open: the stage service checks nobody’s rights, so everybody may decide here.']
      : [];
  const silent =
    orca === 'silent' && phase !== 'ended'
      ? [
          'Orca has not asked for this deployment for three minutes. The rollout goes on; if the stage has ended, restarting it takes the rollout up again.',
        ]
      : [];
  return (
    <>
      {[...open, ...silent, ...warnings].map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
    </>
  );
}

function Applied({
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

function Facts({ details, now }: { readonly details: DeploymentDetails; readonly now: number }): React.ReactElement {
  const { id, account, requester, createdAt, endedAt, onFailure, onCancel } = details;
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
      <dt>On failure</dt>
      <dd>{policies[onFailure]}</dd>
      <dt>On cancel</dt>
      <dd>{policies[onCancel]}</dd>
      <dt>Deployment</dt>
      <dd>
        <code>{id}</code>
      </dd>
    </dl>
  );
}

const policies = { keep: 'leave the rollout as it is', abort: 'abort the rollout' } as const;
