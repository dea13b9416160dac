import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportMissing } from '../../postgres/programs.ts';

describe('a machine without PostgreSQL', () => {
  it('fails in CI', () => {
    expect(() => reportMissing({ CI: 'true' })).toThrow('In CI nothing may be left out: install postgresql.');
  });

  it('elsewhere goes on, and has it said at the end of the run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gennaker-left-out-'));
    const file = join(folder, 'left-out');
    reportMissing({ GENNAKER_LEFT_OUT: file });
    expect(readFileSync(file, 'utf8')).toBe('PostgreSQL: initdb not found, store tests ran on PGlite only\n');
    rmSync(folder, { recursive: true });
    expect(() => reportMissing({})).not.toThrow();
  });
});
