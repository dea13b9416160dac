import type { PipelineAccess } from '../../../backend-stub/contract/pipeline-access.ts';
import type { GateFacts } from '../../../frontend/pipeline-permissions/gate-facts.ts';
import type { Response } from '../../../frontend/service/request.ts';

export const said = (body: unknown, status = 200): Response => ({ kind: 'answer', status, body });
const own = 'p1@managed-service-account';
export const deployTo = (account: string): object => ({
  type: 'deployManifest',
  name: `Deploy to ${account}`,
  account,
});
const trigger = (type: string, runAsUser?: string): object => ({ type, enabled: true, runAsUser });

const written = { application: 'shop', stages: [deployTo('prod')] };
export const pipelines = [
  { ...written, id: 'p1', name: 'allowed', roles: ['release', 'dev'], triggers: [trigger('webhook', own)] },
  { ...written, id: 'p2', name: 'failing', triggers: [trigger('cron')] },
  { ...written, id: 'p3', name: 'skipped', triggers: [trigger('git')] },
  { ...written, id: 'p4', name: 'unknown', triggers: [trigger('cron', 'robot')] },
  { ...written, id: 'p5', name: 'by hand', triggers: [], locked: { ui: true, description: 'kept by a robot' } },
];

export function gateOf(changes: Partial<GateFacts> = {}): GateFacts {
  return {
    pipelines: said(pipelines),
    credentials: said([
      { name: 'prod', permissions: { READ: ['dev'], WRITE: ['Release'] } },
      { name: 'old', permissions: {}, requiredGroupMembership: ['ops'] },
    ]),
    application: said({
      name: 'shop',
      attributes: { permissions: { READ: ['dev'], EXECUTE: ['dev'], WRITE: ['dev'] } },
    }),
    user: said({ username: 'alice', roles: ['dev', 'release'], isAdmin: false }),
    serviceAccounts: said(['robot', own]),
    ...changes,
  };
}

/** The service knows nobody and no prefixes. */
export const nothingTold: PipelineAccess = { application: 'shop', subjects: [], gaps: [] };
/** There are prefixes, and none of them adds anything to what the application names. */
export const noPrefixes: PipelineAccess = {
  ...nothingTold,
  effectivePermissions: { READ: ['dev'], EXECUTE: ['dev'], WRITE: ['dev'] },
};
