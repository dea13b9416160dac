import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';

/** Who can save which pipeline: roles of it are needed besides. */
export function Savers({ pipelines }: { readonly pipelines: readonly Pipeline[] }): JSX.Element {
  const limited = pipelines.filter(({ roles = [] }) => roles.length > 0);
  const others = pipelines.length - limited.length;
  if (limited.length === 0) return <p>No pipeline has roles: whoever may change the application can save them all.</p>;
  return (
    <>
      <table className="table table-condensed" aria-label="Who can save pipelines">
        <thead>
          <tr>
            <th scope="col">Pipeline</th>
            <th scope="col">To save it, beside changing the application, one needs all of</th>
          </tr>
        </thead>
        <tbody>
          {limited.map(({ id, name, roles = [] }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{roles.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others > 0 && <p>The other {others} can be saved by whoever may change the application.</p>}
    </>
  );
}
