import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { builtPlugin } from '../../browser/built-plugin.ts';
import { launchChromium } from '../../browser/chromium.ts';
import { startPlayground } from '../../playground/playground.ts';
import type { Playground } from '../../playground/playground.ts';
import { sampleApplication } from '../../playground/sample.ts';
import { measureCreation } from './measure-creation.ts';
import type { CreationMeasured } from './measure-creation.ts';
import { measurePipelinesPage } from './measure-pipelines-page.ts';
import type { PipelinesPageMeasured } from './measure-pipelines-page.ts';
import { measureInitialize } from './measure-initialize.ts';
import { measureKeys } from './measure-keys.ts';
import { measureUpdates } from './measure-updates.ts';
import { watchDrawing } from './drawn.ts';

/** Milliseconds, unless said otherwise. */
export interface DeckMeasured {
  /** 1,000 bytes each. */
  readonly bundleKilobytes: number;
  readonly initialize: readonly number[];
  readonly callsAtInitialize: number;
  /** Per share of the processor that the page has. */
  readonly keys: Readonly<Record<'full' | 'throttled', readonly number[]>>;
  readonly updates: readonly number[];
  readonly creation: CreationMeasured;
  readonly pipelines: PipelinesPageMeasured;
}

/** One thing in a Deck of its own, so that nothing of another measurement runs beside it. */
export interface DeckGround {
  readonly playground: Playground;
  readonly page: Page;
  open(route: string): Promise<void>;
}

/** In the real Deck, in the playground. Rejects with a sentence where there is no Chromium. */
export async function measureDeck(say: (line: string) => void): Promise<DeckMeasured> {
  const browser = await launchChromium();
  const plugin = builtPlugin();
  const playground = await startPlayground({
    cluster: { kind: 'simulated', readyAfter: 50 },
    pluginFile: plugin,
  });
  const within = async <Result>(what: string, deed: (ground: DeckGround) => Promise<Result>): Promise<Result> => {
    say(`Deck: ${what}`);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await watchDrawing(page);
    const open = async (route: string): Promise<void> => {
      await page.goto(`${playground.url}/#/applications/${sampleApplication}/${route}`);
    };
    try {
      return await deed({ playground, page, open });
    } finally {
      await context.close();
    }
  };
  try {
    const initialize = await within('initialize', measureInitialize);
    const keys = {
      full: await within('keys', (ground) => measureKeys(ground, 1)),
      throttled: await within('keys, throttled', (ground) => measureKeys(ground, 4)),
    };
    const updates = await within('updates of the details', measureUpdates);
    const creation = await within('the create-application dialog', measureCreation);
    const pipelines = await within('5,000 pipelines', measurePipelinesPage);
    const bundleKilobytes = gzipSync(readFileSync(plugin), { level: 9 }).length / 1000;
    return { bundleKilobytes, ...initialize, keys, updates, creation, pipelines };
  } finally {
    await browser.close();
    await playground.close();
  }
}
