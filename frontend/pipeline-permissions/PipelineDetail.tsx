import React, { useMemo } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import type { PipelineVerdict, RunVerdict } from '../../backend-stub/pipelines/verdict.ts';
import {
  cellSentence,
  checkWords,
  gapSentence,
  identityWords,
  managedWords,
} from '../../backend-stub/pipelines/words.ts';
import { Notice } from '../view/Notice.tsx';
import type { Facts } from './facts.ts';
import { VerdictMark } from './VerdictMark.tsx';
import { WantedRoles } from './WantedRoles.tsx';

export interface PipelineDetailProps {
  readonly pipeline: Pipeline;
  readonly verdict: PipelineVerdict;
  readonly facts: Facts;
}

/** One pipeline: for each identity its triggers, what each stage needs, and what would make everything pass. */
export function PipelineDetail({ pipeline, verdict, facts }: PipelineDetailProps): JSX.Element {
  const { name, locked, triggers } = pipeline;
  const gaps = useMemo(() => verdict.gaps.map(gapSentence), [verdict]);
  return (
    <section className="gennaker-permissions-detail" aria-label={`Pipeline ${name}`}>
      <h3>
        {name} <VerdictMark outcome={verdict.outcome} />
      </h3>
      {locked !== undefined && (
        <Notice tone="hint">
          It is locked and can’t be edited in Deck{locked.reason === undefined ? '' : `: ${locked.reason}`}.
        </Notice>
      )}
      {triggers.length === 0 && <p>It has no triggers: it runs only when somebody or another pipeline starts it.</p>}
      {gaps.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
      {verdict.runs.map((run) => (
        <Run key={identityWords(run.identity)} run={run} />
      ))}
      <WantedRoles pipeline={pipeline} facts={facts} />
    </section>
  );
}

function Run({ run }: { readonly run: RunVerdict }): JSX.Element {
  const { identity, triggers, stages } = run;
  const managed = managedWords(identity);
  return (
    <div className="gennaker-permissions-run">
      <h4>
        As {identityWords(identity)} {managed !== undefined && <span className="gennaker-muted">({managed})</span>}
      </h4>
      <ul className="gennaker-permissions-triggers">
        {triggers.map(({ trigger, index, check, start, outcome }) => (
          <li key={index}>
            <strong>
              {trigger.kind} {trigger.on ?? ''}
            </strong>{' '}
            <VerdictMark outcome={outcome} />
            <div className="gennaker-muted">{checkWords(check)}</div>
            {start !== undefined && <div>{cellSentence(start)}</div>}
          </li>
        ))}
      </ul>
      <StagesTable stages={stages} label={`What the stages need as ${identityWords(identity)}`} />
    </div>
  );
}

function StagesTable({ stages, label }: Pick<RunVerdict, 'stages'> & { readonly label: string }): JSX.Element | null {
  const asked = stages.filter(({ cells }) => cells.length > 0);
  if (asked.length === 0) return <p className="gennaker-muted">Its stages ask for nothing.</p>;
  return (
    <table className="table table-condensed" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Answer</th>
        </tr>
      </thead>
      <tbody>
        {asked.map(({ stage, through, cells }) => (
          <tr key={[...through, stage.refId].join(' ')}>
            <th scope="row">
              {stage.name}
              {through.length > 0 && <div className="gennaker-muted">in {through.join(', then ')}</div>}
            </th>
            <td>
              {cells.map((cell) => (
                <div
                  key={cellSentence(cell)}
                  className={`gennaker-permissions-cell gennaker-permissions-${cell.answer.kind}`}
                >
                  {cellSentence(cell)}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
