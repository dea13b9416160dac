import React, { useEffect, useRef, useState } from 'react';
import { csvName } from '../csv/csv-text.ts';
import { saveFile } from '../csv/save-file.ts';
import type { AuditSearch } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { auditHelp } from './audit-help.ts';
import { Collecting, exportLimit } from './collecting.ts';
import type { Collected } from './collecting.ts';
import { csvOf } from './csv.ts';

export interface CsvExportProps {
  readonly service: Pick<StageService, 'audit'>;
  /** Undefined: nothing can be found, so nothing can be exported. */
  readonly search: AuditSearch | undefined;
}

type Progress =
  | { readonly kind: 'none' }
  | { readonly kind: 'collecting'; readonly count: number }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'failed'; readonly count: number; readonly sentence: string }
  | { readonly kind: 'saved'; readonly name: string; readonly count: number; readonly oldest?: string };

/** The button, how far it is, and what came of it. */
export function CsvExport({ service, search }: CsvExportProps): JSX.Element {
  const [progress, setProgress] = useState<Progress>({ kind: 'none' });
  const collecting = useRef<Collecting>();
  const button = useRef<HTMLButtonElement>(null);
  const isIdle = search !== undefined && progress.kind !== 'collecting';
  const drop = (): void => {
    collecting.current?.cancel();
    collecting.current = undefined;
  };
  useEffect(() => drop, []);
  const run = async (one: Collecting): Promise<void> => {
    collecting.current = one;
    const collected = await one.run();
    if (collecting.current !== one) return;
    setProgress(collected.kind === 'all' ? saved(one.application, collected) : collected);
  };
  const begin = (): void => {
    if (search === undefined) return;
    drop();
    setProgress({ kind: 'collecting', count: 0 });
    const onProgress = (count: number): void => setProgress({ kind: 'collecting', count });
    void run(new Collecting({ service, search, onProgress }));
  };
  const cancel = (): void => {
    drop();
    setProgress({ kind: 'canceled' });
    button.current?.focus();
  };
  const goOn = (count: number): void => {
    if (collecting.current === undefined) return;
    setProgress({ kind: 'collecting', count });
    void run(collecting.current);
  };
  return (
    <div className="gennaker-audit-export">
      <button
        ref={button}
        type="button"
        className={`btn btn-sm btn-default ${isIdle ? '' : 'disabled'}`}
        title={auditHelp.csv}
        aria-disabled={!isIdle}
        onClick={() => (isIdle ? begin() : undefined)}
      >
        Export as CSV
      </button>
      {progress.kind === 'collecting' && <Underway count={progress.count} onCancel={cancel} />}
      <div role="status">
        <Told progress={progress} onAgain={goOn} />
      </div>
    </div>
  );
}

function Underway({ count, onCancel }: { readonly count: number; readonly onCancel: () => void }): JSX.Element {
  return (
    <span className="gennaker-audit-underway">
      <progress max={exportLimit} value={count} aria-label="Export" />
      <button type="button" className="btn btn-sm btn-default" onClick={onCancel}>
        Cancel export
      </button>
    </span>
  );
}

function saved(application: string, { records, isCut }: Extract<Collected, { readonly kind: 'all' }>): Progress {
  const name = csvName('audit', application, new Date());
  saveFile(name, csvOf(records));
  const oldest = isCut ? records[records.length - 1]?.at : undefined;
  return { kind: 'saved', name, count: records.length, ...(oldest === undefined ? {} : { oldest }) };
}

interface ToldProps {
  readonly progress: Progress;
  readonly onAgain: (count: number) => void;
}

function Told({ progress, onAgain }: ToldProps): JSX.Element | null {
  switch (progress.kind) {
    case 'none':
      return null;
    case 'collecting':
      return <p className="gennaker-muted">{inWords(progress.count)} so far</p>;
    case 'canceled':
      return <Notice tone="hint">The export was canceled; no file was saved.</Notice>;
    case 'failed':
      return (
        <Notice tone="trouble">
          <p>
            The export stopped after {inWords(progress.count)}, and no file was saved. {progress.sentence}
          </p>
          <button type="button" className="btn btn-xs btn-default" onClick={() => onAgain(progress.count)}>
            Go on with the export
          </button>
        </Notice>
      );
    case 'saved':
      if (progress.oldest === undefined)
        return (
          <Notice tone="good">
            {inWords(progress.count)} saved as {progress.name}.
          </Notice>
        );
      return (
        <Notice tone="warning">
          <p>
            {progress.name} has {inWords(progress.count)} back to {progress.oldest}: as much as one file takes. There
            are older ones.
          </p>
          <button type="button" className="btn btn-xs btn-default" onClick={() => onAgain(0)}>
            Export older ones too
          </button>
        </Notice>
      );
  }
}

function inWords(count: number): string {
  return `${count.toLocaleString('en')} record${count === 1 ? '' : 's'}`;
}
