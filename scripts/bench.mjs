// `npm run bench` (also `-- --json`): what operators pay for, printed beside its goals. Nothing fails because of a time.
import { spawnSync } from 'node:child_process';

const run = (words) => spawnSync(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
const build = spawnSync(process.execPath, ['scripts/build-service.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });

process.exitCode =
  build.status === 0 ? run(['--import', 'tsx', 'test/bench/bench.ts', ...process.argv.slice(2)]) : (build.status ?? 1);
