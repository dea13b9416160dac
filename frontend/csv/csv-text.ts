export type CsvCell = string | number | undefined;

/** Columns in their order, and what each holds of one record. */
export type CsvColumns<One> = readonly (readonly [heading: string, of: (one: One) => CsvCell])[];

/**
 * RFC 4180, with a byte order mark, without which Excel reads another character set. Cells that a spreadsheet would take for
 * a formula begin with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvText<One>(columns: CsvColumns<One>, records: readonly One[]): string {
  const rows = [columns.map(([heading]) => heading), ...records.map((one) => columns.map(([, of]) => of(one) ?? ''))];
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  const text = harmless(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** `audit-shop-2026-11-28T200315Z.csv`: of signs that every file system takes. */
export function csvName(what: string, about: string, at: Date): string {
  const time = at.toISOString().replace(/:|\.\d+/g, '');
  return `${what}-${about.replace(/[^\w.-]/g, '_')}-${time}.csv`;
}
