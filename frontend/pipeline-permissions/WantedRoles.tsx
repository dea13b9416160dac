import React, { useMemo } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { wantedRoles, type WantedRoles as Wanted } from '../../backend-stub/pipelines/wanted-roles.ts';
import { needWords } from '../../backend-stub/pipelines/words.ts';
import { Notice } from '../view/Notice.tsx';
import type { Facts } from './facts.ts';

export interface WantedRolesProps {
  readonly pipeline: Pipeline;
  readonly facts: Facts;
  /** Absent where they can not be changed. */
  readonly onUse?: (roles: readonly string[]) => void;
}

/** The fewest roles with which every automatic run would pass. */
export function WantedRoles({ pipeline, facts, onUse }: WantedRolesProps): JSX.Element {
  const wanted = useMemo(() => wantedRoles(pipeline, facts.knowledge), [pipeline, facts]);
  const { sets, impossible, open } = wanted;
  return (
    <div className="gennaker-permissions-wanted">
      <h4>Roles with which every automatic run would pass</h4>
      {impossible.map((need) => (
        <Notice key={needWords(need)} tone="trouble">
          No role has {needWords(need)}: an admin has to name one first.
        </Notice>
      ))}
      {impossible.length === 0 && <Sets wanted={wanted} {...(onUse === undefined ? {} : { onUse })} />}
      {sets.some((roles) => roles.length > 0) && (
        <p className="gennaker-muted">Whoever saves a pipeline with roles must have all of them; admins need none.</p>
      )}
      {open.length > 0 && <p>Not counted, since it is not known before: {open.map(needWords).join('; ')}.</p>}
    </div>
  );
}

interface SetsProps extends Pick<WantedRolesProps, 'onUse'> {
  readonly wanted: Wanted;
}

function Sets({ wanted: { sets, exact, more, open }, onUse }: SetsProps): JSX.Element {
  if (sets.every((roles) => roles.length === 0))
    return <p>{open.length > 0 ? 'None that is known of.' : 'None: all that is asked for is open to everybody.'}</p>;
  return (
    <>
      <ul>
        {sets.map((roles) => (
          <li key={roles.join()}>
            {roles.join(' and ')}{' '}
            {onUse !== undefined && (
              <button
                type="button"
                className="gennaker-link"
                aria-label={`Use ${roles.join(' and ')}`}
                onClick={() => onUse(roles)}
              >
                Use
              </button>
            )}
          </li>
        ))}
      </ul>
      {!exact && <p className="gennaker-muted">These are enough; a smaller set may exist.</p>}
      {exact && more && <p className="gennaker-muted">There are others of the same size.</p>}
    </>
  );
}
