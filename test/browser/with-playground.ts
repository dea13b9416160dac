import type { Browser } from 'playwright-core';
import { identityCookieName } from '../playground/gate/identity.ts';
import { startPlayground } from '../playground/playground.ts';
import type { Playground, PlaygroundOptions } from '../playground/playground.ts';
import { Databases } from '../stage/databases.ts';
import { alice } from '../stage/people.ts';
import { builtPlugin } from './built-plugin.ts';
import { launchChromium } from './chromium.ts';
import { DeckPage } from './deck-page.ts';

export interface Browsing {
  /** Of this test file. */
  readonly playground: Playground;
  /** A window of its own for a person, before any page is open; closed after the test. */
  signIn(user?: string): Promise<DeckPage>;
}

interface Stage {
  readonly playground: Playground;
  readonly browser: Browser;
  readonly databases: Databases;
}

/**
 * A playground and a browser for the tests of one file, to be called in its `describe`. After each test its windows are
 * closed, and an error on a console or a call that left this machine fails it.
 */
export function withPlayground(options: PlaygroundOptions = {}): Browsing {
  let stage: Stage | undefined;
  const windows: DeckPage[] = [];
  const standing = (): Stage => {
    if (stage === undefined) throw new Error('The playground is there while tests run: use it in a test or a hook.');
    return stage;
  };
  beforeAll(async () => {
    stage = await open(options);
  });
  afterEach(async () => {
    const troubles = windows.flatMap((window) => window.troubles);
    await Promise.all(windows.splice(0).map((window) => window.close()));
    expect(troubles).toEqual([]);
  });
  afterAll(async () => {
    if (stage === undefined) return;
    await stage.browser.close();
    await stage.playground.close();
    await stage.databases.close();
  });
  return {
    get playground() {
      return standing().playground;
    },
    async signIn(user = alice) {
      const window = await openWindow(standing(), user);
      windows.push(window);
      return window;
    },
  };
}

async function open(options: PlaygroundOptions): Promise<Stage> {
  // Pods that are ready soon, since nobody watches them.
  const cluster = { kind: 'simulated', readyAfter: 50 } as const;
  const databases = await Databases.start();
  const { open: openStore } = await databases.create();
  const playground = await startPlayground({ cluster, pluginFile: builtPlugin(), openStore, ...options });
  return { playground, databases, browser: await launchChromium() };
}

async function openWindow({ browser, playground: { url } }: Stage, user: string): Promise<DeckPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  await context.addCookies([{ name: identityCookieName, value: encodeURIComponent(user), url }]);
  return new DeckPage({ page: await context.newPage(), context, url });
}
