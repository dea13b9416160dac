// `npm run build`: the service as one file, dist/service/gennaker.js. Packages stay outside: an operator installs `dependencies`.
// `--with-packages` puts them in: that starts in a fifth of the time, for tests that start it hundreds of times.
import { chmodSync, existsSync } from 'node:fs';
import { build } from 'esbuild';

const entry = 'backend-stub/main.ts';
const outfile = 'dist/service/gennaker.js';

if (!existsSync(entry)) {
  console.error(`The service can't be built: ${entry} does not exist. Run this from the root of the project.`);
  process.exit(1);
}

const withPackages = process.argv.includes('--with-packages');
// Some packages are CommonJS, and ask for Node's own modules by `require`.
const requireLine =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n" +
  'const __filename = import.meta.filename; const __dirname = import.meta.dirname;';

const built = await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  ...(withPackages ? { external: ['@electric-sql/pglite', 'pg-native'] } : { packages: 'external' }),
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  banner: { js: withPackages ? requireLine : '#!/usr/bin/env node' },
  logLevel: 'info',
}).catch(() => undefined);

// What is wrong, and where, esbuild has printed itself.
if (built === undefined) process.exitCode = 1;
else chmodSync(outfile, 0o755);
