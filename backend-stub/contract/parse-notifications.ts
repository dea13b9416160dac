import { expressionsIn, holdsExpression } from './expressions.ts';
import { notificationAddressLimit, notificationLimit, notificationTypes } from './notifications.ts';
import type { NotificationType, StageNotification } from './notifications.ts';
import { complain, describe, inside, readFields, readList, readText, suggestion } from './reading.ts';
import type { Field } from './reading.ts';

/** Who is called when an approval is waited for; nobody, when the key is left out. */
export function parseNotifications(field: Field): readonly StageNotification[] | undefined {
  if (field.value === undefined) return [];
  const items = readList(field);
  if (items === undefined) return undefined;
  if (items.length > notificationLimit)
    return complain(
      field,
      `There are ${items.length} of them, ${notificationLimit} are allowed; call a channel instead.`,
    );
  const read = items.map(readNotification);
  const notifications = read.filter((one) => one !== undefined);
  return notifications.length < items.length ? undefined : notifications;
}

function readNotification(item: Field): StageNotification | undefined {
  const fields = readFields(item, { built: ['type', 'address'] });
  if (fields === undefined) return undefined;
  const type = readType(inside(item, fields, 'type'));
  const address = readAddress(inside(item, fields, 'address'));
  return type === undefined || address === undefined ? undefined : { type, address };
}

function readType(field: Field): NotificationType | undefined {
  const { value } = field;
  const found = notificationTypes.find((type) => type === value);
  if (found !== undefined) return found;
  if (typeof value !== 'string' || value === '')
    return complain(field, `This must be one of ${notificationTypes.join(', ')}, not ${describe(value)}.`);
  // `teams` for `microsoftteams`: too far for a slip of the pen.
  const meant = notificationTypes.find((type) => value.length > 2 && type.includes(value.toLowerCase()));
  const help = meant === undefined ? suggestion(value, notificationTypes) : `did you mean "${meant}"?`;
  return complain(field, `${describe(value)} is not known here; ${help}`);
}

function readAddress(field: Field): string | undefined {
  if (field.value === undefined) return complain(field, 'This is missing; say whom to call, for example "#releases".');
  const address = readText(field);
  if (address === undefined) return undefined;
  if (holdsExpression(address))
    return complain(
      field,
      `Orca left ${expressionsIn(address).join(' and ') || '${'} unresolved; correct the expression.`,
    );
  if (address.length > notificationAddressLimit)
    return complain(field, `This has ${address.length} signs, ${notificationAddressLimit} are allowed.`);
  if (/[\u0000-\u001f]/.test(address)) return complain(field, 'This must be one line of plain text.');
  return address.trim();
}
