import type { ComponentType } from 'react';
import type { AuditPageProps } from '../audit/AuditPage.tsx';
import type { DeploymentAuditProps } from '../audit/DeploymentAudit.tsx';

/** The audit as its room makes it, without Deck's words. */
export interface AuditPart {
  /** Of the page and of its entry in the navigation of an application. */
  readonly label: string;
  /** What may stand in the address of the page. */
  readonly filters: readonly string[];
  readonly Page: ComponentType<AuditPageProps>;
  /** In the details of a stage. */
  readonly Section: ComponentType<DeploymentAuditProps>;
}
