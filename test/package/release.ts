import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/tracked-files.ts';
import { scratchFolder } from '../scratch-folder.ts';

/** A release as `npm run package` makes it. */
export class Release {
  readonly folder = scratchFolder('release');
  /** What it said. */
  readonly output: string;

  constructor() {
    process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }));
    const words = [join(root, 'scripts/package.mjs'), '--into', this.folder];
    this.output = execFileSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
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
