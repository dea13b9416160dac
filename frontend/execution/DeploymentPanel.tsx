import './deployment-panel.css';
import React from 'react';
import type { DeploymentDetails } from '../../backend-stub/contract/details.ts';
import type { StageService } from '../service/stage-service.ts';
import { Badge } from '../view/Badge.tsx';
import { History } from '../view/History.tsx';
import { Moment } from '../view/Moment.tsx';
import { Notice } from '../view/Notice.tsx';
import { StepTimeline } from '../view/StepTimeline.tsx';
import { Applied, Facts } from './Applied.tsx';
import { PlanThatWasApplied } from './PlanThatWasApplied.tsx';
import { Decisions } from './Decisions.tsx';
import type { Sight } from './deployment-watch.ts';
import { GivingBack } from './GivingBack.tsx';
import { headlineOf } from './headline.ts';
import { historyOf } from './history.ts';
import { Rollouts } from './Rollouts.tsx';
import { standingOf } from './standing.ts';
import { timelineOf } from './timeline.ts';
import { Troubles } from './Troubles.tsx';
import type { StageDetailsProps } from './watched-stage.ts';

export interface DeploymentPanelProps {
  readonly details: DeploymentDetails;
  readonly now: number;
  readonly service: Pick<StageService, 'appliedPlan' | 'audit'>;
  /** Where decisions go. */
  readonly deciding: Pick<StageService, 'decide' | 'giveBack'>;
  readonly lookAgain: () => Promise<Sight>;
  readonly Audit: StageDetailsProps['Audit'];
}

/** A deployment from its most urgent word to its smallest print. */
export function DeploymentPanel(props: DeploymentPanelProps): React.ReactElement {
  const { details, now, service, deciding, lookAgain, Audit } = props;
  return (
    <div className="gennaker-deployment">
      <Head details={details} now={now} />
      {details.phase === 'ended' ? undefined : <Troubles rollouts={details.rollouts} />}
      <Warnings details={details} />
      {hasTimeline(details) ? <StepTimeline steps={timelineOf(details, now)} /> : undefined}
      <Decisions key={details.id} details={details} service={deciding} lookAgain={lookAgain} />
      <GivingBack key={`way back of ${details.id}`} {...{ details, lookAgain }} service={deciding} />
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
      <PlanThatWasApplied key={`plan of ${details.id}`} id={details.id} service={service} />
      {Audit === undefined ? undefined : (
        <Audit
          key={`audit of ${details.id}`}
          application={details.application}
          deployment={details.id}
          isOpen={details.phase !== 'ended'}
          service={service}
        />
      )}
    </div>
  );
}

/** Where steps are taken, and while it matters how far; of what ended early they are a fact among others. */
function hasTimeline({ rollouts, phase, outcome }: DeploymentDetails): boolean {
  const taken = rollouts.length === 0 || rollouts.some(({ firstDeployment }) => !firstDeployment);
  return taken && (phase !== 'ended' || outcome === 'succeeded');
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
  const { access, phase, warnings } = details;
  const open =
    access === 'open'
      ? ['Access is open: the stage service checks nobody’s rights, so everybody may decide here.']
      : [];
  const silent =
    details.startedBy === 'stage' && details.orca === 'silent' && phase !== 'ended'
      ? [
          'Orca has not asked for this deployment for three minutes. The rollout goes on; if the stage has ended, restarting it takes the rollout up again.',
        ]
      : [];
  const sentences = [...open, ...silent, ...warnings];
  if (sentences.length === 0) return <></>;
  return (
    <Notice tone="warning">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Notice>
  );
}
