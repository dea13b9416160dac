import React from 'react';
import type { ToldRules } from '../../backend-stub/contract/applications-access.ts';
import type { ReadGate } from '../pipeline-permissions/gate-facts.ts';
import { useFacts } from '../pipeline-permissions/use-facts.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { accessCsv } from './csv.ts';
import { ExportButton } from './ExportButton.tsx';
import { Identities, reachesOf } from './Identities.tsx';
import { RightsTable } from './RightsTable.tsx';
import { rowsOf, type ApplicationRow } from './rows.ts';
import { Savers } from './Savers.tsx';

export interface ApplicationDetailProps {
  readonly application: string;
  /** As the stage service tells it; undefined where it does not, and then Gate is believed. */
  readonly row: ApplicationRow | undefined;
  readonly rules: ToldRules | undefined;
  readonly readGate: ReadGate;
  readonly service: Pick<StageService, 'pipelineAccess'>;
}

/** One application: who may what on it, what its automatic identities reach, and who can save its pipelines. */
export function ApplicationDetail(props: ApplicationDetailProps): JSX.Element {
  const { application, rules, readGate, service } = props;
  const { facts, isAsking } = useFacts(application, readGate, service);
  const permissions = facts?.ownPermissions;
  const [byGate] = permissions === undefined ? [] : rowsOf([{ name: application, permissions }], rules);
  const row = props.row ?? byGate;
  return (
    <section aria-label={`Access to ${application}`} className="gennaker-access-detail">
      <h3>Application {application}</h3>
      <span role="status" className="gennaker-muted">
        {isAsking && 'Asking Gate and the service…'}
      </span>
      {facts?.gaps.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
      {row === undefined ? (
        !isAsking && <p>Who may what on it is not known.</p>
      ) : (
        <>
          <RightsTable rights={row.rights()} label={`Who may what on ${application}`} />
          <ExportButton
            about={application}
            text={() => accessCsv([row], facts === undefined ? [] : reachesOf(facts))}
          />
        </>
      )}
      {facts?.areListed === true && (
        <>
          <h4>What automatic runs reach</h4>
          <Identities facts={facts} />
          <h4>Who can save pipelines</h4>
          <Savers pipelines={facts.pipelines} />
        </>
      )}
    </section>
  );
}
