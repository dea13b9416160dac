import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import type { PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { LongRow, shortList } from '../view/LongRow.tsx';
import type { RowPlace } from '../view/LongBody.tsx';
import { identitiesOf } from './rows.ts';
import { VerdictMark } from './VerdictMark.tsx';

export interface PipelineRowProps extends RowPlace {
  readonly pipeline: Pipeline;
  readonly verdict: PipelineVerdict;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

export const PipelineRow = React.memo(function PipelineRow(props: PipelineRowProps): JSX.Element {
  const { pipeline, verdict, onChoose, ...place } = props;
  const { id, name, triggers, roles, disabled } = pipeline;
  const identities = identitiesOf(pipeline);
  return (
    <LongRow
      {...place}
      name={name}
      remark={disabled ? 'disabled' : undefined}
      onChoose={() => onChoose(id)}
      cells={[
        shortList(triggers.map(({ kind }) => kind)) || 'none',
        { text: shortList(identities) || 'only by hand', title: identities.join(', ') },
        roles === undefined ? '' : roles.length === 0 ? 'no role' : shortList(roles),
        <VerdictMark key="verdict" outcome={verdict.outcome} />,
      ]}
    />
  );
});
