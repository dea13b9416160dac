import { posix } from 'node:path';
import { read } from './tracked-files.ts';

const room = 'test/contract';

/** The rows of the table whose test is not in the file that they name, as `file: title`. */
function unproven(table: string, textOf: (file: string) => string): readonly string[] {
  const rows = [...table.matchAll(/^\|[^|]*\| `(\S+\.ts)` +\| (.+?) +\|$/gm)];
  if (rows.length === 0) return ['the table has no rows'];
  return rows.flatMap(([, path = '', title = '']) => {
    const text = textOf(posix.join(room, path));
    const isThere = ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}`));
    return isThere ? [] : [`${path}: ${title}`];
  });
}

describe('the table of cases in test/contract', () => {
  it('names for every case a test that exists', () => {
    expect(unproven(read(`${room}/README.md`), read)).toEqual([]);
  });

  it('would be told apart from one that names a test that is not there', () => {
    const table = '| promote | `deciding.ts` | goes on   |\n| abort   | `deciding.ts` | goes back |\n';
    expect(unproven(table, (file) => (file === `${room}/deciding.ts` ? "it('goes on')" : ''))).toEqual([
      'deciding.ts: goes back',
    ]);
    expect(unproven('', () => '')).toEqual(['the table has no rows']);
  });
});
