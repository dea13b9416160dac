import { describe, expect, it } from '@jest/globals';
import { withPlayground } from './with-playground.ts';

describe('the watch over a window', () => {
  const browsing = withPlayground();

  it('notices what the console calls an error, what nobody catches, and what leaves this machine', async () => {
    const deck = await browsing.signIn();
    await deck.page.route('https://elsewhere.example.com/**', (route) => route.abort());
    await deck.page.goto(`${browsing.playground.url}/playground/notifications`);
    await deck.page.evaluate("console.error('said'); setTimeout(() => { throw new Error('thrown') }, 0)");
    await deck.page.evaluate("fetch('https://elsewhere.example.com/font').catch(() => undefined)");
    await deck.page.waitForTimeout(100);
    expect(deck.troubles).toEqual(
      expect.arrayContaining([
        expect.stringContaining('console: said'),
        expect.stringContaining('uncaught: Error: thrown'),
        'left this machine: GET https://elsewhere.example.com/font',
      ]),
    );
    deck.allowTrouble(/./);
    expect(deck.troubles).toEqual([]);
  });

  it('finds an image that says nothing to who can not see it, where it is asked to look', async () => {
    const deck = await browsing.signIn();
    await deck.page.setContent('<main><p>Text</p><div id="ours"><img src="data:,"></div></main>');
    expect(await deck.violations('p')).toEqual([]);
    expect(await deck.violations('#ours')).toEqual([expect.stringMatching(/^critical: .*\(image-alt\) at .*img/)]);
    await expect(deck.violations('#nothing')).rejects.toThrow();
  });
});
