import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import { Choices } from '../view/form/Choices.tsx';
import { Notice } from '../view/Notice.tsx';
import { useId } from '../view/use-id.ts';
import { besideRoles, chosenWay, draftOf, draftProblem, type Draft } from './draft.ts';
import { wayChoices } from './edit-words.ts';
import type { Edited } from './edited.ts';
import { EditPreview } from './EditPreview.tsx';
import { rolesOf, type Facts } from './facts.ts';
import { readOnlyReason } from './read-only.ts';
import { RolesField } from './RolesField.tsx';
import { RunAsFields } from './RunAsFields.tsx';

export interface PipelineEditorProps {
  readonly pipeline: Pipeline;
  readonly facts: Facts;
  /** Undefined while nothing was changed. */
  readonly draft: Draft | undefined;
  readonly edited: Edited | undefined;
  /** While it is saved, nothing can be changed. */
  readonly isBusy: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onDrop: () => void;
  readonly onSave: () => void;
  readonly children?: React.ReactNode;
}

/** As whom automatic runs act: one way of three, and what saving it would change. */
export function PipelineEditor(props: PipelineEditorProps): JSX.Element {
  const { pipeline, facts, edited, isBusy, onDrop, onSave, children } = props;
  const reason = readOnlyReason(pipeline, facts);
  const problem = problemOf(props);
  const maySave = edited !== undefined && problem === undefined && !isBusy;
  return (
    <form
      className="gennaker-permissions-editor"
      aria-label={`Permissions of ${pipeline.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (maySave) onSave();
      }}
    >
      {reason !== undefined && <Notice tone="hint">{reason}</Notice>}
      <fieldset disabled={reason !== undefined || isBusy}>
        <Ways {...props} />
      </fieldset>
      {edited !== undefined && <EditPreview before={pipeline} edited={edited} />}
      {problem !== undefined && <Notice tone="warning">{problem}</Notice>}
      {children}
      {reason === undefined && <Buttons mayDrop={edited !== undefined && !isBusy} {...{ maySave, onDrop }} />}
    </form>
  );
}

/** Of what was changed: nobody is told of what stands there anyway. */
function problemOf({ pipeline, draft, edited }: PipelineEditorProps): string | undefined {
  return edited === undefined || draft === undefined ? undefined : draftProblem(draft, pipeline);
}

interface ButtonsProps {
  readonly maySave: boolean;
  readonly mayDrop: boolean;
  readonly onDrop: () => void;
}

function Buttons({ maySave, mayDrop, onDrop }: ButtonsProps): JSX.Element {
  return (
    <p className="gennaker-permissions-buttons">
      <button type="submit" className="btn btn-primary" disabled={!maySave}>
        Save
      </button>{' '}
      <button type="button" className="btn btn-default" disabled={!mayDrop} onClick={onDrop}>
        Discard changes
      </button>
    </p>
  );
}

function Ways({ pipeline, facts, onChange, ...props }: PipelineEditorProps): JSX.Element {
  const draft = props.draft ?? draftOf(pipeline);
  const id = useId();
  const beside = besideRoles(pipeline);
  return (
    <>
      <Choices
        id={`${id}-way`}
        label="Automatic runs act as"
        help="One way for the whole pipeline."
        choices={wayChoices}
        chosen={draft.way}
        onChoose={(way) => onChange(chosenWay(way, draft))}
      />
      {beside.length > 0 && (
        <Notice tone="warning">
          Beside its roles, triggers of it name {beside.map((name) => name || 'nobody').join(', ')} by hand and keep
          that. Whatever is saved here leaves one of both ways.
        </Notice>
      )}
      {draft.way === 'managed' && (
        <RolesField
          id={`${id}-roles`}
          roles={draft.roles}
          known={facts.knownRoles}
          onRoles={(roles) => onChange({ roles })}
        />
      )}
      {draft.way === 'by-hand' && (
        <RunAsFields
          id={`${id}-account`}
          triggers={pipeline.triggers}
          runAs={draft.runAs}
          offered={facts.serviceAccounts}
          rolesOf={(account) => rolesOf(account, facts)}
          onRunAs={(runAs) => onChange({ runAs })}
        />
      )}
    </>
  );
}
