import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import config from '../../jest.config.mjs';

/** What became of each suite that one run of jest has played. When jest ended badly and no test says why, the first one failed. */
export function countsOf({ report, status, played, seconds, projectsOf, mayBeEmpty = false, byTitle = false }) {
  const none = { passed: 0, failed: 1, skipped: 0 };
  if (!existsSync(report))
    return played.map((title) => ({ title, seconds, ...none, why: `jest ended without a report (${status})` }));
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const all = sum(testResults.map(duration));
  const counted = played.map((title) => {
    const files = testResults.filter(({ name }) => projectsOf(title).includes(projectOf(name)));
    // Of a run that several share, each has its share.
    const share = { title, seconds: played.length === 1 ? seconds : (seconds * sum(files.map(duration))) / (all || 1) };
    const counts = count(files);
    const isEmpty = counts.passed + counts.failed === 0 && !mayBeEmpty;
    if (isEmpty) return { ...share, ...none, why: 'no test of it ran' };
    // Jest calls what a title leaves out pending too; only what a test file itself skips is worth saying.
    return { ...share, ...counts, skipped: byTitle ? 0 : counts.skipped };
  });
  if (status === 0 || counted.some(({ failed }) => failed > 0)) return counted;
  const [first, ...others] = counted;
  return [{ ...first, failed: 1, why: `jest ended with ${status}` }, ...others];
}

/** A file that could not be loaded has no tests to count: it counts as one that failed. */
function count(files) {
  const statuses = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const passed = statuses.filter((status) => status === 'passed').length;
  const broken = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  );
  const failed = statuses.filter((status) => status === 'failed').length + broken.length;
  return {
    passed,
    failed,
    skipped: statuses.length - passed - statuses.filter((status) => status === 'failed').length,
  };
}

/** By its room: each belongs to one project. */
function projectOf(file) {
  const room = relative('.', file).split(/[\\/]/)[1];
  return config.projects.find(({ testMatch }) => testMatch.some((pattern) => pattern.includes(`/test/${room}/`)))
    ?.displayName;
}

function duration({ startTime, endTime }) {
  return Math.max(endTime - startTime, 0);
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
