import React from 'react';
import type { AccountUse, ServiceAccount } from '../../backend-stub/contract/service-accounts.ts';
import { Notice } from '../view/Notice.tsx';
import type { AccountRow } from './rows.ts';
import { rolesTold, sharedSentence, standingWords, triggersTold } from './words.ts';

export interface AccountDetailProps {
  readonly row: AccountRow;
  /** Of the page that shows a pipeline with what its automatic runs may. */
  readonly pipelineLink: (use: AccountUse) => string;
}

/** One account: what is to be said of it, its roles, and each pipeline that runs as it. */
export function AccountDetail({ row: { account, standings }, pipelineLink }: AccountDetailProps): JSX.Element {
  const { name, uses, isUsedElsewhere } = account;
  const roles = rolesTold(account);
  const shared = sharedSentence(account);
  return (
    <section className="gennaker-accounts-detail" aria-label={`Account ${name}`}>
      <h3>{name}</h3>
      {standings.map((standing) => (
        <Notice key={standing} tone={standing === 'in-use' ? 'good' : 'warning'}>
          {standingWords[standing].sentence}
        </Notice>
      ))}
      {roles !== '' && <p>Roles: {roles}.</p>}
      {shared !== undefined && <p>{shared}</p>}
      <Use account={account} />
      {uses !== undefined && uses.length > 0 && <Uses uses={uses} name={name} pipelineLink={pipelineLink} />}
      {isUsedElsewhere === true && <p>Pipelines of applications that you may not read run as it too.</p>}
    </section>
  );
}

function Use({ account: { mayUse, exists } }: { readonly account: ServiceAccount }): JSX.Element | null {
  if (exists === false) return null;
  return <p>{mayUse ? 'You may use it.' : 'You may not use it: you lack one of its roles.'}</p>;
}

interface UsesProps extends Pick<AccountDetailProps, 'pipelineLink'> {
  readonly uses: readonly AccountUse[];
  readonly name: string;
}

/** More are not drawn, so that opening it stays fast. */
const mostUses = 200;

function Uses({ uses, name, pipelineLink }: UsesProps): JSX.Element {
  return (
    <>
      <table className="table table-condensed" aria-label={`Pipelines that run as ${name}`}>
        <thead>
          <tr>
            <th scope="col">Pipeline</th>
            <th scope="col">Application</th>
            <th scope="col">Triggers</th>
          </tr>
        </thead>
        <tbody>
          {uses.slice(0, mostUses).map((use) => (
            <tr key={use.id}>
              <th scope="row">
                <a className="gennaker-link" href={pipelineLink(use)}>
                  {use.pipeline}
                </a>
              </th>
              <td>{use.application}</td>
              <td>{triggersTold(use)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {uses.length > mostUses && <p>And {uses.length - mostUses} more.</p>}
    </>
  );
}
