// `npm start`: the playground. Deck with the plugin, the service and a simulated cluster on this machine; needs Node only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runProgram } from './run-program.mjs';

/** Quiet unless it fails: what is wrong with the plugin is said by its compiler. */
function pluginProblem() {
  const rollup = 'node_modules/rollup/dist/bin/rollup';
  const { status, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent'], { encoding: 'utf8' });
  if (status === 0 && existsSync('dist/plugin/index.js')) return undefined;
  return `${stderr.trim()}\nThe plugin could not be built; what rollup says is above.`.trimStart();
}

await runProgram('test/playground/main.ts', { words: process.argv.slice(2), otherProblem: pluginProblem });
