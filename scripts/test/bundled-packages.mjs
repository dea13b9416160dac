import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Packages of hundreds of modules, which jest would find, read and compile anew for each test file: a second of the processor.
 * Of each, what somebody here imports. The rest of one is a class for every kind of Kubernetes.
 */
const packages = {
  '@fastify/type-provider-typebox': '*',
  '@kubernetes/client-node': '{ CustomObjectsApi, KubeConfig, KubernetesObjectApi, PatchStrategy }',
  fastify: '{ default, fastify }',
  kysely: '*',
  typebox: '{ default } from "typebox"; export *',
  'typebox/compile': '*',
};

/** Some of what is in them is CommonJS, and asks for Node's own modules by `require`. */
const head = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Each as one file, beside what two of them share. Asked when packages are installed, so that esbuild is. */
export async function bundlePackages(folder) {
  const { build } = await import('esbuild');
  const entries = Object.entries(packages).map(([name, names]) => {
    const entry = join(folder, 'entries', `${name}.mjs`);
    mkdirSync(dirname(entry), { recursive: true });
    writeFileSync(entry, `export ${names} from '${name}';\n`);
    return [name, entry];
  });
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    nodePaths: ['node_modules'],
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
  return Object.fromEntries(Object.keys(packages).map((name) => [`^${name}$`, join(folder, `${name}.mjs`)]));
}
