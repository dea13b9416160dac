import React, { useMemo, useState } from 'react';
import { effectKinds } from '../../backend-stub/contract/creation-overview.ts';
import type { ApplicationEffect, CreationEffects } from '../../backend-stub/contract/creation-overview.ts';
import { Notice } from '../view/Notice.tsx';
import { Find } from './Find.tsx';
import { HeldCells, HeldHeads } from './HeldColumns.tsx';
import { effectWords, foundEffects } from './words.ts';

/** What the prefixes do to applications that exist. */
export function Effects({ effects }: { readonly effects: CreationEffects }): JSX.Element {
  return (
    <section aria-label="What it changes for existing applications">
      <h3>What restricting the creation changes for applications that exist</h3>
      {effects.kind === 'unknown' ? (
        <Notice tone="warning">It is not known. {effects.why}</Notice>
      ) : (
        <KnownEffects effects={effects} />
      )}
    </section>
  );
}

type Known = Extract<CreationEffects, { kind: 'known' }>;

function KnownEffects({ effects: { isSoAlready, counts, changed } }: { readonly effects: Known }): JSX.Element {
  const total = effectKinds.reduce((sum, kind) => (kind === 'same' ? sum : sum + counts[kind]), 0);
  return (
    <>
      <p className="gennaker-muted">
        <code>restrictApplicationCreation</code> needs <code>auth.permissions.provider.application: aggregate</code>,
        and then every matching prefix counts for existing applications too.{' '}
        {isSoAlready
          ? 'Fiat counts the prefixes already: all of this is so now, compared with having none.'
          : 'Fiat does not count them yet: this is what would change.'}
      </p>
      <dl className="gennaker-creation-counts">
        {effectKinds.map((kind) => (
          <div key={kind} className={counts[kind] === 0 ? 'gennaker-creation-none' : `gennaker-creation-${kind}`}>
            <dt>{effectWords[kind].label}</dt>
            <dd>
              <strong>{counts[kind]}</strong> {effectWords[kind].meaning}
            </dd>
          </div>
        ))}
      </dl>
      {changed.length > 0 && <Changed changed={changed} total={total} />}
    </>
  );
}

interface ChangedProps {
  readonly changed: readonly ApplicationEffect[];
  readonly total: number;
}

function Changed({ changed, total }: ChangedProps): JSX.Element {
  const [find, setFind] = useState('');
  const found = useMemo(() => foundEffects(changed, find), [changed, find]);
  return (
    <>
      <Find
        label="Application, change or prefix"
        find={find}
        onFind={setFind}
        count={
          total > changed.length
            ? `${found.length} of the ${changed.length} gravest of ${total}`
            : `${found.length} of ${total}`
        }
      />
      <table className="table table-condensed gennaker-creation-table">
        <thead>
          <tr>
            <th scope="col">Application</th>
            <th scope="col">Change</th>
            <th scope="col">By the prefixes</th>
            <HeldHeads />
          </tr>
        </thead>
        <tbody>
          {found.map(({ name, kind, prefixes, holders }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={`gennaker-creation-${kind}`}>{effectWords[kind].label}</td>
              <td>{prefixes.join(', ')}</td>
              <HeldCells holders={holders} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
