import { spawn } from 'node:child_process';
import { installMissing } from './test/packages.mjs';
import { nodeProblem } from './test/requirements.mjs';

/**
 * Runs one of our programs in TypeScript from the root of the project, after whatever keeps this machine from it was said in a
 * sentence. The exit code is the program's.
 */
export async function runProgram(file, { words = [], otherProblem = () => undefined } = {}) {
  process.chdir(new URL('..', import.meta.url).pathname);
  const why = nodeProblem(process.versions.node) ?? installMissing()?.why ?? otherProblem();
  if (why !== undefined) console.error(why);
  process.exitCode = why === undefined ? await run(['--import', 'tsx', file, ...words]) : 1;
}

/** A signal reaches the program too when it was sent to this process alone. */
function run(words) {
  const program = spawn(process.execPath, words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => program.kill(signal));
  return new Promise((resolve) => {
    program.on('error', () => resolve(1));
    program.on('close', (code) => resolve(code ?? 1));
  });
}
