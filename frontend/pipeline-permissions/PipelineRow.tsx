import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import type { PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { identitiesOf } from './rows.ts';
import { VerdictMark } from './VerdictMark.tsx';

export interface PipelineRowProps {
  readonly pipeline: Pipeline;
  readonly verdict: PipelineVerdict;
  /** From 0. */
  readonly index: number;
  readonly isChosen: boolean;
  /** Whether Tab comes to it: to one row of all. */
  readonly isReached: boolean;
  readonly onChoose: (id: string) => void;
}

export const rowHeight = 40;

export const PipelineRow = React.memo(function PipelineRow(props: PipelineRowProps): JSX.Element {
  const { pipeline, verdict, index, isChosen, isReached, onChoose } = props;
  const { id, name, triggers, roles, disabled } = pipeline;
  const identities = identitiesOf(pipeline);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`gennaker-permissions-row ${isChosen ? 'gennaker-permissions-chosen' : ''}`}
      style={{ top: index * rowHeight, height: rowHeight }}
    >
      <span role="cell">
        <button
          type="button"
          className="gennaker-permissions-name"
          data-index={index}
          tabIndex={isReached ? 0 : -1}
          aria-pressed={isChosen}
          onClick={() => onChoose(id)}
        >
          {name}
        </button>
        {disabled && <span className="gennaker-muted"> disabled</span>}
      </span>
      <span role="cell">{shortList(triggers.map(({ kind }) => kind)) || 'none'}</span>
      <span role="cell" title={identities.join(', ')}>
        {shortList(identities) || 'only by hand'}
      </span>
      <span role="cell">{roles === undefined ? '' : roles.length === 0 ? 'no role' : shortList(roles)}</span>
      <span role="cell">
        <VerdictMark outcome={verdict.outcome} />
      </span>
    </div>
  );
});

/** `a, b and 3 more`: each once. */
function shortList(words: readonly string[], most = 2): string {
  const distinct = [...new Set(words)];
  const hidden = distinct.length - most;
  return hidden > 0 ? `${distinct.slice(0, most).join(', ')} and ${hidden} more` : distinct.join(', ');
}
