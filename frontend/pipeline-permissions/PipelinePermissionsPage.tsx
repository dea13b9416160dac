import React, { useCallback, useMemo } from 'react';
import { isFields } from '../../backend-stub/contract/reading.ts';
import { outcomeWords } from '../../backend-stub/pipelines/words.ts';
import type { StageService } from '../service/stage-service.ts';
import { sortedBy } from '../view/address.ts';
import { Select } from '../view/form/Select.tsx';
import { Notice } from '../view/Notice.tsx';
import { useId } from '../view/use-id.ts';
import type { Facts } from './facts.ts';
import type { ReadGate } from './gate-facts.ts';
import { PipelineDetail } from './PipelineDetail.tsx';
import { PipelinesTable } from './PipelinesTable.tsx';
import { readAddress, readLook, shownPipelines, verdictWords, type Address, type SortKey } from './rows.ts';
import { useFacts } from './use-facts.ts';
import { useVerdicts } from './use-verdicts.ts';

export interface PipelinePermissionsPageProps {
  readonly application: string;
  /** What stands in the address, as it stands there. */
  readonly address: unknown;
  /** Puts it into the address; what is left out goes from it. */
  readonly onAddress: (address: Address) => void;
  readonly readGate: ReadGate;
  readonly service: Pick<StageService, 'pipelineAccess'>;
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
          As whom each pipeline runs when nobody starts it, and whether that would be allowed. Nothing is changed here.
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
      {facts?.areListed === true && <Pipelines {...props} facts={facts} />}
    </div>
  );
}

function Pipelines({
  application,
  address,
  onAddress,
  facts,
}: PipelinePermissionsPageProps & { readonly facts: Facts }): JSX.Element {
  const fields = useMemo(() => (isFields(address) ? address : {}), [address]);
  const look = useMemo(() => readLook(fields), [fields]);
  const { judge, judged, done } = useVerdicts(facts);
  const shown = useMemo(() => shownPipelines(facts.pipelines, look, judged), [facts, look, judged]);
  const { pipeline: chosen } = readAddress(fields);
  const change = useCallback((next: Address) => onAddress(readAddress({ ...fields, ...next })), [fields, onAddress]);
  const onChoose = useCallback((pipeline: string) => change({ pipeline }), [change]);
  const onSort = useCallback((key: SortKey) => change({ sort: sortedBy(key, look) }), [change, look]);
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
      {opened !== undefined && <PipelineDetail pipeline={opened} verdict={judge(opened)} facts={facts} />}
    </>
  );
}

const verdictOptions = [['', 'All'], ...verdictWords.map((word) => [word, outcomeWords[word]] as const)] as const;

function Finding({
  look,
  onChange,
}: {
  readonly look: ReturnType<typeof readLook>;
  readonly onChange: (address: Address) => void;
}): JSX.Element {
  const [find, verdict] = [useId(), useId()];
  return (
    <form className="gennaker-finding" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
      <label htmlFor={find}>Name, identity, role or trigger</label>
      <input
        id={find}
        type="search"
        className="form-control input-sm"
        value={look.find}
        onChange={({ target }) => onChange({ find: target.value })}
      />
      <label htmlFor={verdict}>Automatic runs</label>
      <Select
        id={verdict}
        value={look.verdict ?? ''}
        options={verdictOptions}
        unknown="All"
        onChoose={(word) => onChange({ verdict: word })}
      />
    </form>
  );
}
