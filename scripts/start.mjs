// `npm start`: the playground. Deck with the plugin, the service and a simulated cluster on this machine; needs Node only.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { installMissing } from './test/packages.mjs';
import { nodeProblem } from './test/requirements.mjs';

function problem() {
  return nodeProblem(process.versions.node) ?? installMissing()?.why ?? pluginProblem();
}

/** Quiet unless it fails: what is wrong with the plugin is said by its compiler. */
function pluginProblem() {
  const rollup = 'node_modules/rollup/dist/bin/rollup';
  const { status, stderr } = spawnSync(process.execPath, [rollup, '-c', '--silent'], { encoding: 'utf8' });
  if (status === 0 && existsSync('dist/plugin/index.js')) return undefined;
  return `${stderr.trim()}\nThe plugin could not be built; what rollup says is above.`.trimStart();
}

/** The exit code of the playground. A signal reaches it too when it was sent to this process alone. */
function play() {
  const words = ['--import', 'tsx', 'test/playground/main.ts', ...process.argv.slice(2)];
  const playground = spawn(process.execPath, words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => playground.kill(signal));
  return new Promise((resolve) => {
    playground.on('error', () => resolve(1));
    playground.on('close', (code) => resolve(code ?? 1));
  });
}

process.chdir(new URL('..', import.meta.url).pathname);
const why = problem();
if (why !== undefined) console.error(why);
process.exitCode = why === undefined ? await play() : 1;
