/** By which service of Echo somebody is called; the words are those of notifications elsewhere in Spinnaker. */
export const notificationTypes = ['email', 'googlechat', 'microsoftteams', 'slack', 'sms'] as const;
export type NotificationType = (typeof notificationTypes)[number];

/** Who is called when a deployment starts to wait for an approval. */
export interface StageNotification {
  readonly type: NotificationType;
  /** A channel, a mail address, a telephone number, or the address of a webhook: as the type wants it. */
  readonly address: string;
}

export const notificationLimit = 20;
/** Signs. The longest are the addresses of webhooks. */
export const notificationAddressLimit = 1000;

/** `slack #releases`. Of a webhook the type only: whoever has its address may post there. */
export function recipientLabel({ type, address }: StageNotification): string {
  return /^https?:/i.test(address.trim()) ? type : `${type} ${address}`;
}
