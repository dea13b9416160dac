import React, { useMemo } from 'react';
import type { Answer } from '../../backend-stub/pipelines/answer.ts';
import { identityReaches, type IdentityReach } from '../../backend-stub/pipelines/identity-reach.ts';
import { anonymous } from '../../backend-stub/pipelines/identity.ts';
import type { Facts } from '../pipeline-permissions/facts.ts';
import { shortList } from '../view/LongRow.tsx';

export function reachesOf({ pipelines, accounts, knowledge }: Facts): readonly IdentityReach[] {
  return identityReaches(pipelines, accounts ?? new Map(), knowledge);
}

/** What each identity reaches as which pipelines run by themselves. */
export function Identities({ facts }: { readonly facts: Facts }): JSX.Element {
  const reaches = useMemo(() => reachesOf(facts), [facts]);
  if (reaches.length === 0) return <p>No pipeline runs by itself as an account or as nobody.</p>;
  return (
    <table className="table table-condensed" aria-label="What automatic identities reach">
      <thead>
        <tr>
          <th scope="col">Identity</th>
          <th scope="col">Of the pipelines</th>
          <th scope="col">Roles</th>
          <th scope="col">Starts pipelines here</th>
          <th scope="col">Changes accounts</th>
        </tr>
      </thead>
      <tbody>
        {reaches.map((reach) => (
          <tr key={reach.name}>
            <th scope="row">{identityTold(reach)}</th>
            <td>{shortList(reach.pipelines, 3)}</td>
            <td>{rolesTold(reach)}</td>
            <td>{executesTold(reach.executes)}</td>
            <td>{writesTold(reach)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function identityTold({ name }: IdentityReach): string {
  return name === anonymous ? 'nobody (anonymous)' : name;
}

export function rolesTold({ roles }: IdentityReach): string {
  if (roles === undefined) return 'not known here';
  return roles.length === 0 ? 'none' : roles.join(', ');
}

export function executesTold({ kind }: Answer): string {
  const words = { allowed: 'yes', denied: 'no', unknown: 'not known' } as const;
  return words[kind];
}

/** Beside those that are open to everyone. */
export function writesTold({ writes, notKnown }: IdentityReach): string {
  const rest = notKnown === 0 ? '' : `${notKnown} not known`;
  if (writes.length === 0) return rest === '' ? 'only those that are open to everyone' : rest;
  return [...writes, ...(rest === '' ? [] : [rest])].join(', ');
}
