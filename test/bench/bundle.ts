import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { nodeFlags } from '../../scripts/package/image.ts';
import { nodeFolder } from '../../scripts/package/node-runtime.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The service as `npm run build` makes it; `scripts/bench.mjs` has just run that. */
export const gennaker = [`${root}dist/service/gennaker.js`, 'serve'];

/** As the image runs it: with the Node that it brings, and what that is told. */
export const inImage = {
  node: (): string => `${nodeFolder()}/bin/node`,
  command: [...nodeFlags, ...gennaker],
};

/** The programs beside it, bundled in the same way, so that no loader stands between what is compared. */
export async function bundlePrograms(): Promise<Readonly<Record<'bareRoute' | 'bareService' | 'pglite', string>>> {
  const outdir = `${root}dist/bench`;
  await build({
    entryPoints: ['bare-route.ts', 'cluster/bare-service-program.ts', 'pglite-service.ts'].map((file) =>
      fileURLToPath(new URL(file, import.meta.url)),
    ),
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return {
    bareRoute: `${outdir}/bare-route.js`,
    bareService: `${outdir}/cluster/bare-service-program.js`,
    pglite: `${outdir}/pglite-service.js`,
  };
}
