// `npm run demo`: the whole stage on a real control plane, as a story. Needs Node, and Go the first time.
import { runProgram } from './run-program.mjs';

await runProgram('test/demo/main.ts');
