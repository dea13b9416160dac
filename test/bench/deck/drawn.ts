import type { Page } from 'playwright-core';

/**
 * Runs in the page: how long after a moment its consequences are on the screen. What is asked for in the frame's callback
 * runs after layout and paint of that frame.
 */
const script = `
window.bench = { keys: [], updates: [] };
const drawn = (since, into) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => into.push(performance.now() - since);
  port2.postMessage(undefined);
});
addEventListener('keydown', (event) => drawn(event.timeStamp, window.bench.keys), true);
const send = XMLHttpRequest.prototype.send;
const open = XMLHttpRequest.prototype.open;
XMLHttpRequest.prototype.open = function (method, url, ...rest) {
  this.benched = /\\/v1\\/deployments\\/[^/]+$/.test(String(url));
  return open.call(this, method, url, ...rest);
};
XMLHttpRequest.prototype.send = function (...body) {
  if (this.benched) this.addEventListener('load', () => drawn(performance.now(), window.bench.updates));
  return send.apply(this, body);
};`;

export async function watchDrawing(page: Page): Promise<void> {
  await page.addInitScript(script);
}

export type Watched = 'keys' | 'updates';

/** Milliseconds, in the order in which they were seen; they begin anew. */
export async function drawings(page: Page, of: Watched): Promise<readonly number[]> {
  const taken = await page.evaluate<unknown>(`window.bench.${of}.splice(0)`);
  return Array.isArray(taken) ? taken.map(Number) : [];
}

/** As DevTools' "4x slowdown". */
export async function throttle(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}
