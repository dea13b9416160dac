/** As an input of type `datetime-local` wants it, in the reader's time zone; empty for what is no time. */
export function localTime(iso: string | undefined): string {
  const at = new Date(iso ?? '');
  if (Number.isNaN(at.getTime())) return '';
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, /:00\.000Z$/.test(local) ? -8 : -1);
}

/** ISO 8601 in UTC, so that an address means the same everywhere; empty for what is no time yet. */
export function utcTime(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
