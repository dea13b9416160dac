// `npm run audit:verify -- --config FILE`: whether what was written down is still what was written down. See docs/audit.md.
import { runProgram } from './run-program.mjs';

await runProgram('backend-stub/main.ts', { words: ['audit', 'verify', ...process.argv.slice(2)] });
