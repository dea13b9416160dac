import './pipeline-permissions.css';
import React from 'react';
import type { Pipeline } from '../../backend-stub/pipelines/pipeline.ts';
import type { PipelineVerdict } from '../../backend-stub/pipelines/verdict.ts';
import { LongTable, type LongColumn } from '../view/LongTable.tsx';
import { PipelineRow } from './PipelineRow.tsx';
import type { Look, SortKey } from './rows.ts';

export interface PipelinesTableProps {
  readonly pipelines: readonly Pipeline[];
  readonly judge: (pipeline: Pipeline) => PipelineVerdict;
  readonly look: Look;
  readonly chosen: string | undefined;
  readonly label: string;
  readonly onSort: (key: SortKey) => void;
  readonly onChoose: (id: string) => void;
}

const columns: readonly LongColumn<SortKey>[] = [
  ['Pipeline', 'name'],
  ['Triggers'],
  ['Runs as', 'identity'],
  ['Roles'],
  ['Automatic runs', 'verdict'],
];

export function PipelinesTable({ pipelines, judge, chosen, onChoose, ...table }: PipelinesTableProps): JSX.Element {
  return (
    <LongTable
      {...table}
      columns={columns}
      widths="3fr 2fr 4fr 2fr 2.5fr"
      items={pipelines}
      row={(pipeline, place) => (
        <PipelineRow
          {...place}
          {...{ pipeline, onChoose }}
          verdict={judge(pipeline)}
          isChosen={pipeline.id === chosen}
        />
      )}
    />
  );
}
