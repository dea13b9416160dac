// `npm run package`: what a release consists of, in dist/release. See docs/install.md.
import { runProgram } from './run-program.mjs';

await runProgram('scripts/package/main.ts', { words: process.argv.slice(2) });
