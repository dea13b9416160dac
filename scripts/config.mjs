// `npm run config -- --for …`: what an operator applies to Spinnaker, out of plugin.yaml. See docs/install.md.
import { runProgram } from './run-program.mjs';

await runProgram('scripts/config/main.ts', { words: process.argv.slice(2) });
