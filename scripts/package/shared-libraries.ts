import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import type { Component } from './bill-of-materials.ts';

/** What a program needs of the system to be loaded, and which Debian packages that is. */
export interface SharedLibraries {
  /** Where the loader looks, each a file or a link to one. */
  readonly files: readonly string[];
  readonly packages: readonly DebianPackage[];
}

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** Where its authors say what may be done with it. */
  readonly copyrightFile: string;
}

/** Why no image can be made here, in a sentence; undefined where one can. */
export function whyNoImage(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync('/var/lib/dpkg/status')) return undefined;
  return 'the image and the chart are packed on Debian on x64, whose C library the image takes along';
}

/** Of a program for the C library of this machine. */
export function sharedLibraries(program: string): SharedLibraries {
  const files = filesIn(execFileSync('ldd', [program], { encoding: 'utf8' }));
  const names = new Set(files.map(packageOf));
  return { files, packages: [...names].toSorted().map(readPackage) };
}

/** `name => file (address)`, or the loader as `file (address)`. */
function filesIn(listing: string): readonly string[] {
  const missing = /^\s*(\S+) => not found/m.exec(listing)?.[1];
  if (missing !== undefined) throw new Error(`Node needs ${missing}, which this machine does not have.`);
  return listing.split('\n').flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function packageOf(file: string): string {
  const owner = execFileSync('dpkg-query', ['--search', `*${realpathSync(file).replace(/^\/usr/, '')}`], {
    encoding: 'utf8',
  });
  const name = owner.split(':')[0];
  if (name === undefined || name === '') throw new Error(`${file} belongs to no Debian package.`);
  return name;
}

function readPackage(name: string): DebianPackage {
  const format = '--showformat=${Version}\t${Architecture}\n';
  const line = execFileSync('dpkg-query', ['--show', format, `${name}:amd64`], { encoding: 'utf8' }).trim();
  const [version = '', architecture = ''] = line.split('\t');
  return { name, version, architecture, copyrightFile: `/usr/share/doc/${name}/copyright` };
}

export function debianComponent({ name, version, architecture }: DebianPackage): Component {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=${architecture}`;
  return { type: 'library', name, version, purl };
}
