import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textAt } from '../../backend-stub/deployment/kubernetes-object.ts';

/** An npm package that is in the bundle of the service, at least in part. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** What its authors want to go with it. */
  readonly notices: readonly string[];
}

/** Out of the files that a bundle was made of, in order of name. */
export function bundledPackages(files: readonly string[]): readonly BundledPackage[] {
  const folders = new Set(files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []));
  return [...folders].map(readPackage).toSorted((one, other) => compare(labelOf(one), labelOf(other)));
}

export function labelOf({ name, version }: Pick<BundledPackage, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

function readPackage(folder: string): BundledPackage {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [name, version] = [textAt(manifest, 'name'), textAt(manifest, 'version')];
  if (name === undefined || version === undefined) throw new TypeError(`${folder} has no name and version.`);
  return { name, version, notices: noticesIn(folder) };
}

function noticesIn(folder: string): readonly string[] {
  const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return names
    .filter((name) => /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** Licences ask that their text goes along with what they are about. */
export function noticeText(packages: readonly BundledPackage[]): string {
  const parts = packages.map((one) => [`## ${labelOf(one)}`, ...one.notices].join('\n\n'));
  return `${['# Packages in gennaker.js, and their licences', ...parts].join('\n\n')}\n`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
