import { deployment } from './manifests.ts';
import type { StageParts } from './pipeline.ts';

export const image = (version: number): string => `registry.example.com/web:${version}`;
export const version = (name: string, number: number, more = {}): string =>
  deployment(name, { image: image(number), ...more });
/** A stage of which the Deployment stays. */
export const staying = (manifest: string, parts: Omit<StageParts, 'manifest'> = {}): StageParts => ({
  manifest,
  ...parts,
  deployment: { workload: 'deployment', ...parts.deployment },
});
/** Its pods have something that those of the next version have not. */
export const withAnnotation = (manifest: string): string =>
  manifest.replace(
    '  template:\n    metadata:\n',
    '  template:\n    metadata:\n      annotations: { more: than-the-next }\n',
  );
