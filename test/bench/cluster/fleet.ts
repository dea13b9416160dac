import type { JsonObject } from '../../orca/json.ts';
import { deployment } from '../../stage/manifests.ts';
import { approval, weight } from '../../stage/pipeline.ts';

/** As many rollouts as the issue names, each of two pods. */
export const fleetSize = 300;
export const replicas = 2;
/** How many are sent at once, by the bare script as by who plays Orca. */
export const sentAtOnce = 32;

export const approvalStep = 1;
export const steps: readonly JsonObject[] = [
  weight(25),
  approval,
  weight(50),
  { pause: { duration: 5, unit: 'seconds' } },
  weight(100),
];

export const names: readonly string[] = Array.from({ length: fleetSize }, (_nothing, index) => `load-${index}`);

export function imageOf(version: number): string {
  return `registry.example.com/load:v${version}`;
}

/** Without a deadline of its own: three hundred at once take longer than a test allows one. */
export function manifestOf(name: string, version: number): string {
  return deployment(name, { replicas, spec: 'revisionHistoryLimit: 1', image: imageOf(version) });
}

/** Takes the items in their order, so many at once. */
export async function inParallel<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
}
