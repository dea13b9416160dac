import { isFields } from '../../backend-stub/contract/reading.ts';
import type { Fields } from '../../backend-stub/contract/reading.ts';
import { rights } from './draft.ts';
import type { Draft, RoleGrant } from './draft.ts';
import type { Offer } from './host.ts';

/** As `sessionStorage` of a tab: it stays over a new login, and goes with the tab. */
export interface Drawer {
  getItem(key: string): string | null | undefined;
  setItem(key: string, text: string): void;
  removeItem(key: string): void;
}

/** The tab's own, or one that keeps nothing where a browser forbids storage. */
export function tabDrawer(): Drawer {
  try {
    return window.sessionStorage;
  } catch {
    return emptyDrawer;
  }
}

const emptyDrawer: Drawer = { getItem: () => undefined, setItem: () => undefined, removeItem: () => undefined };

const key = 'gennaker.createApplication';

/** Without the PagerDuty service, whose value is a key with which pages are sent. A full or forbidden drawer keeps nothing. */
export function keepDraft(drawer: Drawer, user: string, draft: Draft): void {
  try {
    drawer.setItem(key, JSON.stringify({ user, draft: { ...draft, pagerDuty: undefined } }));
  } catch {
    // Storage may be switched off in a browser: then it is as it was without it.
  }
}

export function dropDraft(drawer: Drawer): void {
  try {
    drawer.removeItem(key);
  } catch {
    // As above.
  }
}

/** What the same person typed before, laid over an empty draft; undefined where there is none or it can't be read. */
export function keptDraft(drawer: Drawer, user: string, empty: Draft): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(drawer.getItem(key) ?? '');
    if (!isFields(kept) || kept['user'] !== user || !isFields(kept['draft'])) return undefined;
    return laidOver(empty, kept['draft']);
  } catch {
    return undefined;
  }
}

/** Only what is of the kind of its field: another version of the plugin may have written it. */
function laidOver(empty: Draft, kept: Fields): Draft {
  const simple = Object.entries(empty).filter(
    ([name, value]) => ['string', 'boolean'].includes(typeof value) && typeof kept[name] === typeof value,
  );
  return {
    ...empty,
    ...Object.fromEntries(simple.map(([name]) => [name, kept[name]])),
    cloudProviders: listOf(kept['cloudProviders']).filter((one): one is string => typeof one === 'string'),
    providerSettings: isFields(kept['providerSettings']) ? kept['providerSettings'] : empty.providerSettings,
    slackChannel: isOffer(kept['slackChannel']) ? kept['slackChannel'] : undefined,
    grants: listOf(kept['grants']).filter(isGrant),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isOffer(value: unknown): value is Offer {
  return isFields(value) && typeof value['id'] === 'string' && typeof value['label'] === 'string';
}

function isGrant(value: unknown): value is RoleGrant {
  if (!isFields(value) || typeof value['role'] !== 'string' || !Array.isArray(value['rights'])) return false;
  return value['rights'].every((right) => rights.some((one) => one === right));
}
