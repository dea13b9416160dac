import type { MachineCaller } from '../access/machine-caller.ts';
import type { AuditActor, AuditChannel } from '../contract/audit.ts';
import type { Services } from './services.ts';

/**
 * Who asks, for the audit, with the roles that Fiat gives him at this moment. Asked right after the same user was judged, so
 * mostly the same answer; that Fiat is gone meanwhile changes nothing of what was judged, and leaves the roles out.
 */
export async function actorOf(
  { authorizations }: Pick<Services, 'authorizations'>,
  name: string,
  through: AuditChannel,
): Promise<AuditActor> {
  if (authorizations.mode === 'open') return { name, through };
  const permissions = await authorizations.permissions(name).catch(() => undefined);
  if (permissions === undefined) return { name, through };
  const { roles, admin } = permissions;
  return { name, roles, through, ...(admin ? { admin } : {}) };
}

/** The service account, with the subject of the token that stands for it. A subject without one is only that. */
export async function machineActorOf(
  services: Pick<Services, 'authorizations'>,
  { subject, user }: Partial<MachineCaller> & Pick<MachineCaller, 'subject'>,
): Promise<AuditActor> {
  if (user === undefined) return { name: subject, subject, through: 'machine' };
  return { ...(await actorOf(services, user, 'machine')), subject };
}
