import { at, listAt, textAt } from '../deployment/kubernetes-object.ts';

export interface Call {
  readonly method: string;
  readonly url: string;
}

/** Whether Orca's list lets a call through; undefined where an expression of it is of a kind that only Java knows. */
export function letThrough(entries: readonly unknown[], call: Call): boolean | undefined {
  const found = entries.map((entry) => entryLets(entry, call));
  if (found.includes(true)) return true;
  return found.includes(undefined) ? undefined : false;
}

function entryLets(entry: unknown, { method, url }: Call): boolean | undefined {
  if (!listAt(entry, 'httpMethods').includes(method)) return false;
  const pattern = textAt(entry, 'urlPattern');
  if (at(entry, 'matchStrategy') !== 'PATTERN_MATCHES') return url.startsWith(textAt(entry, 'urlPrefix') ?? '\n');
  try {
    return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(url);
  } catch {
    return undefined;
  }
}

/** A prefix without a slash after its host lets `http://host@elsewhere/` through as well. */
export function isOpenEnded(entry: unknown): boolean {
  const prefix = textAt(entry, 'urlPrefix');
  return (
    at(entry, 'matchStrategy') !== 'PATTERN_MATCHES' && prefix !== undefined && !/^https?:\/\/[^/?#]+\//.test(prefix)
  );
}

/** Scheme and host: what stands behind may be a secret, as in webhooks of chats. */
export function shownAddress(url: string): string {
  if (!URL.canParse(url)) return 'an address that can not be read';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}/…`;
}
