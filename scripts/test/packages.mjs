import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { failure } from './results.mjs';

/** Runs `npm ci` when node_modules is missing or is not what the lock says; a result only when that failed. */
export function installMissing() {
  const difference = differenceFromLock();
  if (difference === undefined) return undefined;
  console.log(`Installing the packages with "npm ci": ${difference}.`);
  // Without --include=dev, a NODE_ENV of production would leave the tests' own tools out.
  const { status } = spawnSync('npm', ['ci', '--include=dev'], { stdio: 'inherit' });
  return status === 0 ? undefined : failure('packages', '"npm ci" failed; its last lines above say why.');
}

/** npm keeps what it installed in node_modules/.package-lock.json. Dates say nothing here: git sets its own. */
function differenceFromLock() {
  const installedFile = 'node_modules/.package-lock.json';
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf(installedFile);
  const differing = Object.keys(wanted).find((path) => path !== '' && !sameVersion(wanted[path], installed[path]));
  const surplus = Object.keys(installed).find((path) => !(path in wanted));
  const odd = differing ?? surplus;
  return odd === undefined ? undefined : `${odd} is not what package-lock.json says`;
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** Optional packages are for one platform each: most are missing, as they should be. */
function sameVersion(wanted, installed) {
  return installed === undefined ? wanted.optional === true : wanted.version === installed.version;
}
