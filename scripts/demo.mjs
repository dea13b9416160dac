// `npm run demo`: the whole stage on a real control plane, as a story. Needs Node, and Go the first time.
import { spawn } from 'node:child_process';
import { installMissing } from './test/packages.mjs';
import { nodeProblem } from './test/requirements.mjs';

function problem() {
  return nodeProblem(process.versions.node) ?? installMissing()?.why;
}

/** The exit code of the story. A signal reaches it too when it was sent to this process alone. */
function tell() {
  const story = spawn(process.execPath, ['--import', 'tsx', 'test/demo/main.ts'], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => story.kill(signal));
  return new Promise((resolve) => {
    story.on('error', () => resolve(1));
    story.on('close', (code) => resolve(code ?? 1));
  });
}

process.chdir(new URL('..', import.meta.url).pathname);
const why = problem();
if (why !== undefined) console.error(why);
process.exitCode = why === undefined ? await tell() : 1;
