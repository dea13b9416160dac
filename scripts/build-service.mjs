// `npm run build`: the service as one file, dist/service/gennaker.js. Packages stay outside: an operator installs `dependencies`.
import { chmodSync, existsSync } from 'node:fs';
import { build } from 'esbuild';

const entry = 'backend-stub/main.ts';
const outfile = 'dist/service/gennaker.js';

if (!existsSync(entry)) {
  console.error(`The service can't be built: ${entry} does not exist. Run this from the root of the project.`);
  process.exit(1);
}

const built = await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  banner: { js: '#!/usr/bin/env node' },
  logLevel: 'info',
}).catch(() => undefined);

// What is wrong, and where, esbuild has printed itself.
if (built === undefined) process.exitCode = 1;
else chmodSync(outfile, 0o755);
