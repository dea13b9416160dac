import React from 'react';
import type { AuditFilters } from '../service/audit-lines.ts';
import type { StageService } from '../service/stage-service.ts';
import type { ApplicationPage } from './application-page.ts';
import type { AuditPart } from './audit-part.ts';
import { guarded } from './guarded.tsx';
import { useAddress } from './use-address.ts';

/** The page of the audit, with its filters in the address. */
export function auditPage({ label, filters, Page }: AuditPart, service: StageService): ApplicationPage {
  function DeckAuditPage({ app }: { readonly app: { readonly name: string } }): JSX.Element {
    const { address, onAddress } = useAddress<AuditFilters>(filters);
    return <Page key={app.name} application={app.name} onFilters={onAddress} {...{ address, service }} />;
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
