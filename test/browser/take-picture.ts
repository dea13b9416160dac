import { fileURLToPath } from 'node:url';
import { identityCookieName } from '../playground/gate/identity.ts';
import { startPlayground } from '../playground/playground.ts';
import { versions } from '../demo/podinfo.ts';
import { releaser } from '../stage/people.ts';
import { until } from '../stage/pipeline.ts';
import { builtPlugin } from './built-plugin.ts';
import { launchChromium } from './chromium.ts';
import { DeckPage } from './deck-page.ts';
import { StageDetails } from './stage-details.ts';

// `npx tsx test/browser/take-picture.ts`: the picture of README.md, docs/deck-waiting.png, out of the playground.

const playground = await startPlayground({
  cluster: { kind: 'simulated', readyAfter: 50 },
  pluginFile: builtPlugin(),
});
const browser = await launchChromium();
const { url } = playground;
const first = playground.runSample(versions.first);
await until('the first version is deployed', () =>
  playground.orca.execution(first)?.status === 'SUCCEEDED' ? true : undefined,
);
const context = await browser.newContext({
  viewport: { width: 1280, height: 860 },
  locale: 'en-US',
  timezoneId: 'UTC',
});
await context.addCookies([{ name: identityCookieName, value: encodeURIComponent(releaser), url }]);
const deck = new DeckPage({ page: await context.newPage(), context, url });
const details = await StageDetails.open(deck, playground.runSample(versions.next));
await details.waitsForApproval();
await deck.page.screenshot({
  path: fileURLToPath(new URL('../../docs/deck-waiting.png', import.meta.url)),
  animations: 'disabled',
});
await browser.close();
await playground.close();
process.exit();
