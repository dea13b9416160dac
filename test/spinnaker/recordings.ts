import { readFileSync } from 'node:fs';
import type { AccountPermissions } from './clouddriver.ts';
import type { FiatView } from './fiat.ts';

/** What a real Fiat answered about one subject: its view, and the status of each single check. */
export interface RecordedSubject {
  readonly status: number;
  readonly view: FiatView | null;
  readonly checks: Readonly<Record<string, number>>;
}

export interface RecordedAccounts {
  readonly accounts: Readonly<Record<string, AccountPermissions>>;
  readonly subjects: Readonly<Record<string, RecordedSubject>>;
}

export interface RecordedOracle {
  readonly configurations: Readonly<
    Record<string, { readonly users: Readonly<Record<string, { readonly view: FiatView }>> }>
  >;
}

/** `test/fixtures/fiat/accounts.json`. */
export function recordedAccounts(): RecordedAccounts {
  // A cast, since the recording is ours and its tests fail loudly on another shape.
  return readFixture('fiat/accounts.json') as RecordedAccounts;
}

/** `test/fixtures/fiat/oracle.json`. */
export function recordedOracle(): RecordedOracle {
  // A cast, for the same reason.
  return readFixture('fiat/oracle.json') as RecordedOracle;
}

/** The views of everybody whom the recorded Fiat knew, by user. */
export function recordedViews(): Readonly<Record<string, FiatView>> {
  const views: Record<string, FiatView> = {};
  for (const [user, { view }] of Object.entries(recordedAccounts().subjects)) {
    if (view !== null) views[user] = view;
  }
  return views;
}

/** Unread JSON of a file under `test/fixtures/`. */
export function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8'));
}
