import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

interface Requirements {
  readonly browserProgram: () => string | undefined;
}

/**
 * Chromium takes the last list only, so this has those of Playwright 1.65 as well. The others are two pages that each window
 * loads for its address bar, which nobody sees here: a third of what a window costs.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** A headless Chromium of this machine; rejects with a sentence when there is none. Close it. */
export async function launchChromium(): Promise<Browser> {
  const requirements: Requirements = await import(new URL('../../scripts/test/requirements.mjs', import.meta.url).href);
  const executablePath = requirements.browserProgram();
  if (executablePath === undefined)
    throw new Error('There is no Chromium on this machine: install it, or name its program in CHROMIUM_PATH.');
  // Containers have no user namespaces to build a sandbox from, and only our own pages are opened.
  return chromium.launch({ executablePath, args: ['--no-sandbox', `--disable-features=${withoutFeatures.join(',')}`] });
}
