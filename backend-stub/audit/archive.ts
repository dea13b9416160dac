import type { KeyObject } from 'node:crypto';
import { canonicalText } from './canonical.ts';
import { broken, fieldsOf, judge } from './chain.ts';
import type { ChainedRow, Finding, Link } from './chain.ts';
import { judgeSealed, readSegment, segmentName } from './segments.ts';
import type { SignedSegment, Statement } from './segments.ts';

/** A record as a line of NDJSON: an `AuditRecord`, without a line end. */
export function recordLine({ canonical, previous, hash }: ChainedRow): string {
  return `${canonical.slice(0, -1)},"previous":${JSON.stringify(previous)},"hash":${JSON.stringify(hash)}}`;
}

/** The last line of an archived segment. */
export function segmentLine({ statement, signature }: SignedSegment): string {
  return `{"segment":${statement},"signature":${JSON.stringify(signature)}}`;
}

/** Judges an archived segment line by line, with nothing but the public key. */
export class ArchiveJudge {
  readonly #key: KeyObject;
  #begin: Link | undefined;
  #link: Link | undefined;
  #rows = 0;
  #sealed: Statement | undefined;
  #finding: Finding | undefined;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  get rows(): number {
    return this.#rows;
  }

  take(line: string): void {
    if (this.#finding !== undefined) return;
    const fields = fieldsOf(line);
    if (fields === undefined) this.#finding = broken(`Line ${this.#rows + 1} is no JSON object`);
    else if (this.#sealed !== undefined) this.#finding = broken('The file goes on behind its signature');
    else if ('segment' in fields) this.#finding = this.#seal(fields);
    else this.#finding = this.#record(fields);
  }

  /** The segment that the file holds, or the first thing that is wrong with it. */
  end(): { readonly kind: 'whole'; readonly name: string } | Finding {
    if (this.#finding !== undefined) return this.#finding;
    if (this.#sealed === undefined) return broken('The file ends without a signature');
    return { kind: 'whole', name: segmentName(this.#sealed) };
  }

  #record(fields: Readonly<Record<string, unknown>>): Finding | undefined {
    const row = rowOf(fields);
    if (row === undefined) return broken(`Line ${this.#rows + 1} is no record`);
    this.#begin ??= { sequence: row.sequence - 1, hash: row.previous };
    const judged = judge(row, this.#link ?? this.#begin);
    if (judged.kind === 'broken') return judged;
    this.#rows += 1;
    this.#link = judged.link;
    return undefined;
  }

  #seal({ segment, signature }: Readonly<Record<string, unknown>>): Finding | undefined {
    const signed = { statement: canonicalText(segment), signature: typeof signature === 'string' ? signature : '' };
    const read = readSegment(signed, this.#key);
    if (read.kind === 'broken') return read;
    this.#sealed = read.statement;
    const { first, last, previous } = read.statement;
    const begins = this.#begin?.sequence === first - 1 && this.#begin.hash === previous;
    if (!begins) return broken(`The file does not begin with row ${first}, as its signature says`);
    if (this.#link?.sequence !== last) return broken(`The file does not end with row ${last}, as its signature says`);
    return judgeSealed(read.statement, this.#link);
  }
}

function rowOf({ previous, hash, ...told }: Readonly<Record<string, unknown>>): ChainedRow | undefined {
  const { tenant, sequence } = told;
  if (typeof previous !== 'string' || typeof hash !== 'string') return undefined;
  if (typeof tenant !== 'string' || typeof sequence !== 'number') return undefined;
  return { tenant, sequence, previous, hash, canonical: canonicalText(told) };
}
