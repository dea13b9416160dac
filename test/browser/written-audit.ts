import { readFileSync } from 'node:fs';
import type { Page, Request } from 'playwright-core';
import { listAt, numberAt, textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

export const auditRoute = '**/gate/proxies/gennaker/v1/audit?**';

/** The records of a situation in `test/fixtures/audit`, newest first. */
export function recordsIn(situation: string): readonly unknown[] {
  const file = new URL(`../fixtures/audit/${situation}.json`, import.meta.url);
  return listAt(JSON.parse(readFileSync(file, 'utf8')), 'records');
}

/**
 * Has the audit of a window answered from records that are written down, by the rules of the contract, in the place of the
 * service. For what a playground can't bring about in seconds: days of records, and texts that somebody made up to do harm.
 */
export async function answerAudit(page: Page, records: readonly unknown[]): Promise<URLSearchParams[]> {
  const asked: URLSearchParams[] = [];
  await page.route(auditRoute, (route, request) => {
    asked.push(queryOf(request));
    return route.fulfill({ json: pageOf(records, queryOf(request)) });
  });
  return asked;
}

const queryOf = (request: Request): URLSearchParams => new URL(request.url()).searchParams;

export function pageOf(records: readonly unknown[], query: URLSearchParams): object {
  const before = Number(query.get('before') ?? Infinity);
  const found = records.filter((record) => (numberAt(record, 'sequence') ?? 0) < before && fits(record, query));
  const page = found.slice(0, Number(query.get('limit') ?? 100));
  const next = found.length > page.length ? numberAt(page[page.length - 1], 'sequence') : undefined;
  return { records: page, ...(next === undefined ? {} : { next: String(next) }) };
}

function fits(record: unknown, query: URLSearchParams): boolean {
  const same = ['deployment', 'kind', 'action'].every(
    (key) => !query.has(key) || textAt(record, key) === query.get(key),
  );
  const actor = query.get('actor')?.toLowerCase() ?? '';
  const at = textAt(record, 'at') ?? '';
  const inTime = at >= (query.get('from') ?? '') && at < (query.get('to') ?? '~');
  return same && inTime && (textAt(record, 'actor', 'name') ?? '').toLowerCase().includes(actor);
}
