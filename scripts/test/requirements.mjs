import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { failure } from './results.mjs';

/** The range of `engines` in package.json: 20.19 and later in line 20, or 22.12 and later. */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  return fits
    ? undefined
    : `Gennaker needs Node 20.19 or later in line 20, or 22.12 or later; this is Node ${version}.`;
}

/** Undefined when Go can build the cluster; in CI its absence fails, elsewhere it is written down as left out. */
export function withoutGo(suite, leftOut) {
  const problem = goProblem();
  if (problem === undefined) return undefined;
  return leaveOut(suite, leftOut, `their cluster is built with Go 1.26.1 or later and ${problem}`);
}

/** The same of a browser. */
export function withoutBrowser(suite, leftOut) {
  return browserProgram() === undefined
    ? leaveOut(suite, leftOut, 'there is no Chromium: install it, or name its program in CHROMIUM_PATH')
    : undefined;
}

/** Path of a Chromium; `CHROMIUM_PATH` wins. The one without a window goes first: it takes a quarter less of the processor. */
export function browserProgram(environment = process.env) {
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
  const usual = names.map((name) => `/usr/bin/${name}`);
  const candidates = environment.CHROMIUM_PATH === undefined ? usual : [environment.CHROMIUM_PATH];
  return candidates.find((file) => existsSync(file));
}

function leaveOut(suite, leftOut, why) {
  const sentence = `the ${suite} tests, since ${why}`;
  if (process.env.CI === 'true') return failure(suite, `In CI nothing is left out, and this would be: ${sentence}.`);
  appendFileSync(leftOut, `${sentence}\n`);
  return { title: suite, passed: 0, failed: 0, skipped: 0, seconds: 0, why: 'left out' };
}

function goProblem() {
  const answer = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  if (answer.error !== undefined) return 'there is no "go" on the PATH';
  const [, major, minor, patch = '0'] = /^go(\d+)\.(\d+)(?:\.(\d+))?/.exec(answer.stdout) ?? [];
  if (major === undefined) return `"go env GOVERSION" said ${JSON.stringify(answer.stdout.trim())}`;
  const [had, needed] = [
    [major, minor, patch],
    [1, 26, 1],
  ].map((parts) => parts.reduce((number, part) => number * 1000 + Number(part), 0));
  return had >= needed ? undefined : `this is ${answer.stdout.trim()}`;
}
