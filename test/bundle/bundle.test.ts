import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rollup } from 'rollup';
import type { OutputChunk, OutputOptions, RollupOptions } from 'rollup';
import { root } from '../architecture/tracked-files.ts';
import { bundleLimit } from './limit.ts';

interface Configuration {
  readonly default: RollupOptions & { readonly output: OutputOptions };
  readonly sharedLibraries: readonly string[];
}

describe('the bundle', () => {
  let chunk: OutputChunk;
  let shared: readonly string[];

  beforeAll(async () => {
    const { default: options, sharedLibraries }: Configuration = await import(join(root, 'rollup.config.js'));
    shared = sharedLibraries;
    const build = await rollup(options);
    const { output } = await build.generate(options.output);
    [chunk] = output;
    expect(output.filter(({ type }) => type === 'chunk')).toHaveLength(1);
  }, 60_000);

  it('is one module that exports the plugin', () => {
    expect(chunk.exports).toEqual(['plugin']);
    expect([...chunk.imports, ...chunk.dynamicImports]).toEqual([]);
  });

  it(`has at most ${bundleLimit} kB, compressed`, () => {
    expect(gzipSync(chunk.code, { level: 9 }).length).toBeLessThanOrEqual(bundleLimit * 1000);
  });

  it('takes what Deck shares from Deck, and brings none of it', () => {
    const brought = Object.keys(chunk.modules).flatMap(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
    );
    expect(brought.filter((name) => shared.includes(name))).toEqual([]);
    expect(chunk.code).toContain('spinnaker.plugins.sharedLibraries.react');
    expect(chunk.code).toContain('spinnaker.plugins.sharedLibraries._spinnaker_core');
  });

  it('brings no package at all, so that nothing in it needs an update but ours', () => {
    expect(Object.keys(chunk.modules).filter((file) => file.includes('node_modules'))).toEqual([]);
  });

  it('carries no source of ours but the code', () => {
    expect(chunk.map?.sourcesContent?.filter((text) => (text ?? '') !== '') ?? []).toEqual([]);
  });
});
