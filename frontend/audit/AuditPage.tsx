import React, { useEffect, useMemo, useState } from 'react';
import type { AuditFilters } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';
import { Notice } from '../view/Notice.tsx';
import { auditHelp } from './audit-help.ts';
import { CsvExport } from './CsvExport.tsx';
import { Filters } from './Filters.tsx';
import { readFilters, whatIsWrong, withFilter } from './filters.ts';
import { Listing } from './Listing.tsx';
import { useAudit } from './use-audit.ts';

export interface AuditPageProps {
  readonly application: string;
  /** What stands in the address, as it stands there. */
  readonly address: unknown;
  /** Puts filters into the address; what is left out goes from it. */
  readonly onFilters: (filters: AuditFilters) => void;
  readonly service: Pick<StageService, 'audit' | 'accounts'>;
}

/** All that was written down of an application. */
export function AuditPage({ application, address, onFilters, service }: AuditPageProps): JSX.Element {
  const filters = useMemo(() => readFilters(address), [address]);
  const wrong = whatIsWrong(filters);
  const search = wrong === undefined ? { application, ...filters } : undefined;
  const read = useAudit(service, search);
  const isOpen = useOpenAccess(service);
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <div className="gennaker-stage gennaker-audit gennaker-audit-page">
      <header className="gennaker-audit-head">
        <h2>Audit</h2>
        <p className="gennaker-muted">{auditHelp.page}</p>
      </header>
      {isOpen && (
        <Notice tone="warning">
          Access is open: the stage service checks nobody’s rights, and the names below are what Gate said.
        </Notice>
      )}
      <Filters filters={filters} onFilter={(key, value) => onFilters(withFilter(filters, key, value))} />
      <div className="gennaker-audit-actions">
        <button type="button" className="btn btn-sm btn-default" onClick={() => void read.lookAgain()}>
          Look for new ones
        </button>
        <button
          type="button"
          className={`btn btn-sm btn-default ${isFiltered ? '' : 'disabled'}`}
          aria-disabled={!isFiltered}
          onClick={() => (isFiltered ? onFilters({}) : undefined)}
        >
          Clear filters
        </button>
        <CsvExport service={service} search={search} />
      </div>
      {wrong === undefined ? (
        <Listing
          read={read}
          now={Date.now()}
          compact={false}
          label={`Audit of ${application}, newest first`}
          empty={<Empty isFiltered={isFiltered} />}
        />
      ) : (
        <p role="status">{wrong}</p>
      )}
    </div>
  );
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element {
  return (
    <Notice tone="hint">
      {isFiltered
        ? 'Nothing that was written down fits these filters.'
        : 'Nothing is written down of this application yet. The first record comes when its first stage Kubernetes Progressive starts.'}
    </Notice>
  );
}

/** Whether the service checks nobody's rights; while that is not known, nothing is said. */
function useOpenAccess(service: Pick<StageService, 'accounts'>): boolean {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    let isWanted = true;
    service.accounts().then(
      ({ access }) => isWanted && setOpen(access === 'open'),
      // That it does not answer is said where its records would be.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [service]);
  return isOpen;
}
