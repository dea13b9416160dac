import { REST, Registry, SETTINGS } from '@spinnaker/core';
import type { GateText, LookAround } from '../doctor/browser-look.ts';
import { answered } from './requests.ts';

/** What this page sees of its own installation. `key` is the stage's. */
export function lookAroundFor({ key, stageIsOn }: { readonly key: string; readonly stageIsOn: boolean }): LookAround {
  return async (bundlePath) => {
    const manifest = answered(REST('/plugins/deck/plugin-manifest.json').get());
    const bundle = textAt(bundlePath);
    return { manifest: await manifest, bundle: await bundle, entries: entriesOf(key), stageIsOn };
  };
}

/** Deck's own client takes what is no JSON for a failure. With the session, as Deck loads it, and past what is kept for 30 days. */
async function textAt(path: string): Promise<GateText> {
  try {
    const answer = await fetch(`${String(SETTINGS['gateUrl'])}${path}`, { credentials: 'include', cache: 'no-store' });
    const contentType = answer.headers.get('content-type') ?? '';
    return { kind: 'answer', status: answer.status, text: await answer.text(), contentType };
  } catch {
    return { kind: 'no-answer', why: 'Gate could not be reached' };
  }
}

/** Undefined where this Deck keeps no list that can be asked. */
function entriesOf(key: string): number | undefined {
  const registry: object = Registry.pipeline;
  const list: unknown = Reflect.get(registry, 'getStageTypes');
  if (typeof list !== 'function') return undefined;
  return Registry.pipeline.getStageTypes().filter((stage) => stage.key === key).length;
}
