import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

interface Requirements {
  readonly browserProgram: () => string | undefined;
}

/** A headless Chromium of this machine; rejects with a sentence when there is none. Close it. */
export async function launchChromium(): Promise<Browser> {
  const requirements: Requirements = await import(new URL('../../scripts/test/requirements.mjs', import.meta.url).href);
  const executablePath = requirements.browserProgram();
  if (executablePath === undefined)
    throw new Error('There is no Chromium on this machine: install it, or name its program in CHROMIUM_PATH.');
  // Containers have no user namespaces to build a sandbox from, and only our own pages are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
