import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for files that only this run reads: gone with the run's own, which `scripts/test.mjs` makes and removes. */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(process.env['GENNAKER_SCRATCH'] ?? tmpdir(), `gennaker-${name}-`));
}
