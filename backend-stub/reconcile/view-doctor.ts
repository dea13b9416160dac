import type { DoctorReport } from '../contract/doctor.ts';
import type { Refusal } from '../contract/refusal.ts';
import { serviceVersion } from '../contract/service.ts';
import { requireAdmin } from './require-admin.ts';
import type { Services } from './services.ts';

export type DoctorView = { readonly kind: 'found'; readonly report: DoctorReport } | Refusal;

/** For admins: it asks every neighbour and every cluster. */
export async function viewDoctor(services: Services, user: string): Promise<DoctorView> {
  const denied = await requireAdmin(services, user, 'Asking the doctor');
  if (denied !== undefined) return denied;
  return { kind: 'found', report: { version: serviceVersion, findings: await services.examine() } };
}
