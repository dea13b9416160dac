import type { KeyObject } from 'node:crypto';
import { broken, judge, noHash, rowName } from './chain.ts';
import type { ChainedRow, Finding, Link } from './chain.ts';
import { judgeSealed, judgeSegment, readSegment, segmentName } from './segments.ts';
import type { SignedSegment, Statement } from './segments.ts';

export interface JudgedChain {
  readonly tenant: string;
  readonly segments: readonly SignedSegment[];
  /** Where it ended before its rows were read, by what the next row would have followed on. */
  readonly head: Link;
  /** Undefined: signatures are not looked at. */
  readonly publicKey: KeyObject | undefined;
}

/** Judges the chain of one tenant row by row, beside the segments that were sealed of it. Says the first thing that is wrong. */
export class ChainJudge {
  readonly #chain: JudgedChain;
  #link: Link = { sequence: 0, hash: noHash };
  #sealed = 0;
  #segment: Statement | undefined;
  #finding: Finding | undefined;

  constructor(chain: JudgedChain) {
    this.#chain = chain;
    this.#nextSegment();
  }

  /** What was wrong with one of the rows until now, or with a segment. */
  get finding(): Finding | undefined {
    return this.#finding;
  }

  take(row: ChainedRow): void {
    if (this.#finding !== undefined) return;
    const judged = judge(row, this.#link);
    if (judged.kind === 'broken') {
      this.#finding = judged;
      return;
    }
    this.#link = judged.link;
    this.#finding = this.#judgeHead(judged.link);
    if (this.#segment?.last !== row.sequence) return;
    this.#finding = judgeSealed(this.#segment, judged.link) ?? this.#finding;
    if (this.#finding === undefined) this.#nextSegment();
  }

  #judgeHead({ sequence, hash }: Link): Finding | undefined {
    const { head, tenant } = this.#chain;
    if (sequence !== head.sequence || hash === head.hash) return undefined;
    return broken(`${rowName(tenant, sequence)} is not the one that was written last: it was written anew`);
  }

  /** `head`: where the chain ends by now; rows may have come since the judge began. */
  end(head: Link): Finding | undefined {
    const { tenant } = this.#chain;
    const { sequence } = this.#link;
    const next = rowName(tenant, sequence + 1);
    if (this.#finding !== undefined) return this.#finding;
    if (this.#segment !== undefined)
      return broken(
        `${next} is missing: ${segmentName(this.#segment)} was signed, and the chain ends before its last row`,
      );
    if (sequence < this.#chain.head.sequence)
      return broken(
        `${next} is missing: ${this.#chain.head.sequence} rows were written, and the chain ends after ${sequence}`,
      );
    if (sequence > head.sequence)
      return broken(`${rowName(tenant, head.sequence + 1)} was put in: only ${head.sequence} rows were written`);
    return undefined;
  }

  #nextSegment(): void {
    const signed = this.#chain.segments[this.#sealed];
    const before = this.#segment;
    this.#sealed += 1;
    this.#segment = undefined;
    if (signed === undefined) return;
    const read = readSegment(signed, this.#chain.publicKey);
    if (read.kind === 'broken') {
      this.#finding = read;
      return;
    }
    this.#finding = judgeSegment(read.statement, before);
    this.#segment = read.statement;
  }
}
