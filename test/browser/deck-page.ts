import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { violations } from './accessibility.ts';

const screenshots = fileURLToPath(new URL('../../.run/screenshots/', import.meta.url));
const sizes = [
  { width: 1280, height: 1600 },
  { width: 1920, height: 1400 },
] as const;

/** Two PNGs in `.run/screenshots/`, 1280 and 1920 wide, high enough to judge a page; the window is 1280 wide afterwards. */
export async function screenshotsOf(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  for (const size of [...sizes].reverse()) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(screenshots, `${name}-${size.width}.png`), animations: 'disabled' });
  }
}

/** Deck in a browser window of one person. */
export class DeckPage {
  /** Playwright's page, for everything that is not here. */
  readonly page: Page;
  readonly #url: string;
  readonly #context: BrowserContext;
  readonly #troubles: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(parts: { page: Page; context: BrowserContext; url: string }) {
    this.page = parts.page;
    this.#context = parts.context;
    this.#url = parts.url;
    this.#watch();
  }

  /** Deck's route, as it stands behind "#", e.g. `/applications/shop/executions`. Loads the page anew. */
  async open(route: string): Promise<void> {
    // Going from one "#" to another would not load anything.
    await this.page.goto('about:blank');
    await this.page.goto(`${this.#url}/#${route}`);
    await this.page.locator('.spinnaker-content [name="main"], .spinnaker-content ui-view').first().waitFor();
  }

  /** From the next page on, as an operator who adds a line to the end of `settings-local.js`. */
  async addSetting(line: string): Promise<void> {
    await this.page.route('**/settings.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${await response.text()}\n${line}\n` });
    });
  }

  /** Becomes somebody else by the strip at the top, and stays on the page. */
  async switchTo(user: string): Promise<void> {
    await this.page.getByLabel('You are').selectOption(user);
    await Promise.all([this.page.waitForEvent('load'), this.page.getByRole('button', { name: 'Switch' }).click()]);
  }

  /** Errors of the console and calls that leave this machine, so far, but for those that are allowed. */
  get troubles(): readonly string[] {
    return this.#troubles.filter((trouble) => !this.#allowed.some((pattern) => pattern.test(trouble)));
  }

  /** For tests in which something is refused or broken on purpose: the browser says so on its console. */
  allowTrouble(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** As {@link screenshotsOf}. */
  screenshot(name: string): Promise<void> {
    return screenshotsOf(this.page, name);
  }

  /** What axe finds serious or critical within our own parts; Deck's are not ours to mend. */
  violations(selector: string): Promise<readonly string[]> {
    return violations(this.page, selector);
  }

  async close(): Promise<void> {
    await this.#context.close();
  }

  #watch(): void {
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.#troubles.push(consoleError(message));
    });
    this.page.on('pageerror', ({ message, stack }) => this.#troubles.push(`uncaught: ${stack ?? message}`));
    this.page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isInside = ['data:', 'blob:', 'about:'].includes(protocol) || origin === this.#url;
      if (!isInside) this.#troubles.push(`left this machine: ${request.method()} ${request.url()}`);
    });
  }
}

function consoleError(message: ConsoleMessage): string {
  const { url } = message.location();
  return `console: ${message.text()}${url === '' ? '' : ` (${url})`}`;
}
