import React from 'react';
import type { CreatorsRow } from '../../backend-stub/contract/creation-overview.ts';
import { heldAuthorizations } from '../../backend-stub/contract/effective-permissions.ts';
import { authorizationWords, rolesWords } from '../view/rights-words.ts';

/** Heads of the columns that say who has what. */
export function HeldHeads(): JSX.Element {
  return (
    <>
      {heldAuthorizations.map((one) => (
        <th key={one} scope="col">
          {authorizationWords[one]}
        </th>
      ))}
    </>
  );
}

export function HeldCells({ holders }: Pick<CreatorsRow, 'holders'>): JSX.Element {
  return (
    <>
      {heldAuthorizations.map((one) => (
        <td key={one}>{rolesWords(holders[one])}</td>
      ))}
    </>
  );
}
