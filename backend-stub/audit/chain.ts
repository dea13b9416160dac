import { hash as digest } from 'node:crypto';

/** Of the record before the first one. */
export const noHash = '0'.repeat(64);

/** A record as it is kept: the text that was hashed, and beside it what it is searched by. */
export interface ChainedRow {
  readonly tenant: string;
  readonly sequence: number;
  readonly canonical: string;
  readonly previous: string;
  readonly hash: string;
  /** Of the columns beside the text; absent in an archive, which has none. */
  readonly columns?: Columns;
}

export interface Columns {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly kind: string;
  readonly action: string;
  readonly actor: string;
  readonly application: string | undefined;
  readonly account: string | undefined;
  readonly deployment: string | undefined;
}

/** The end of a chain. */
export interface Link {
  readonly sequence: number;
  readonly hash: string;
}

export type Judged = { readonly kind: 'follows'; readonly link: Link } | Finding;

/** The first thing that is wrong with a chain, as a sentence that names the row. */
export interface Finding {
  readonly kind: 'broken';
  readonly sentence: string;
}

export function hashOf(previous: string, canonical: string): string {
  return digest('sha256', previous + canonical, 'hex');
}

/** Whether a row is the next of its chain, and is what was written down. Rows come in the order of their sequence. */
export function judge(row: ChainedRow, before: Link): Judged {
  const name = rowName(row.tenant, row.sequence);
  const next = before.sequence + 1;
  if (row.sequence > next)
    return broken(`${rowName(row.tenant, next)} is missing: after ${before.sequence} comes ${row.sequence}`);
  if (row.sequence < next) return broken(`${name} is there twice`);
  const told = fieldsOf(row.canonical);
  if (told === undefined) return broken(`${name} was changed: what it says is no record`);
  const place = misplaced(row, told);
  if (place !== undefined) return broken(`${name} ${place}`);
  if (hashOf(row.previous, row.canonical) !== row.hash)
    return broken(`${name} was changed: its hash is not that of what it says`);
  if (row.previous !== before.hash)
    return broken(`${name} does not follow on the row before it: one of the two was put in, or written anew`);
  const column = differing(row.columns, told);
  if (column !== undefined) return broken(`${name} was changed: column ${column} is not what the record says`);
  return { kind: 'follows', link: { sequence: row.sequence, hash: row.hash } };
}

export function rowName(tenant: string, sequence: number): string {
  return `Row ${sequence} of tenant ${tenant}`;
}

export function broken(sentence: string): Finding {
  return { kind: 'broken', sentence: `${sentence}.` };
}

type Fields = Readonly<Record<string, unknown>>;

/** Undefined where the text is no JSON object. */
export function fieldsOf(canonical: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(canonical);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record itself says where it belongs: that is how rows that took each other's place are told from changed ones. */
function misplaced({ tenant, sequence }: ChainedRow, told: Fields): string | undefined {
  if (told['tenant'] !== tenant) return `holds a record of tenant ${String(told['tenant'])}`;
  if (told['sequence'] !== sequence)
    return `holds what was written as row ${String(told['sequence'])}: rows were reordered`;
  return undefined;
}

function differing(columns: Columns | undefined, told: Fields): string | undefined {
  if (columns === undefined) return undefined;
  const { actor, application } = told;
  const pairs: readonly (readonly [column: keyof Columns, told: unknown])[] = [
    ['at', told['at']],
    ['kind', told['kind']],
    ['action', told['action']],
    ['actor', isFields(actor) ? actor['name'] : undefined],
    ['application', typeof application === 'string' ? application.toLowerCase() : undefined],
    ['account', told['account']],
    ['deployment', told['deployment']],
  ];
  return pairs.find(([column, said]) => columns[column] !== said)?.[0];
}
