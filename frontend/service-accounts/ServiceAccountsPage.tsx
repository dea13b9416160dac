import '../view/whole-page.css';
import './service-accounts.css';
import React, { useCallback, useMemo } from 'react';
import type { AccountUse, ServiceAccounts } from '../../backend-stub/contract/service-accounts.ts';
import { isFields } from '../../backend-stub/contract/reading.ts';
import { accountStandings } from '../../backend-stub/pipelines/account-standing.ts';
import type { StageService } from '../service/stage-service.ts';
import { sortedBy, wordAt, wordsAt } from '../view/address.ts';
import { Filters } from '../view/form/Filters.tsx';
import { Notice } from '../view/Notice.tsx';
import { useAsked } from '../view/use-asked.ts';
import { AccountDetail } from './AccountDetail.tsx';
import { AccountsTable } from './AccountsTable.tsx';
import { addressKeys, readLook, rowsOf, shownRows, type Address, type Look, type SortKey } from './rows.ts';
import { tellAccounts, type ReadAccountNames } from './told.ts';
import { standingWords } from './words.ts';

export interface ServiceAccountsPageProps {
  /** What stands in the address, as it stands there. */
  readonly address: unknown;
  /** Puts it into the address; what is left out goes from it. */
  readonly onAddress: (address: Address) => void;
  readonly readNames: ReadAccountNames;
  readonly pipelineLink: (use: AccountUse) => string;
  readonly service: Pick<StageService, 'serviceAccounts'>;
}

/** Which service accounts there are, whose they are, and where they are used. */
export function ServiceAccountsPage(props: ServiceAccountsPageProps): JSX.Element {
  const { service, readNames } = props;
  const ask = useCallback(() => tellAccounts(service, readNames), [service, readNames]);
  const { answer, failure, isAsking, lookAgain } = useAsked(ask);
  return (
    <div className="gennaker-stage gennaker-whole-page gennaker-accounts">
      <header>
        <h2>Service accounts</h2>
        <p className="gennaker-muted">
          As whom pipelines run when nobody starts them: roles, and where each account is used. Nothing is changed here.
        </p>
      </header>
      <button type="button" className="btn btn-sm btn-default" onClick={lookAgain}>
        Look again
      </button>{' '}
      <span role="status" className="gennaker-muted">
        {isAsking && 'Asking the stage service…'}
      </span>
      {failure !== undefined && <Notice tone="trouble">{failure.message}</Notice>}
      {answer?.gaps.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
      {answer !== undefined && <Accounts {...props} told={answer} />}
    </div>
  );
}

const scopeWords = {
  all: 'You are an admin: these are all that there are.',
  yours: 'Those that you may use, and those that pipelines of applications which you may read run as.',
} as const;

function Accounts({
  address,
  onAddress,
  pipelineLink,
  told,
}: ServiceAccountsPageProps & { readonly told: ServiceAccounts }): JSX.Element {
  const fields = useMemo(() => (isFields(address) ? address : {}), [address]);
  const look = useMemo(() => readLook(fields), [fields]);
  const rows = useMemo(() => rowsOf(told.accounts), [told]);
  const shown = useMemo(() => shownRows(rows, look), [rows, look]);
  const change = useCallback(
    (next: Address) => onAddress(wordsAt(addressKeys, { ...fields, ...next })),
    [fields, onAddress],
  );
  const onChoose = useCallback((account: string) => change({ account }), [change]);
  const onSort = useCallback((key: SortKey) => change({ sort: sortedBy(key, look) }), [change, look]);
  const chosen = wordAt(fields, 'account');
  const opened = rows.find(({ account }) => account.name === chosen);
  if (rows.length === 0) return <p>There are none. {scopeWords[told.scope]}</p>;
  return (
    <>
      <p className="gennaker-muted">{scopeWords[told.scope]}</p>
      <Finding look={look} onChange={change} />
      <p role="status">
        {shown.length} of {rows.length} accounts
      </p>
      <AccountsTable rows={shown} {...{ look, chosen, onSort, onChoose }} />
      {chosen !== '' && opened === undefined && (
        <p>The account that the address names is not there, or not yours to see.</p>
      )}
      {opened !== undefined && <AccountDetail row={opened} pipelineLink={pipelineLink} />}
    </>
  );
}

const standingOptions = [
  ['', 'All'],
  ...accountStandings.map((one) => [one, standingWords[one].label] as const),
] as const;

function Finding({
  look,
  onChange,
}: {
  readonly look: Look;
  readonly onChange: (address: Address) => void;
}): JSX.Element {
  const label = 'Account, role, pipeline or application';
  return (
    <Filters
      find={{ label, value: look.find, onChange: (find) => onChange({ find }) }}
      filters={[
        {
          ...{ label: 'Standing', value: look.standing ?? '', options: standingOptions, unknown: 'All' },
          onChoose: (standing) => onChange({ standing }),
        },
      ]}
    />
  );
}
