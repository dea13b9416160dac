import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/tracked-files.ts';
import { onceARun } from '../once-a-run.ts';
import { scratchFolder } from '../scratch-folder.ts';

/** A release as `npm run package` makes it. */
export class Release {
  private constructor(readonly folder: string) {}

  static make(): Release {
    const folder = scratchFolder('release');
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    makeInto(folder);
    return new Release(folder);
  }

  /** One that nobody changes, made once a run of all tests. */
  static shared(): Release {
    return new Release(onceARun('release', makeInto));
  }

  get names(): readonly string[] {
    return readdirSync(this.folder).toSorted();
  }

  /** The one file whose name matches. */
  path(name: RegExp): string {
    const found = this.names.filter((one) => name.test(one));
    if (found.length !== 1) throw new Error(`${found.length} files are like ${name.source}: ${this.names.join(', ')}`);
    return join(this.folder, found[0] ?? '');
  }

  read(name: RegExp): Buffer {
    return readFileSync(this.path(name));
  }
}

function makeInto(folder: string): void {
  const words = [join(root, 'scripts/package.mjs'), '--into', folder];
  execFileSync(process.execPath, words, { cwd: root, stdio: 'pipe' });
}
