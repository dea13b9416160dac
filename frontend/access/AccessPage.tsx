import '../view/whole-page.css';
import './access.css';
import React, { useCallback, useMemo } from 'react';
import { folded } from '../../backend-stub/contract/authorization.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import type { ReadGate } from '../pipeline-permissions/gate-facts.ts';
import type { StageService } from '../service/stage-service.ts';
import { wordAt } from '../view/address.ts';
import { Notice } from '../view/Notice.tsx';
import { useAsked } from '../view/use-asked.ts';
import { ApplicationDetail } from './ApplicationDetail.tsx';
import { Applications } from './Applications.tsx';
import { instanceOf, type ReadInstance } from './instance.ts';
import { Levels } from './Levels.tsx';
import { rowsOf, type Address } from './rows.ts';

export interface AccessPageProps {
  /** Of one application only; else of all that somebody may read. */
  readonly application?: string;
  /** What stands in the address, as it stands there. */
  readonly address: unknown;
  /** Puts it into the address; what is left out goes from it. */
  readonly onAddress: (address: Address) => void;
  readonly readGate: ReadGate;
  readonly readInstance: ReadInstance;
  /** Of the other pages; undefined of one that is switched off. */
  readonly links: AccessLinks;
  readonly service: Pick<StageService, 'applicationsAccess' | 'pipelineAccess'>;
}

export interface AccessLinks {
  readonly allApplications: string;
  readonly serviceAccounts: string | undefined;
  readonly creation: string | undefined;
}

/** Isolation at a glance: what enforces each level, and who may what through which rule. */
export function AccessPage(props: AccessPageProps): JSX.Element {
  const { application, address, onAddress, readGate, readInstance, links, service } = props;
  const askService = useCallback(() => service.applicationsAccess(), [service]);
  const askGate = useCallback(async () => instanceOf(await readInstance()), [readInstance]);
  const { answer: access, failure, isAsking, lookAgain } = useAsked(askService);
  const { answer: instance } = useAsked(askGate);
  const fields = useMemo(() => (isFields(address) ? address : {}), [address]);
  const rows = useMemo(() => rowsOf(access?.applications ?? [], access?.rules), [access]);
  const chosen = application ?? wordAt(fields, 'application');
  return (
    <div className="gennaker-stage gennaker-whole-page gennaker-access">
      <header>
        <h2>Access</h2>
        <p className="gennaker-muted">
          Who may what, and what really enforces it. Nothing is changed here, and nothing is decided by it.
        </p>
      </header>
      <Actions {...{ isAsking, lookAgain, links }} isOfAll={application === undefined} />
      <Gaps sentences={[...failureWords(failure), ...(access?.gaps ?? []), ...(instance?.gaps ?? [])]} />
      <Levels {...{ access, instance }} creationLink={links.creation} />
      {application === undefined && access !== undefined && (
        <Applications address={fields} {...{ rows, instance, onAddress, chosen }} />
      )}
      {chosen !== '' && (
        <ApplicationDetail
          key={chosen}
          application={chosen}
          row={rows.find(({ name }) => folded(name) === folded(chosen))}
          rules={access?.rules}
          {...{ readGate, service }}
        />
      )}
    </div>
  );
}

function failureWords(failure: Error | undefined): readonly string[] {
  const what =
    'Who may what on all applications is not known; of one application, what Gate tells is shown, without prefixes of Fiat.';
  return failure === undefined ? [] : [`${what} ${failure.message}`];
}

function Gaps({ sentences }: { readonly sentences: readonly string[] }): JSX.Element {
  return (
    <>
      {sentences.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
    </>
  );
}

interface ActionsProps {
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
  readonly links: AccessLinks;
  readonly isOfAll: boolean;
}

function Actions({ isAsking, lookAgain, links, isOfAll }: ActionsProps): JSX.Element {
  return (
    <p className="gennaker-access-actions">
      <button type="button" className="btn btn-sm btn-default" onClick={lookAgain}>
        Look again
      </button>
      {!isOfAll && (
        <a className="gennaker-link" href={links.allApplications}>
          All applications, by project
        </a>
      )}
      {links.serviceAccounts !== undefined && (
        <a className="gennaker-link" href={links.serviceAccounts}>
          Service accounts
        </a>
      )}
      <span role="status" className="gennaker-muted">
        {isAsking && 'Asking the stage service…'}
      </span>
    </p>
  );
}
