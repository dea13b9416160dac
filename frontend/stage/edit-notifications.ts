import { notificationTypes } from '../../backend-stub/contract/notifications.ts';
import type { NotificationType } from '../../backend-stub/contract/notifications.ts';
import { readText } from './read-form.ts';
import type { Shown } from './read-form.ts';

export interface ShownNotification {
  /** One of the known types, or what stands there. */
  readonly type: string;
  readonly address: string;
}

export function readNotification(value: unknown): Shown<ShownNotification> {
  const type = readText(value, ['type']);
  const address = readText(value, ['address']);
  if (type.kind === 'misfit') return type;
  if (address.kind === 'misfit') return address;
  return { kind: 'shown', value: { type: type.value, address: address.value } };
}

/** Each type as it is called elsewhere, and what an address of it looks like. */
export const typeWords: Readonly<Record<NotificationType, { readonly label: string; readonly example: string }>> = {
  slack: { label: 'Slack', example: '#releases' },
  email: { label: 'Email', example: 'releases@example.com' },
  microsoftteams: { label: 'Microsoft Teams', example: 'https://example.webhook.office.com/…' },
  googlechat: { label: 'Google Chat', example: 'https://chat.googleapis.com/…' },
  sms: { label: 'Text message', example: '+15550100' },
};

export function exampleOf(type: string): string {
  const known = notificationTypes.find((word) => word === type);
  return known === undefined ? '' : typeWords[known].example;
}
