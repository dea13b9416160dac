import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from './manifest.ts';
import type { PluginRelease } from './plugin.ts';

/** The files that an installed service consists of. */
export interface ServiceFiles {
  readonly bundle: string;
  readonly licence: string;
  readonly notices: string;
  readonly materials: string;
  readonly plugin: PluginRelease;
}

/** Lays them into a folder, the plugin too, since the service is Gate's repository of it. */
export function layService(folder: string, { bundle, licence, notices, materials, plugin }: ServiceFiles): void {
  mkdirSync(join(folder, 'plugin'), { recursive: true });
  copyFileSync(bundle, join(folder, 'gennaker.js'));
  copyFileSync(licence, join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'THIRD-PARTY.md'), notices);
  writeFileSync(join(folder, 'sbom.cdx.json'), materials);
  writeFileSync(join(folder, 'plugin', 'plugins.json'), plugin.index);
  writeFileSync(join(folder, 'plugin', plugin.zipName), plugin.zip);
}

interface NpmPackage {
  /** As {@link layService} left it; a package.json is added. */
  readonly folder: string;
  readonly into: string;
  readonly manifest: Manifest;
  /** Which Node it runs on. */
  readonly engines: unknown;
}

/** The name of the tarball: everything that it needs is in it, so `npm install` fetches nothing. */
export function packService({ folder, into, manifest, engines }: NpmPackage): string {
  const { version, description } = manifest;
  const described = {
    name: 'gennaker',
    version,
    description,
    license: 'Apache-2.0',
    type: 'module',
    engines,
    bin: { gennaker: 'gennaker.js' },
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(described, undefined, 2)}\n`);
  // npm writes the same time and owner for every file, so that the same files are the same tarball.
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', `--pack-destination=${into}`], { cwd: folder });
  return `gennaker-${version}.tgz`;
}
