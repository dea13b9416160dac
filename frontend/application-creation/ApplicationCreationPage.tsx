import '../view/whole-page.css';
import './application-creation.css';
import React, { useCallback } from 'react';
import type { CreationOverview } from '../../backend-stub/contract/creation-overview.ts';
import { ServiceRefused } from '../service/errors.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { useAsked } from '../view/use-asked.ts';
import { CreatorsTable } from './CreatorsTable.tsx';
import { Effects } from './Effects.tsx';
import { FiatBlock } from './FiatBlock.tsx';
import { Rules } from './Rules.tsx';
import { Trial } from './Trial.tsx';

export interface ApplicationCreationPageProps {
  readonly service: Pick<StageService, 'creation' | 'creationOverview'>;
}

/** What the operator's rules about creating applications come to; for admins, whom the service tells from others. */
export function ApplicationCreationPage({ service }: ApplicationCreationPageProps): JSX.Element {
  const ask = useCallback(() => service.creationOverview(), [service]);
  const { answer: overview, failure, isAsking, lookAgain } = useAsked(ask);
  return (
    <div className="gennaker-stage gennaker-whole-page gennaker-creation-page">
      <header>
        <h2>Application creation</h2>
        <p className="gennaker-muted">
          Who may create which applications, by your copy of Fiat’s rules. Nothing is changed here, and Fiat decides.
        </p>
      </header>
      <div className="gennaker-creation-actions">
        <button type="button" className="btn btn-sm btn-default" onClick={lookAgain}>
          Look again
        </button>
        <span role="status" className="gennaker-muted">
          {isAsking && 'Asking the stage service…'}
        </span>
      </div>
      {failure !== undefined && <Failure failure={failure} />}
      {overview !== undefined && !isRefusal(failure) && <Overview overview={overview} service={service} />}
    </div>
  );
}

/** Also of somebody who was an admin when he opened the page. */
function isRefusal(failure: Error | undefined): boolean {
  return failure instanceof ServiceRefused && failure.reason === 'not-allowed';
}

function Failure({ failure }: { readonly failure: Error }): JSX.Element {
  return isRefusal(failure) ? (
    <Notice tone="hint">This page is for admins of Spinnaker. {failure.message}</Notice>
  ) : (
    <Notice tone="warning">{failure.message}</Notice>
  );
}

interface OverviewProps extends ApplicationCreationPageProps {
  readonly overview: CreationOverview;
}

function Overview({ overview, service }: OverviewProps): JSX.Element {
  const { settings, table, effects, block } = overview;
  const hasRules = settings !== undefined;
  return (
    <>
      <Rules overview={overview} />
      <Trial service={service} />
      {hasRules && <CreatorsTable rows={table} />}
      {hasRules && <Effects effects={effects} />}
      <FiatBlock block={block} isExample={settings === undefined || settings.prefixes === 0} />
    </>
  );
}
