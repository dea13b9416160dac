import { REST, Registry } from '@spinnaker/core';
import type { LookAround } from '../doctor/browser-look.ts';
import { answered } from './requests.ts';

/** What this page sees of its own installation. `key` is the stage's. */
export function lookAroundFor({ key, stageIsOn }: { readonly key: string; readonly stageIsOn: boolean }): LookAround {
  return async () => ({
    manifest: await answered(REST('/plugins/deck/plugin-manifest.json').get()),
    entries: entriesOf(key),
    stageIsOn,
  });
}

/** Undefined where this Deck keeps no list that can be asked. */
function entriesOf(key: string): number | undefined {
  const registry: object = Registry.pipeline;
  const list: unknown = Reflect.get(registry, 'getStageTypes');
  if (typeof list !== 'function') return undefined;
  return Registry.pipeline.getStageTypes().filter((stage) => stage.key === key).length;
}
