import fc from 'fast-check';
import { csvOf } from '../../../frontend/audit/csv.ts';
import { csvName } from '../../../frontend/csv/csv-text.ts';
import type { AuditLine } from '../../../frontend/service/audit-lines.ts';
import { recordsIn } from './told-audit.ts';

/** RFC 4180, as a reader has it. */
function parse(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g);
  for (const [, quoted, plain = '', end] of cells) {
    rows[rows.length - 1]?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

function cellsOf(line: AuditLine): ReadonlyMap<string, string> {
  const [headings = [], row = []] = parse(csvOf([line]));
  return new Map(headings.map((heading, index) => [heading, row[index] ?? '']));
}

const [template] = recordsIn('one-deployment-that-waits');
if (template === undefined) throw new Error('There is no record to change.');

describe('a file of records', () => {
  it('has every field of every record under its heading, in their order', () => {
    const records = recordsIn('several-days');
    const [headings, ...rows] = parse(csvOf(records));
    expect(headings).toHaveLength(23);
    expect(rows.map((row) => row[0])).toEqual(records.map(({ sequence }) => String(sequence)));
    const refusal = cellsOf(template);
    expect(refusal.get('who')).toBe('reader@example.com');
    const machine = cellsOf({ ...template, actor: { ...template.actor, subject: 'ci' } });
    expect([machine.get('subject of the token'), refusal.get('subject of the token')]).toEqual(['ci', '']);
    expect(refusal.get('roles')).toBe('support');
    expect(refusal.get('times repeated')).toBe('3');
    expect(refusal.get('step (from 0)')).toBe('1');
    expect(JSON.parse(refusal.get('seen') ?? '')).toEqual(template.seen);
    expect([refusal.get('previous'), refusal.get('hash')]).toEqual([template.previous, template.hash]);
    expect(refusal.get('administrator')).toBe('');
    expect(cellsOf({ ...template, actor: { ...template.actor, admin: true } }).get('administrator')).toBe('yes');
  });

  it('begins with the mark by which Excel knows UTF-8, and ends its lines as RFC 4180 says', () => {
    const csv = csvOf([template]);
    expect(csv.startsWith('\uFEFFsequence,time (UTC),')).toBe(true);
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv.endsWith('\r\n')).toBe(true);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('makes no formula of %j', (text) => {
    expect(cellsOf({ ...template, sentence: text }).get('sentence')).toBe(`'${text}`);
    expect(cellsOf({ ...template, actor: { name: text, through: 'gate' } }).get('who')).toBe(`'${text}`);
  });

  it('keeps any text whole, whatever signs are in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', "'", 'a') }),
        (name, sentence) => {
          const cells = cellsOf({ ...template, sentence, actor: { name, through: 'gate' } });
          const harmless = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
          expect(cells.get('who')).toBe(harmless(name));
          expect(cells.get('sentence')).toBe(harmless(sentence));
          expect(cells.get('hash')).toBe(template.hash);
        },
      ),
    );
  });

  it('is called after its application and its time, in signs that every file system takes', () => {
    const at = new Date('2026-11-28T20:03:15.123Z');
    expect(csvName('audit', 'shop', at)).toBe('audit-shop-2026-11-28T200315Z.csv');
    expect(csvName('audit', '../a b:c', at)).toBe('audit-.._a_b_c-2026-11-28T200315Z.csv');
  });
});
