import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that is filled once a run of `scripts/test.mjs`, whose own folder all its workers share, with what takes seconds of
 * the processor and is the same for each of them. Outside such a run it is the caller's alone and goes with its process.
 */
export function onceARun(name: string, fill: (folder: string) => void): string {
  const run = process.env['GENNAKER_SCRATCH'];
  if (run === undefined) return ofThisProcess(name, fill);
  const folder = join(run, name);
  if (existsSync(folder)) return folder;
  const unfinished = mkdtempSync(`${folder}.unfinished-`);
  fill(unfinished);
  return inPlace(unfinished, folder);
}

function ofThisProcess(name: string, fill: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), `gennaker-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  fill(folder);
  return folder;
}

/** Whole or not there. Another worker may have been quicker: then its folder is taken. */
function inPlace(unfinished: string, folder: string): string {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return folder;
}
