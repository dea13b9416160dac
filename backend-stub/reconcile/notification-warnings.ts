import type { DeploymentConfiguration } from '../contract/deployment.ts';
import type { Services } from './services.ts';

/** What a stage asks for and this service can't do, so that nobody waits for a call that never comes. */
export function notificationWarnings(
  { notifications: asked }: Pick<DeploymentConfiguration, 'notifications'>,
  { notifications }: Pick<Services, 'notifications'>,
): readonly string[] {
  if (asked.length === 0 || notifications !== undefined) return [];
  return [
    'Approvers are not called, although the stage says whom to call: the service knows no Echo. An operator can set echo.url in its configuration.',
  ];
}
