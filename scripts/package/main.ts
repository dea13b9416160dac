import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { at, listAt } from '../../backend-stub/deployment/kubernetes-object.ts';
import { billOfMaterials } from './bill-of-materials.ts';
import { bundledPackages, labelOf, noticeText } from './bundled-packages.ts';
import type { BundledPackage } from './bundled-packages.ts';
import { packChart } from './chart.ts';
import { layApplication, laySystem } from './image-root.ts';
import { writeImage } from './image.ts';
import { ManifestInvalid, readManifest, requireChanges } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { nodeComponent, nodeFolder } from './node-runtime.ts';
import { pluginRelease } from './plugin.ts';
import { releaseDate } from './release-date.ts';
import { layService, packService } from './service.ts';
import { debianComponent, sharedLibraries, whyNoImage } from './shared-libraries.ts';
import type { SharedLibraries } from './shared-libraries.ts';

const usage = `npm run package [-- --into FOLDER]: what a release consists of, in dist/release or FOLDER, the same bytes each time.`;

interface Release {
  readonly manifest: Manifest;
  readonly date: Date;
  readonly into: string;
  readonly scratch: string;
}

/** What goes into the image beside the service; undefined where none can be made. */
interface System {
  readonly node: string;
  readonly libraries: SharedLibraries;
}

function main(): void {
  const { values } = parseArgs({
    options: { into: { type: 'string', default: 'dist/release' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return console.log(usage);
  const manifest = readManifest();
  requireChanges(manifest, readFileSync('CHANGELOG.md', 'utf8'));
  const why = whyNoImage();
  if (why !== undefined && process.env['CI'] === 'true') throw new Error(`In CI nothing may be left out: ${why}.`);
  const into = resolve(values.into);
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'gennaker-package-'));
  try {
    makeRelease({ manifest, date: releaseDate(), into, scratch }, why === undefined);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  if (why !== undefined) console.log(`left out: ${why}`);
}

function makeRelease(release: Release, withImage: boolean): void {
  const { manifest, date, into, scratch } = release;
  const built = join(scratch, 'built');
  const indexJs = join(built, 'index.js');
  run('scripts/build-service.mjs', built);
  run('node_modules/rollup/dist/bin/rollup', '-c', '--silent', '--file', indexJs);
  const packages = bundledPackages(readInputs(join(built, 'inputs.json')));
  const system = withImage ? readSystem() : undefined;
  const plugin = pluginRelease(manifest, { indexJs: readFileSync(indexJs), date });
  const materials = materialsOf(release, packages, system);
  const service = join(scratch, 'service');
  layService(service, {
    bundle: join(built, 'gennaker.js'),
    licence: 'LICENSE',
    notices: noticeText(packages),
    materials,
    plugin,
  });
  writeFileSync(join(into, plugin.zipName), plugin.zip);
  writeFileSync(join(into, 'plugins.json'), plugin.index);
  writeFileSync(join(into, `gennaker-${manifest.version}.sbom.cdx.json`), materials);
  packService({ folder: service, into, manifest, engines: at(readJson('package.json'), 'engines') });
  if (system !== undefined) {
    packChart({ manifest, into, scratch });
    makeImage(release, system);
  }
  writeChecksums(into);
}

function makeImage({ manifest, date, into, scratch }: Release, { node, libraries }: System): void {
  const roots = ['system', 'application'].map((name) => join(scratch, name));
  const [system = '', application = ''] = roots;
  laySystem(system, node, libraries);
  layApplication(application, join(scratch, 'service'));
  writeImage({ roots, manifest, date, scratch, archive: join(into, `gennaker-${manifest.version}-image-amd64.tar`) });
}

function readSystem(): System {
  const node = nodeFolder();
  return { node, libraries: sharedLibraries(join(node, 'bin', 'node')) };
}

function materialsOf({ manifest, date }: Release, packages: readonly BundledPackage[], system?: System): string {
  // Not `--omit=dev`: npm 11 then leaves out what tools of ours need too, `jose` for one.
  const words = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const npm: unknown = JSON.parse(execFileSync('npm', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
  const others = system === undefined ? [] : [nodeComponent, ...system.libraries.packages.map(debianComponent)];
  return billOfMaterials({ npm, bundled: new Set(packages.map(labelOf)), others, version: manifest.version, date });
}

/** As `sha256sum --check` reads it. */
function writeChecksums(folder: string): void {
  const lines = readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
    .map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}`);
  writeFileSync(join(folder, 'SHA256SUMS'), `${lines.join('\n')}\n`);
  for (const name of readdirSync(folder).toSorted())
    console.log(`${(statSync(join(folder, name)).size / 1_000_000).toFixed(2).padStart(8)} MB  ${name}`);
}

function readInputs(file: string): readonly string[] {
  return listAt({ inputs: readJson(file) }, 'inputs').filter((file) => typeof file === 'string');
}

function readJson(file: string): unknown {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return read;
}

function run(...words: readonly string[]): void {
  execFileSync(process.execPath, words, { stdio: 'pipe' });
}

try {
  main();
} catch (error) {
  console.error(error instanceof ManifestInvalid ? error.message : error);
  process.exitCode = 1;
}
