import { spawn } from 'node:child_process';

/** What is held before a test runs; each counts as one test. This one takes as long as all the others together. */
const lint = { title: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.'] };
const others = [
  { title: 'typecheck', command: ['node_modules/typescript/bin/tsc', '--build'] },
  { title: 'audit', command: ['scripts/test/dependencies.mjs'] },
  { title: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
];

/** The long one beside the others in turn, as each uses one core; what they print comes when they end. */
export async function runChecks(leftOut) {
  const results = await Promise.all([inTurn([lint], leftOut), inTurn(others, leftOut)]);
  return results.flat();
}

async function inTurn(checks, leftOut) {
  const results = [];
  for (const check of checks) results.push(await runCheck(check, leftOut));
  return results;
}

async function runCheck({ title, command }, leftOut) {
  const started = Date.now();
  const { status, output } = await ended(
    spawn(process.execPath, command, { env: { ...process.env, GENNAKER_LEFT_OUT: leftOut } }),
  );
  process.stdout.write(output);
  const passed = status === 0;
  return {
    title,
    passed: passed ? 1 : 0,
    failed: passed ? 0 : 1,
    skipped: 0,
    seconds: (Date.now() - started) / 1000,
    why: passed ? undefined : 'see above',
  };
}

function ended(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (output += part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
