import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutBrowser, withoutGo } from './requirements.mjs';

/** Of two cores jest would use one. `--forceExit`: Node 20 may spin for ever on a socket that was reset while it ended. */
const atOnce = (workers) => [`--maxWorkers=${workers}`, '--forceExit'];

/** Most of the time they wait for the control plane, of which each worker has its own; it dies with the process. */
const onTheCluster = { requirement: withoutGo, arguments: atOnce(3) };

/** Each is one or more projects of jest.config.mjs, of its own name when it says none. */
export const suites = {
  unit: { projects: ['unit', 'frontend'], arguments: atOnce(2) },
  contract: onTheCluster,
  cluster: onTheCluster,
  browser: { arguments: atOnce(2), requirement: withoutBrowser },
  faults: onTheCluster,
};

/** Runs one jest project and reads its totals from jest's own report. */
export function runSuite(suite, { name, leftOut, scratch, mayBeEmpty }) {
  const report = join(scratch, `${suite}.json`);
  const started = Date.now();
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...jestArguments({ suite, name, report })],
    {
      stdio: 'inherit',
      env: { ...process.env, GENNAKER_LEFT_OUT: leftOut, GENNAKER_SCRATCH: scratch, NODE_OPTIONS: nodeOptions() },
    },
  );
  const counts = readReport({ report, status, mayBeEmpty, byTitle: name !== undefined && !isPath(name) });
  return { title: suite, seconds: (Date.now() - started) / 1000, ...counts };
}

function jestArguments({ suite, name, report }) {
  const { projects = [suite], arguments: own } = suites[suite];
  const always = [...own, '--json', `--outputFile=${report}`, '--passWithNoTests'];
  return [
    ...always,
    ...selection(name),
    ...(name === undefined ? leftToFullMode(suite) : []),
    '--selectProjects',
    ...projects,
  ];
}

/** Minutes without an API server: test/faults/README.md. */
function leftToFullMode(suite) {
  const isShort = suite === 'faults' && process.env.GENNAKER_FAULTS !== 'full';
  return isShort ? ['--testPathIgnorePatterns', 'faults/cluster', '/node_modules/'] : [];
}

function selection(name) {
  if (name === undefined) return [];
  return [isPath(name) ? '--testPathPatterns' : '--testNamePattern', escapePattern(name)];
}

/** A name is part of a test file's path, or else of a test's title. */
function isPath(name) {
  const files = readdirSync('test', { recursive: true }).filter((file) => /\.test\.tsx?$/.test(file));
  return files.some((file) => join('test', file).toLowerCase().includes(name.toLowerCase()));
}

function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Jest runs ES modules only with the first; the second keeps Node from saying so at every file. */
function nodeOptions() {
  const given = process.env.NODE_OPTIONS ?? '';
  const needed = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return [given, ...needed.filter((option) => !given.includes(option))].join(' ').trim();
}

/** A file that could not be loaded has no tests to count: it counts as one that failed. So does a jest that ended badly. */
function readReport({ report, status, mayBeEmpty, byTitle }) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, why: `jest ended without a report (${status})` };
  const jest = JSON.parse(readFileSync(report, 'utf8'));
  const passed = jest.numPassedTests;
  const failed = jest.numFailedTests + jest.numRuntimeErrorTestSuites;
  // Jest calls what a title leaves out pending too; only what a test file itself skips is worth saying.
  const skipped = byTitle ? 0 : jest.numPendingTests + jest.numTodoTests;
  if (failed === 0 && status !== 0) return { passed, failed: 1, skipped, why: `jest ended with ${status}` };
  if (passed + failed === 0 && !mayBeEmpty) return { passed, failed: 1, skipped, why: 'no test of it ran' };
  return { passed, failed, skipped };
}
