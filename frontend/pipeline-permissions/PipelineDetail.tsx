import React, { useMemo } from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { verdictOf, type PipelineVerdict, type RunVerdict } from '../../backend-stub/pipelines/verdict.ts';
import {
  cellSentence,
  checkWords,
  gapSentence,
  identityWords,
  managedWords,
} from '../../backend-stub/pipelines/words.ts';
import { Notice } from '../view/Notice.tsx';
import { draftProblem, isSame, permissionsFor, permissionsOf, putBack, type Draft } from './draft.ts';
import { editedBy, type Edited } from './edited.ts';
import type { Facts } from './facts.ts';
import { PipelineEditor } from './PipelineEditor.tsx';
import { readOnlyReason } from './read-only.ts';
import { SavingStatus } from './SavingStatus.tsx';
import type { Drafts } from './use-drafts.ts';
import type { PipelineSaver } from './use-saving.ts';
import { VerdictMark } from './VerdictMark.tsx';
import { WantedRoles } from './WantedRoles.tsx';

export interface PipelineDetailProps {
  readonly pipeline: Pipeline;
  readonly verdict: PipelineVerdict;
  readonly facts: Facts;
  readonly drafts: Drafts;
  readonly saver: PipelineSaver;
  readonly onLookAgain: () => void;
}

/** One pipeline: as whom it runs, to be changed; for each identity its triggers, what each stage needs, and what would make everything pass. */
export function PipelineDetail(props: PipelineDetailProps): JSX.Element {
  const { pipeline, facts, drafts, saver } = props;
  const { name, triggers, disabled } = pipeline;
  const draft = drafts.draft(pipeline);
  const edited = useEdited(pipeline, draft, facts);
  const verdict = useMemo(
    () => (edited === undefined ? props.verdict : verdictOf(edited.pipeline, edited.facts.knowledge)),
    [props.verdict, edited],
  );
  const gaps = useMemo(() => verdict.gaps.map(gapSentence), [verdict]);
  return (
    <section className="gennaker-permissions-detail" aria-label={`Pipeline ${name}`}>
      <h3>
        {name} <VerdictMark outcome={verdict.outcome} />{' '}
        {edited !== undefined && (
          <span className="gennaker-permissions-beforehand">as it would be once it is saved</span>
        )}
      </h3>
      {disabled && <Notice tone="hint">It is switched off: no trigger starts it until somebody enables it.</Notice>}
      <Editing {...props} draft={draft} edited={edited} />
      {triggers.length === 0 && <p>It has no triggers: it runs only when somebody or another pipeline starts it.</p>}
      {gaps.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
      {verdict.runs.map((run) => (
        <Run key={identityWords(run.identity)} run={run} />
      ))}
      <WantedRoles
        pipeline={edited?.pipeline ?? pipeline}
        facts={edited?.facts ?? facts}
        {...(readOnlyReason(pipeline, facts) === undefined && !saver.isBusy
          ? { onUse: (roles) => drafts.change(pipeline, { way: 'managed', roles }) }
          : {})}
      />
    </section>
  );
}

/** Undefined where nothing would be saved that does not stand there already. */
function useEdited(pipeline: Pipeline, draft: Draft | undefined, facts: Facts): Edited | undefined {
  return useMemo(() => {
    if (draft === undefined) return undefined;
    const permissions = permissionsFor(draft, pipeline);
    return isSame(permissions, permissionsOf(pipeline)) && draftProblem(draft, pipeline) === undefined
      ? undefined
      : editedBy(pipeline, permissions, facts);
  }, [pipeline, draft, facts]);
}

interface EditingProps extends PipelineDetailProps {
  readonly draft: Draft | undefined;
  readonly edited: Edited | undefined;
}

function Editing({ pipeline, facts, drafts, saver, draft, edited, onLookAgain }: EditingProps): JSX.Element {
  const seen = facts.written.get(pipeline.id);
  const isAbout = saver.about === pipeline.id;
  const { undo } = saver;
  const before = permissionsOf(pipeline);
  return (
    <PipelineEditor
      {...{ pipeline, facts, draft, edited }}
      isBusy={saver.isBusy}
      onChange={(change) => drafts.change(pipeline, change)}
      onDrop={() => {
        drafts.drop(pipeline.id);
        saver.forget();
      }}
      onSave={() => {
        if (seen !== undefined && draft !== undefined)
          saver.save({ seen, permissions: permissionsFor(draft, pipeline) }, before);
      }}
    >
      {isAbout && (
        <SavingStatus
          saving={saver.saving}
          onUndo={
            undo === undefined || seen === undefined
              ? undefined
              : () => saver.save({ seen, permissions: putBack(undo, pipeline), isUndo: true }, before)
          }
          onLookAgain={() => {
            saver.forget();
            onLookAgain();
          }}
        />
      )}
    </PipelineEditor>
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
