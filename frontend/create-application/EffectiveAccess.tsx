import React from 'react';
import { Problems } from '../view/form/Problems.tsx';
import { accessRows, firstHolders, traps } from './access-words.ts';
import type { AccessRow, Holders } from './access-words.ts';
import { creationHelp } from './creation-help.ts';
import { LockOut } from './LockOut.tsx';
import type { PermissionAdvice } from './permission-advice.ts';

export interface EffectiveAccessProps {
  readonly id: string;
  readonly name: string;
  readonly advice: PermissionAdvice;
  readonly tried: boolean;
  readonly understood: boolean;
  readonly onUnderstand: (understood: boolean) => void;
}

/** Who could do what with the application that would come of it, from the form and from prefixes together. */
export const EffectiveAccess = React.memo(function EffectiveAccess(props: EffectiveAccessProps): JSX.Element {
  const { id, name, advice, tried, understood, onUnderstand } = props;
  return (
    <div className="gennaker-field" role="group" aria-labelledby={`${id}-access`}>
      <span id={`${id}-access`} className="gennaker-label">
        Who then may
      </span>
      <div className="gennaker-control">
        <WhoMay advice={advice} />
        <LockOut {...{ id, name, advice, tried, understood, onUnderstand }} />
        <p className="gennaker-help">
          Administrators may do everything.{' '}
          {!advice.knowsPrefixes && 'Prefixes of Fiat may give more roles something; they are not known here. '}
          {creationHelp.enforcement}
        </p>
      </div>
    </div>
  );
});

/** Of its own, since the name is another one with each key, and who may what is not. */
const WhoMay = React.memo(function WhoMay({ advice }: Pick<EffectiveAccessProps, 'advice'>): JSX.Element {
  const lines = traps(advice.effective, advice.knowsPrefixes).map((text) => ({ tone: 'warning', text }) as const);
  const missing = advice.lacksWriteRole
    ? ([{ tone: 'problem', text: 'An operator wants a role with WRITE on every application. Name one.' }] as const)
    : [];
  return (
    <>
      <dl className="gennaker-create-access">
        {accessRows(advice.effective).map((row) => (
          <Row key={row.right} row={row} isSure={advice.knowsPrefixes} />
        ))}
      </dl>
      <Problems lines={[...missing, ...lines]} />
    </>
  );
});

const shownAtOnce = 8;

interface RowProps {
  readonly row: AccessRow;
  /** Prefixes are known, and nothing else can give or restrict. */
  readonly isSure: boolean;
}

function Row({ row: { label, holders }, isSure }: RowProps): JSX.Element {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {holders === undefined && <strong>everyone</strong>}
        {holders === undefined && !isSure && <span className="gennaker-muted"> unless a prefix names roles</span>}
        {holders?.length === 0 && 'nobody but administrators'}
        {holders !== undefined && <Roles holders={holders} />}
      </dd>
    </>
  );
}

function Roles({ holders }: { readonly holders: readonly Holders[] }): JSX.Element {
  const [isWhole, setWhole] = React.useState(false);
  const { shown, rest } = firstHolders(holders, shownAtOnce);
  return (
    <ul className="gennaker-create-roles">
      {(isWhole ? holders : shown).map(({ from, roles }) => (
        <li key={from ?? ''}>
          <strong>{roles.join(', ')}</strong>
          {from !== undefined && <span className="gennaker-muted"> {from}</span>}
        </li>
      ))}
      {rest > 0 && (
        <li>
          <button type="button" className="gennaker-link" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `and ${rest} more`}
          </button>
        </li>
      )}
    </ul>
  );
}
