import { spawnSync } from 'node:child_process';

/** What is held before a test runs; each counts as one test. */
export const checks = [
  { title: 'typecheck', command: ['node_modules/typescript/bin/tsc', '--build'] },
  { title: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.'] },
  { title: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
];

export function runCheck({ title, command }) {
  const started = Date.now();
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
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
