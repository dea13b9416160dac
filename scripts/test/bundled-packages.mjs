import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Packages of hundreds of modules, which jest would find, read and compile anew for each test file: a second of the processor. */
const whole = [
  '@fastify/swagger',
  '@fastify/type-provider-typebox',
  'axios',
  'cockatiel',
  'fastify',
  'jose',
  'kysely',
  'pg',
  'pino',
  'prom-client',
  'typebox',
  'typebox/compile',
  'yaml',
];

/** Of this one, what somebody here imports: the rest is a class for every kind of Kubernetes. */
const inPart = {
  '@kubernetes/client-node': ['CustomObjectsApi', 'KubeConfig', 'KubernetesObjectApi', 'PatchStrategy'],
};

const packages = [...whole, ...Object.keys(inPart)];

/** Some of what is in them is CommonJS, and asks for Node's own modules by `require`. */
const head = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Each as one file, beside what two of them share. Asked when packages are installed, so that esbuild is. */
export async function bundlePackages(folder) {
  const { build } = await import('esbuild');
  const entries = await Promise.all(
    packages.map(async (name) => {
      const names = inPart[name] ?? Object.keys(await import(name));
      const entry = join(folder, 'entries', `${name}.mjs`);
      mkdirSync(dirname(entry), { recursive: true });
      writeFileSync(entry, `export { ${names.join(', ')} } from '${name}';\n`);
      return [name, entry];
    }),
  );
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    nodePaths: ['node_modules'],
    external: ['pg-native'],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: head },
    // Fastify looks a plugin's name up in it, at each `register`; jest makes it up each time that it is asked for.
    define: { 'require.cache': 'undefined' },
    logLevel: 'error',
  });
}

/** For jest's `moduleNameMapper`. */
export function mapToBundles(folder) {
  return Object.fromEntries(packages.map((name) => [`^${name}$`, join(folder, `${name}.mjs`)]));
}
