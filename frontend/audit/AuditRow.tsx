import React, { useState } from 'react';
import { executionLink } from '../deck/addresses.ts';
import type { AuditLine } from '../service/audit-lines.ts';
import { Icon } from '../view/Icon.tsx';
import { exact } from '../view/time.ts';
import { useId } from '../view/use-id.ts';
import { WholeRecord } from './WholeRecord.tsx';
import { actionWord, channelWord, endingOf, kindIcon, kindWord, repeated } from './words.ts';

export interface AuditRowProps {
  readonly line: AuditLine;
  readonly now: number;
  readonly compact: boolean;
}

/** Drawn again only when its record changed, or the day. */
export const AuditRow = React.memo(
  function AuditRow({ line, now, compact }: AuditRowProps): JSX.Element {
    const [open, setOpen] = useState(false);
    const whole = useId();
    const { at, kind, action, sentence } = line;
    const more = repeated(line);
    return (
      <>
        <tr className={`gennaker-audit-line gennaker-audit-${kind}`}>
          <td>
            <button
              type="button"
              className="gennaker-audit-fold"
              aria-expanded={open}
              aria-controls={whole}
              title={at}
              onClick={() => setOpen(!open)}
            >
              <span className="gennaker-fold-mark" aria-hidden="true">
                {open ? '▾' : '▸'}
              </span>
              <time dateTime={at}>{exact(at, now)}</time>
            </button>
          </td>
          <td>
            <Who line={line} />
          </td>
          <td>
            <span className="gennaker-audit-kind">
              <Icon name={kindIcon(kind)} /> {kindWord(kind)}
            </span>
            <div>{actionWord(action)}</div>
          </td>
          {!compact && (
            <td>
              <Where line={line} />
            </td>
          )}
          <td className="gennaker-audit-sentence">
            {sentence}
            {more !== undefined && <div className="gennaker-muted">{more}</div>}
            {compact && <Result line={line} />}
          </td>
          {!compact && (
            <td>
              <Result line={line} />
            </td>
          )}
        </tr>
        {open && (
          <tr id={whole} className="gennaker-audit-whole">
            <td colSpan={compact ? 4 : 6}>
              <WholeRecord line={line} />
            </td>
          </tr>
        )}
      </>
    );
  },
  (before, next) =>
    before.line.hash === next.line.hash &&
    before.compact === next.compact &&
    exact(before.line.at, before.now) === exact(next.line.at, next.now),
);

function Who({ line: { actor } }: { readonly line: AuditLine }): JSX.Element {
  const { name, roles, admin, through } = actor;
  return (
    <>
      <span className="gennaker-audit-name" {...(roles === undefined ? {} : { title: rolesInWords(roles) })}>
        {name}
      </span>
      {admin === true && (
        <>
          {' '}
          <span className="gennaker-audit-admin">admin</span>
        </>
      )}
      <div className="gennaker-muted">{channelWord(through)}</div>
    </>
  );
}

function rolesInWords(roles: readonly string[]): string {
  return roles.length === 0 ? 'Had no roles' : `Had the role${roles.length === 1 ? '' : 's'} ${roles.join(', ')}`;
}

/** A deployment is looked at in its execution. */
function Where({ line }: { readonly line: AuditLine }): JSX.Element {
  const { application, account, execution, deployment, stage } = line;
  const id = deployment ?? execution;
  return (
    <>
      {account}
      {id !== undefined && (
        <div className="gennaker-audit-id">
          {application === undefined || execution === undefined ? (
            <code>{id}</code>
          ) : (
            <a
              className="gennaker-link"
              title={`Execution ${execution}`}
              href={executionLink({ application, execution, ...(stage === undefined ? {} : { stage }) })}
            >
              {id}
            </a>
          )}
        </div>
      )}
    </>
  );
}

function Result({ line }: { readonly line: AuditLine }): JSX.Element | null {
  const ending = endingOf(line);
  if (ending === undefined) return null;
  return (
    <span className="gennaker-audit-result">
      {ending.icon !== undefined && <Icon name={ending.icon} />} {ending.word}
    </span>
  );
}
