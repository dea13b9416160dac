import React, { useCallback, useMemo } from 'react';
import { isFields } from '../../backend-stub/contract/reading.ts';
import { outcomeWords } from '../../backend-stub/pipelines/words.ts';
import type { StageService } from '../service/stage-service.ts';
import { sortedBy } from '../view/address.ts';
import type { TaskGate } from '../tasks/follow.ts';
import { Filters } from '../view/form/Filters.tsx';
import { Notice } from '../view/Notice.tsx';
import type { Facts } from './facts.ts';
import type { ReadGate } from './gate-facts.ts';
import { PipelineDetail } from './PipelineDetail.tsx';
import { PipelinesTable } from './PipelinesTable.tsx';
import { readAddress, readLook, shownPipelines, verdictWords, type Address, type SortKey } from './rows.ts';
import { useDrafts, type Drafts } from './use-drafts.ts';
import { useFacts } from './use-facts.ts';
import { useSaving, type PipelineSaver } from './use-saving.ts';
import { useVerdicts } from './use-verdicts.ts';

export interface PipelinePermissionsPageProps {
  readonly application: string;
  /** What stands in the address, as it stands there. */
  readonly address: unknown;
  /** Puts it into the address; what is left out goes from it. */
  readonly onAddress: (address: Address) => void;
  readonly readGate: ReadGate;
  readonly service: Pick<StageService, 'pipelineAccess'>;
  readonly gate: TaskGate;
  /** A pipeline was saved: what Deck itself keeps of the pipelines is an old one. */
  readonly onSaved: () => void;
}

/** Whether the pipelines of an application may do what they would do by themselves. */
export function PipelinePermissionsPage(props: PipelinePermissionsPageProps): JSX.Element {
  const { application, readGate, service } = props;
  const { facts, isAsking, lookAgain } = useFacts(application, readGate, service);
  return (
    <div className="gennaker-stage gennaker-permissions">
      <header>
        <h2>Pipeline permissions</h2>
        <p className="gennaker-muted">
          As whom each pipeline runs when nobody starts it, and whether that would be allowed. Open one to change that.
        </p>
      </header>
      <button type="button" className="btn btn-sm btn-default" onClick={lookAgain}>
        Look again
      </button>
      {isAsking && (
        <span role="status" className="gennaker-muted">
          {' '}
          Asking Gate and the service…
        </span>
      )}
      {facts?.gaps.map((sentence) => (
        <Notice key={sentence} tone="warning">
          {sentence}
        </Notice>
      ))}
      {facts?.areListed === true && <Pipelines {...props} facts={facts} {...{ isAsking, lookAgain }} />}
    </div>
  );
}

interface PipelinesProps extends PipelinePermissionsPageProps {
  readonly facts: Facts;
  readonly isAsking: boolean;
  readonly lookAgain: () => void;
}

function Pipelines(props: PipelinesProps): JSX.Element {
  const { application, address, onAddress, facts, lookAgain } = props;
  const fields = useMemo(() => (isFields(address) ? address : {}), [address]);
  const look = useMemo(() => readLook(fields), [fields]);
  const { judge, judged, done } = useVerdicts(facts);
  const shown = useMemo(() => shownPipelines(facts.pipelines, look, judged), [facts, look, judged]);
  const { pipeline: chosen } = readAddress(fields);
  const change = useCallback((next: Address) => onAddress(readAddress({ ...fields, ...next })), [fields, onAddress]);
  const onChoose = useCallback((pipeline: string) => change({ pipeline }), [change]);
  const onSort = useCallback((key: SortKey) => change({ sort: sortedBy(key, look) }), [change, look]);
  const { drafts, saver } = useEditing(props);
  const opened = facts.pipelines.find(({ id }) => id === chosen);
  if (facts.pipelines.length === 0) return <p>This application has no pipelines.</p>;
  return (
    <>
      <Finding look={look} onChange={change} />
      <p role="status">
        {shown.length} of {facts.pipelines.length} pipelines
        {done < facts.pipelines.length && `; ${done} judged`}
      </p>
      <PipelinesTable
        pipelines={shown}
        label={`Pipelines of ${application}`}
        {...{ judge, look, chosen, onSort, onChoose }}
      />
      {chosen !== undefined && opened === undefined && (
        <p>The pipeline that the address names is not there any more.</p>
      )}
      {opened !== undefined && (
        <PipelineDetail
          key={opened.id}
          pipeline={opened}
          verdict={judge(opened)}
          onLookAgain={lookAgain}
          {...{ facts, drafts, saver }}
        />
      )}
    </>
  );
}

/** What is typed is given up once it is saved, and all is read anew then. */
function useEditing({ isAsking, lookAgain, onSaved, application, readGate, service, gate }: PipelinesProps): {
  readonly drafts: Drafts;
  readonly saver: PipelineSaver;
} {
  const drafts = useDrafts();
  const { drop } = drafts;
  const saved = useCallback(
    (id: string) => {
      drop(id);
      lookAgain();
      onSaved();
    },
    [drop, lookAgain, onSaved],
  );
  const saver = useSaving({ application, readGate, service, gate, onSaved: saved });
  const { undo, ...rest } = saver;
  // What is put back is put into the pipeline as it stands after the saving, which is being read.
  return { drafts, saver: isAsking || undo === undefined ? rest : saver };
}

const verdictOptions = [['', 'All'], ...verdictWords.map((word) => [word, outcomeWords[word]] as const)] as const;

function Finding({
  look,
  onChange,
}: {
  readonly look: ReturnType<typeof readLook>;
  readonly onChange: (address: Address) => void;
}): JSX.Element {
  return (
    <Filters
      find={{ label: 'Name, identity, role or trigger', value: look.find, onChange: (find) => onChange({ find }) }}
      filters={[
        {
          ...{ label: 'Automatic runs', value: look.verdict ?? '', options: verdictOptions, unknown: 'All' },
          onChoose: (verdict) => onChange({ verdict }),
        },
      ]}
    />
  );
}
