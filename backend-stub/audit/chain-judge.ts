import type { KeyObject } from 'node:crypto';
import { broken, judge, noHash, rowName } from './chain.ts';
import type { ChainedRow, Finding, Link } from './chain.ts';
import { judgeSealed, judgeSegment, readSegment, segmentName } from './segments.ts';
import type { SignedSegment, Statement } from './segments.ts';

export interface JudgedChain {
  readonly tenant: string;
  readonly segments: readonly SignedSegment[];
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
    if (this.#segment?.last !== row.sequence) return;
    this.#finding = judgeSealed(this.#segment, judged.link);
    if (this.#finding === undefined) this.#nextSegment();
  }

  /** `head`: where the chain ends by what the service counts on. */
  end(head: Link): Finding | undefined {
    const { tenant } = this.#chain;
    const { sequence, hash } = this.#link;
    if (this.#finding !== undefined) return this.#finding;
    if (this.#segment !== undefined)
      return broken(
        `${rowName(tenant, sequence + 1)} is missing: ${segmentName(this.#segment)} was signed, and the chain ends before its last row`,
      );
    if (sequence < head.sequence)
      return broken(
        `${rowName(tenant, sequence + 1)} is missing: ${head.sequence} rows were written, and the chain ends after ${sequence}`,
      );
    if (hash !== head.hash) return broken(`${rowName(tenant, sequence)} is not the last one that was written`);
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
