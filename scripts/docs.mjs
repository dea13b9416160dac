// `npm run docs`: docs/ as a site, in dist/docs. See scripts/README.md.
import { runProgram } from './run-program.mjs';

await runProgram('scripts/docs/main.ts', { words: process.argv.slice(2) });
