import { projectFiles, read } from './tracked-files.ts';

const sheets = projectFiles.filter((file) => file.startsWith('frontend/') && file.endsWith('.css'));

describe('A style sheet', () => {
  // Of such a rule Blink keeps no more than "everything below may look otherwise": each row that came or went while somebody
  // scrolled had all rows of the table styled anew, 321 elements a frame for 37. `:where(:not(:first-child))` says the same.
  it('asks of no element, whatever it is, what stands before it', () => {
    const asking = sheets.flatMap((sheet) =>
      [...read(sheet).matchAll(/^.*[+~]\s*\*.*$/gm)].map(([line]) => `${sheet}: ${line}`),
    );
    expect(asking).toEqual([]);
    expect(sheets.length).toBeGreaterThan(10);
  });
});
