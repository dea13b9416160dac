// `npm run build`: what Deck loads, as one module. Deck gives its own libraries to plugins as properties of one global object.
import { readFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import { transform } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';
import externalGlobals from 'rollup-plugin-external-globals';
import { parse } from 'yaml';

/** What every Deck shares: https://github.com/spinnaker/spinnaker, deck/packages/core/src/plugins/sharedLibraries.ts */
export const sharedLibraries = [
  'ajv',
  '@spinnaker/core',
  '@spinnaker/kayenta',
  '@uirouter/core',
  '@uirouter/react',
  '@uirouter/rx',
  'lodash',
  'prop-types',
  'react',
  'react-dom',
  'react-redux',
  'redux-actions',
  'reselect',
  'rxjs',
  'rxjs/Observable',
];

const globalOf = (name) => `spinnaker.plugins.sharedLibraries.${name.replace(/[^a-zA-Z0-9_]/g, '_')}`;
const { id: pluginId, version } = parse(readFileSync('plugin.yaml', 'utf8'));

/** Gate serves one file of a plugin and no folder, so a style sheet travels inside it. */
const styles = {
  name: 'styles',
  async transform(code, id) {
    if (!id.endsWith('.css')) return undefined;
    const { code: text } = await transform(code, { loader: 'css', minify: true });
    return {
      code: `const style = document.createElement('style'); style.textContent = ${JSON.stringify(text.trim())}; document.head.append(style);`,
      map: { mappings: '' },
      moduleSideEffects: true,
    };
  },
};

export default {
  input: 'frontend/index.ts',
  output: {
    file: 'dist/plugin/index.js',
    format: 'es',
    sourcemap: true,
    sourcemapExcludeSources: true,
    // So that whoever holds the file can tell which version it is, whatever its address says.
    banner: `/*! ${pluginId} ${version} */`,
  },
  external: sharedLibraries,
  onwarn(warning) {
    throw new Error(warning.message);
  },
  plugins: [
    styles,
    replace({
      preventAssignment: true,
      values: { 'process.env.NODE_ENV': JSON.stringify('production'), __GENNAKER_VERSION__: JSON.stringify(version) },
    }),
    nodeResolve({ browser: true, extensions: ['.ts', '.tsx', '.mjs', '.js'] }),
    commonjs(),
    esbuild({ target: 'es2020', jsx: 'transform', minify: true, tsconfig: 'tsconfig.browser.json' }),
    externalGlobals(Object.fromEntries(sharedLibraries.map((name) => [name, globalOf(name)]))),
  ],
};
