import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { buildSite } from '../../scripts/docs/site.ts';
import { projectFiles } from '../architecture/tracked-files.ts';
import { violations } from './accessibility.ts';
import { launchChromium } from './chromium.ts';
import { screenshotsOf } from './deck-page.ts';

describe('the site of the documents, opened from a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gennaker-docs-'));
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    buildSite(projectFiles, folder);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is searched and read by the keyboard alone', async () => {
    await page.goto(pathToFileURL(join(folder, 'docs/install.html')).href);
    // Nobody who only reads loads half a megabyte.
    expect(await page.evaluate('window.gennakerSearchIndex')).toBeUndefined();
    await page.keyboard.press('/');
    await page.keyboard.type('requester approve');
    await page
      .getByRole('status')
      .getByText(/^\d+ found$/)
      .waitFor();
    await screenshotsOf(page, 'docs-search');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('install.html'));
    await page.keyboard.press('/');
    await page.keyboard.type('xylophone');
    await page.getByText('Nothing found').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  it.each(['light', 'dark'] as const)('can be read by everybody, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const file of ['index.html', 'docs/strategies.html', 'docs/stage-reference.html']) {
      await page.goto(pathToFileURL(join(folder, file)).href);
      expect([file, await violations(page, 'body')]).toEqual([file, []]);
    }
    await page.goto(pathToFileURL(join(folder, 'docs/strategies.html')).href);
    await screenshotsOf(page, `docs-strategies-${colorScheme}`);
  });
});
