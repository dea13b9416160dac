// `node scripts/test.mjs all|unit|contract|cluster|browser|faults [NAME]`: NAME is part of a test file's path, or else of a test's title.
// The last line is `N passed, N failed`, `, N skipped` may follow. Needs Node only; installs the packages when they are missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePackages } from './test/bundled-packages.mjs';
import { runChecks } from './test/checks.mjs';
import { installMissing } from './test/packages.mjs';
import { nodeProblem } from './test/requirements.mjs';
import { conclude, failure } from './test/results.mjs';
import { inRows, runRow, suites } from './test/suites.mjs';

const [wanted = 'all', name] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'gennaker-test-'));
const leftOut = process.env.GENNAKER_LEFT_OUT ?? join(scratch, 'left-out.txt');

async function run() {
  const known = ['all', ...Object.keys(suites)];
  if (!known.includes(wanted))
    return [failure('arguments', `There is no "${wanted}" to test, only ${known.join(', ')}.`)];
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) return [failure('Node', problem)];
  const install = installMissing();
  if (install !== undefined) return [install];
  const before = wanted === 'all' ? await runChecks(leftOut) : [];
  const chosen = wanted === 'all' ? Object.keys(suites) : [wanted];
  const mayBeEmpty = wanted === 'all' && name !== undefined;
  const packages = join(scratch, 'packages');
  await bundlePackages(packages);
  return [...before, ...inRows(chosen).flatMap((row) => runRow(row, { name, leftOut, scratch, packages, mayBeEmpty }))];
}

try {
  process.exitCode = conclude(await run(), leftOut);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
