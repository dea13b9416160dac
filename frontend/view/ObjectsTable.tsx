import React from 'react';
import type { ObjectReport } from '../../backend-stub/contract/report.ts';

export interface ObjectsTableProps {
  readonly objects: readonly ObjectReport[];
  /** Heading of the column that says what an abort does; undefined where an abort is no question any more. */
  readonly abortHeading?: string;
}

const ways: Readonly<Record<string, string>> = { progressive: 'in steps', applied: 'at once' };

export function ObjectsTable({ objects, abortHeading }: ObjectsTableProps): React.ReactElement {
  return (
    <table className="table table-condensed gennaker-objects">
      <thead>
        <tr>
          <th scope="col">Object</th>
          <th scope="col">Namespace</th>
          <th scope="col">Applied</th>
          {abortHeading === undefined ? undefined : <th scope="col">{abortHeading}</th>}
        </tr>
      </thead>
      <tbody>
        {objects.map(({ kind, name, namespace = '', treatment, restoredByAbort }) => (
          <tr key={`${kind} ${namespace} ${name}`}>
            <td>
              {kind} <code>{name}</code>
            </td>
            <td>{namespace}</td>
            <td>{ways[treatment] ?? treatment}</td>
            {abortHeading === undefined ? undefined : (
              <td>{restoredByAbort ? 'put back as it was' : 'stays as applied'}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
