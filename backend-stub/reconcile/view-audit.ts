import type { AuditPage, AuditQuery } from '../contract/audit.ts';
import type { Refusal } from '../contract/refusal.ts';
import { guard } from './guard.ts';
import type { Services } from './services.ts';

export type AuditView = { readonly kind: 'found'; readonly page: AuditPage } | Refusal;

/** Whoever may see the deployments of an application may see who did what about them. */
export async function viewAudit(services: Services, user: string, query: AuditQuery): Promise<AuditView> {
  const hidden = await guard(services, { action: 'view', user, application: query.application, account: '' });
  if (hidden !== undefined) return hidden;
  return { kind: 'found', page: await services.store.audit.page(query) };
}
