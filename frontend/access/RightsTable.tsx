import React from 'react';
import { rightWords, type RightHolders, type RoleByRule } from './rights.ts';

export interface RightsTableProps {
  readonly rights: readonly RightHolders[];
  readonly label: string;
}

/** Who has each right, and through which rule. Admins have all. */
export function RightsTable({ rights, label }: RightsTableProps): JSX.Element {
  return (
    <table className="table table-condensed" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">May</th>
          <th scope="col">Who, beside admins</th>
          <th scope="col">Through which rule</th>
        </tr>
      </thead>
      <tbody>
        {rights.map(({ right, who, why }) => (
          <tr key={right}>
            <th scope="row">
              {rightWords[right]} <span className="gennaker-muted">{right}</span>
            </th>
            <td>
              {typeof who === 'object' && who.length > 0 ? (
                <Lines texts={who.map(({ role }) => role)} />
              ) : (
                whoWords(who)
              )}
            </td>
            <td>{typeof who === 'object' && who.length > 0 ? <Lines texts={who.map(({ by }) => by)} /> : why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function whoWords(who: 'everyone' | readonly RoleByRule[] | undefined): string {
  if (who === undefined) return 'not known';
  return who === 'everyone' ? 'everyone' : 'admins only';
}

function Lines({ texts }: { readonly texts: readonly string[] }): JSX.Element {
  return (
    <>
      {texts.map((text, index) => (
        <div key={index}>{text}</div>
      ))}
    </>
  );
}
