import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { act } from '@testing-library/react';
import type { AuditLine, AuditLines, AuditSearch } from '../../../frontend/service/audit-lines.ts';
import { Part } from '../../../frontend/service/part.ts';
import { readAudit } from '../../../frontend/service/read-audit.ts';
import type { AccountList, StageService } from '../../../frontend/service/stage-service.ts';

export function answerIn(situation: string): unknown {
  return JSON.parse(readFileSync(join(process.cwd(), 'test/fixtures/audit', `${situation}.json`), 'utf8'));
}

export function recordsIn(situation: string): readonly AuditLine[] {
  return readAudit(new Part(answerIn(situation), 'answer')).records;
}

type Answer = AuditLines | Error;

/** An audit that answers as a test tells it to, in the order that the test likes, and keeps what it was asked. */
export class ToldAudit implements Pick<StageService, 'audit' | 'accounts'> {
  readonly asked: AuditSearch[] = [];
  access: AccountList['access'] = 'fiat';
  /** What the next calls find; with a promise, when. */
  answer: (search: AuditSearch) => Answer | Promise<Answer>;

  constructor(answer: ToldAudit['answer']) {
    this.answer = answer;
  }

  async audit(search: AuditSearch): Promise<AuditLines> {
    this.asked.push(search);
    const answered = await this.answer(search);
    if (answered instanceof Error) throw answered;
    return answered;
  }

  async accounts(): Promise<AccountList> {
    return { access: this.access, accounts: [] };
  }
}

/** Page after page of the records, so many on each: `before` is a sequence, as `next` was. */
export function paged(records: readonly AuditLine[], size: number): ToldAudit['answer'] {
  return ({ before }) => {
    const left = records.filter(({ sequence }) => before === undefined || sequence < Number(before));
    const page = left.slice(0, size);
    const last = page[page.length - 1];
    return { records: page, ...(left.length > size && last !== undefined ? { next: String(last.sequence) } : {}) };
  };
}

/** An answer that comes when the test says so. */
export function later(): { readonly answer: Promise<Answer>; readonly come: (answer: Answer) => Promise<void> } {
  let resolve: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((given) => (resolve = given));
  return { answer, come: (given) => act(async () => resolve(given)) };
}
