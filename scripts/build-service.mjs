// `npm run build`: the service as one file, dist/service/gennaker.js (or in a folder that is named), with its packages in it: it
// needs Node and nothing else, starts in a fifth of the time, and leaves out what it does not use of them, which was 50 MB of
// memory (most of it a class for every kind of Kubernetes).
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const entry = 'backend-stub/main.ts';
const [folder = 'dist/service'] = process.argv.slice(2);
const outfile = `${folder}/gennaker.js`;

if (!existsSync(entry)) {
  console.error(`The service can't be built: ${entry} does not exist. Run this from the root of the project.`);
  process.exit(1);
}

// Some packages are CommonJS, and ask for Node's own modules by `require`.
const head = `#!/usr/bin/env node
import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
const __filename = import.meta.filename; const __dirname = import.meta.dirname;`;

const built = await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  // Neither is used by the service: a database inside the process is the playground's, and `pg` asks for the other in vain.
  external: ['@electric-sql/pglite', 'pg-native'],
  // Node's own is deprecated, and says so at each start from 21 on (DEP0040). `node-fetch` of @kubernetes/client-node asks for it.
  alias: { punycode: 'punycode/punycode.js' },
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  metafile: true,
  banner: { js: head },
  logLevel: 'info',
}).catch(() => undefined);

// What is wrong, and where, esbuild has printed itself.
if (built === undefined) process.exitCode = 1;
else {
  chmodSync(outfile, 0o755);
  // Which packages are in it, for the list that goes with a release.
  writeFileSync(`${folder}/inputs.json`, JSON.stringify(Object.keys(built.metafile.inputs).toSorted()));
}
