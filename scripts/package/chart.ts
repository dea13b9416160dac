import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Manifest } from './manifest.ts';
import { compress, writeTar } from './tar.ts';

interface Chart {
  readonly manifest: Manifest;
  readonly into: string;
  readonly scratch: string;
}

/** `deploy/chart` as Helm installs it from a file: with the version of this release, and files in place of links. */
export function packChart({ manifest, into, scratch }: Chart): void {
  const folder = join(scratch, 'gennaker');
  cpSync('deploy/chart', folder, { recursive: true, dereference: true });
  const file = join(folder, 'Chart.yaml');
  const chart = parseDocument(readFileSync(file, 'utf8'));
  chart.set('version', manifest.version);
  chart.set('appVersion', manifest.version);
  writeFileSync(file, chart.toString());
  const archive = join(scratch, 'chart.tar');
  writeTar(scratch, archive, 'gennaker');
  compress(archive);
  copyFileSync(`${archive}.gz`, join(into, `gennaker-chart-${manifest.version}.tgz`));
}
