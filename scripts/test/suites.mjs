import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countsOf } from './report.mjs';
import { withoutBrowser, withoutGo } from './requirements.mjs';

/** Of two cores jest would use one. `--forceExit`: Node 20 may spin for ever on a socket that was reset while it ended. */
const atOnce = (workers) => [`--maxWorkers=${workers}`, '--forceExit'];

/** Most of the time they wait for the control plane, of which each worker has its own; it dies with the process. */
const onTheCluster = { requirement: withoutGo, arguments: atOnce(3) };

/** Each is one or more projects of jest.config.mjs, of its own name when it says none. */
export const suites = {
  unit: { projects: ['unit', 'frontend'], arguments: atOnce(3) },
  contract: onTheCluster,
  cluster: onTheCluster,
  browser: { arguments: atOnce(2), requirement: withoutBrowser },
  faults: onTheCluster,
};

/** One run of jest plays those of a row: none waits for the last file of another, and a worker boots one control plane for all. */
const rows = [['unit'], ['contract', 'cluster', 'faults'], ['browser']];

/** As rows of their names, in the order in which they are played. */
export function inRows(wanted) {
  return rows.map((row) => row.filter((suite) => wanted.includes(suite))).filter((row) => row.length > 0);
}

/** Runs the suites of a row that this machine can, by one jest, and reads what became of each from jest's own report. */
export function runRow(row, { name, leftOut, scratch, packages, mayBeEmpty }) {
  const left = new Map(row.map((suite) => [suite, suites[suite].requirement?.(suite, leftOut)]));
  const played = row.filter((suite) => left.get(suite) === undefined);
  if (played.length === 0) return [...left.values()];
  const report = join(scratch, `${played.join('-')}.json`);
  const started = Date.now();
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...jestArguments({ played, name, report })],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        GENNAKER_LEFT_OUT: leftOut,
        GENNAKER_SCRATCH: scratch,
        GENNAKER_PACKAGES: packages,
        NODE_OPTIONS: nodeOptions(),
      },
    },
  );
  const seconds = (Date.now() - started) / 1000;
  const byTitle = name !== undefined && !isPath(name);
  const results = countsOf({ report, status, played, seconds, projectsOf, mayBeEmpty, byTitle });
  return row.map((suite) => left.get(suite) ?? results.find(({ title }) => title === suite));
}

function jestArguments({ played, name, report }) {
  const [{ arguments: own }] = played.map((suite) => suites[suite]);
  const always = [...own, '--json', `--outputFile=${report}`, '--passWithNoTests'];
  return [
    ...always,
    ...selection(name),
    ...(name === undefined ? leftToFullMode(played) : []),
    '--selectProjects',
    ...played.flatMap(projectsOf),
  ];
}

function projectsOf(suite) {
  return suites[suite].projects ?? [suite];
}

/** Minutes without an API server: test/faults/README.md. */
function leftToFullMode(played) {
  const isShort = played.includes('faults') && !['ci', 'full'].includes(process.env.GENNAKER_FAULTS);
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
