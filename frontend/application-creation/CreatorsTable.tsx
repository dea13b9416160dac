import React, { useMemo, useState } from 'react';
import type { CreatorsRow } from '../../backend-stub/contract/creation-overview.ts';
import { Find } from './Find.tsx';
import { HeldCells, HeldHeads } from './HeldColumns.tsx';
import { creatorsWords, foundRows, prefixWords } from './words.ts';

/** More are not drawn, so that typing in the filter stays fast. */
const mostRows = 100;

/** Who may create what, in the order of the file. */
export function CreatorsTable({ rows }: { readonly rows: readonly CreatorsRow[] }): JSX.Element {
  const [find, setFind] = useState('');
  const found = useMemo(() => foundRows(rows, find), [rows, find]);
  const shown = found.slice(0, mostRows);
  return (
    <section aria-label="Who may create what">
      <h3>Who may create what</h3>
      <p className="gennaker-muted">
        For each prefix everything that counts for names which begin with it, and who would have what on an application
        that names no roles for itself. Admins can always do everything.
      </p>
      <Find
        label="Prefix or role"
        find={find}
        onFind={setFind}
        count={
          found.length > shown.length
            ? `the first ${shown.length} of ${found.length}: look for a prefix or a role`
            : `${found.length} of ${rows.length}`
        }
      />
      <table className="table table-condensed gennaker-creation-table">
        <thead>
          <tr>
            <th scope="col">Names</th>
            <th scope="col">May create</th>
            <HeldHeads />
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <Row key={`${row.line ?? index} ${prefixWords(row)}`} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Row = React.memo(function Row({ row }: { readonly row: CreatorsRow }): JSX.Element {
  const { prefix, line, creators, holders } = row;
  return (
    <tr>
      <th scope="row">
        {prefix === undefined ? prefixWords(row) : <code>{prefix}</code>}
        {line !== undefined && <span className="gennaker-muted"> line {line}</span>}
      </th>
      <td>{creatorsWords(creators)}</td>
      <HeldCells holders={holders} />
    </tr>
  );
});
