import { AuditReading } from '../../../frontend/audit/audit-reading.ts';
import type { AuditSight } from '../../../frontend/audit/audit-reading.ts';
import { ServiceUnavailable } from '../../../frontend/service/errors.ts';
import { later, paged, recordsIn, ToldAudit } from './told-audit.ts';

const all = recordsIn('several-days').slice(0, 30);
const away = new ServiceUnavailable('The stage service can’t be reached.');

function reading(answer: ToldAudit['answer']): { audit: ToldAudit; reading: AuditReading; sights: AuditSight[] } {
  const audit = new ToldAudit(answer);
  const sights: AuditSight[] = [];
  const search = { application: 'shop' };
  return {
    audit,
    sights,
    reading: new AuditReading({ service: audit, search, onSight: (sight) => sights.push(sight) }),
  };
}

const shown = (sights: readonly AuditSight[]): readonly number[] =>
  (sights[sights.length - 1]?.lines?.records ?? []).map(({ sequence }) => sequence);
const sequences = (from: number, to: number): readonly number[] => all.slice(from, to).map(({ sequence }) => sequence);

describe('reading the audit', () => {
  it('adds older pages below, until nothing is older', async () => {
    const { reading: read, sights, audit } = reading(paged(all, 12));
    await read.lookAgain();
    await read.loadOlder();
    await read.loadOlder();
    expect(shown(sights)).toEqual(sequences(0, 30));
    expect(sights[sights.length - 1]?.lines?.next).toBeUndefined();
    await read.loadOlder();
    expect(audit.asked).toHaveLength(3);
    expect(shown(sights)).toEqual(sequences(0, 30));
  });

  it('puts new records on top, each once, and keeps the older ones that were loaded', async () => {
    const { reading: read, sights, audit } = reading(paged(all.slice(4), 10));
    await read.lookAgain();
    await read.loadOlder();
    audit.answer = paged(all, 10);
    await read.lookAgain();
    expect(shown(sights)).toEqual(sequences(0, 24));
    await read.loadOlder();
    expect(shown(sights)).toEqual(sequences(0, 30));
  });

  it('leaves no gap where more is new than a page holds', async () => {
    const { reading: read, sights, audit } = reading(paged(all.slice(20), 5));
    await read.lookAgain();
    audit.answer = paged(all, 5);
    await read.lookAgain();
    expect(shown(sights)).toEqual(sequences(0, 5));
    await read.loadOlder();
    expect(shown(sights)).toEqual(sequences(0, 10));
  });

  it('keeps what it has when a call fails, says which, and goes on from there', async () => {
    const { reading: read, sights, audit } = reading(paged(all, 10));
    await read.lookAgain();
    audit.answer = () => away;
    await read.loadOlder();
    expect(sights[sights.length - 1]).toMatchObject({ failure: { of: 'older', error: away } });
    expect(shown(sights)).toEqual(sequences(0, 10));
    audit.answer = paged(all, 10);
    await read.loadOlder();
    expect(sights[sights.length - 1]?.failure).toBeUndefined();
    expect(shown(sights)).toEqual(sequences(0, 20));
  });

  it('asks for one thing after the other', async () => {
    const slow = later();
    const { reading: read, audit } = reading(() => slow.answer);
    const looks = [read.lookAgain(), read.loadOlder(), read.lookAgain()];
    await Promise.resolve();
    expect(audit.asked).toHaveLength(1);
    audit.answer = paged(all, 10);
    await slow.come({ records: all.slice(0, 10), next: String(all[9]?.sequence) });
    await Promise.all(looks);
    expect(audit.asked.map(({ before }) => before)).toEqual([undefined, String(all[9]?.sequence), undefined]);
  });

  it('says nothing any more once it was stopped, and asks for nothing', async () => {
    const slow = later();
    const { reading: read, audit, sights } = reading(() => slow.answer);
    const looked = read.lookAgain();
    const again = read.lookAgain();
    await Promise.resolve();
    read.stop();
    const before = sights.length;
    await slow.come({ records: all });
    await Promise.all([looked, again]);
    expect(sights).toHaveLength(before);
    expect(audit.asked).toHaveLength(1);
  });
});
