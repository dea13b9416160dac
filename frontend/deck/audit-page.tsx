import { useCurrentStateAndParams, useRouter } from '@uirouter/react';
import React from 'react';
import type { AuditFilters } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';
import type { ApplicationPage } from './application-page.ts';
import type { AuditPart } from './audit-part.ts';
import { guarded } from './guarded.tsx';

/** The page of the audit, with its filters in the address. */
export function auditPage({ label, filters, Page }: AuditPart, service: StageService): ApplicationPage {
  function DeckAuditPage({ app }: { readonly app: { readonly name: string } }): JSX.Element {
    const { params } = useCurrentStateAndParams();
    const { stateService } = useRouter();
    const onFilters = React.useCallback(
      (chosen: AuditFilters) => {
        const everyKey: Readonly<Record<string, unknown>> = {
          ...Object.fromEntries(filters.map((key) => [key, null])),
          ...chosen,
        };
        void stateService.go('.', everyKey, { location: 'replace' });
      },
      [stateService],
    );
    return <Page key={app.name} application={app.name} address={params} onFilters={onFilters} service={service} />;
  }
  return {
    name: 'gennakerAudit',
    path: '/audit',
    parameters: filters,
    label,
    icon: 'history',
    component: guarded('The audit', DeckAuditPage),
  };
}
