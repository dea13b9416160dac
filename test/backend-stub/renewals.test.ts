import { rmSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Bearers } from '../../backend-stub/http/bearer.ts';
import { Metrics } from '../../backend-stub/http/metrics.ts';
import { createOrcaApp } from '../../backend-stub/http/orca-app.ts';
import { Readiness } from '../../backend-stub/http/readiness.ts';
import { renewBearers } from '../../backend-stub/renewals.ts';
import type { WatchedFiles } from '../../backend-stub/watched-files.ts';
import { ConfigurationFiles } from './configuration-files.ts';
import { call } from './http/caller.ts';
import { patiently } from './patiently.ts';

const today = 'the-bearer-of-today';
const tomorrow = 'the-bearer-of-tomorrow';
const files = new ConfigurationFiles();
const notAsked = (): never => {
  throw new Error('Nobody asks for this here.');
};

let app: FastifyInstance;
let url: string;
let renewals: readonly WatchedFiles[];
let logged: string[];

beforeEach(async () => {
  logged = [];
  const metrics = new Metrics({ held: () => 0, heldUp: () => [], watches: () => [] });
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const bearers = new Bearers([today, today]);
  const bearerFiles = [files.write('first', today), files.write('second', today)];
  const orca = { url: '', readAs: '', bearers: [today, today], bearerFiles };
  renewals = renewBearers(orca, { bearers, log, metrics, intervalMilliseconds: 2 });
  const useCases = {
    start: notAsked,
    statusAtHand: () => undefined,
    status: async () => undefined,
    cancel: notAsked,
  };
  const limits = { strangers: 1_000_000 };
  const readiness = new Readiness({ health: async () => undefined });
  app = await createOrcaApp({ useCases, log, bearers, metrics, readiness, clock: { elapsed: () => 0 }, limits });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const renewal of renewals) renewal.stop();
  await app.close();
});
afterAll(() => files.remove());

/** 404: let in, and there is no such deployment. */
const statusWith = async (token: string): Promise<number> =>
  (await call(`${url}/v1/deployments/any/status`, { headers: { Authorization: `Bearer ${token}` } })).status;
const isLetIn = async (token: string): Promise<boolean> => (await statusWith(token)) === 404;
const exposed = async (): Promise<string> => (await call(`${url}/metrics`)).text;

describe("Orca's bearer", () => {
  it('is replaced while the service runs: both are taken meanwhile, and then the old one no longer', async () => {
    expect([await statusWith(today), await statusWith(tomorrow)]).toEqual([404, 401]);
    files.write('second', `${tomorrow}\n`);
    await patiently(() => isLetIn(tomorrow));
    expect(await statusWith(today)).toBe(404);
    files.write('first', tomorrow);
    await patiently(async () => !(await isLetIn(today)));
    expect(await statusWith(tomorrow)).toBe(404);
    expect(logged.join()).toContain('"key":"orca.bearerFiles[1]","msg":"a file was read again"');
  });

  it.each([
    ['goes missing', () => rmSync(files.path('first')), 'ENOENT'],
    ['is emptied', () => files.write('first', ''), 'must hold at least 16 characters'],
    ['is broken', () => files.write('first', 'two words-and-more-of-it'), 'must hold one token'],
  ])(
    'stays what it was when its file %s, which is logged and counted, and another can still be replaced',
    async (...[, spoil, why]) => {
      spoil();
      await patiently(async () => (await exposed()).includes('gennaker_files_stale{key="orca.bearerFiles[0]"} 1'));
      expect(await statusWith(today)).toBe(404);
      expect(logged.filter((line) => line.includes(why))).toHaveLength(1);
      files.write('second', tomorrow);
      await patiently(() => isLetIn(tomorrow));
      expect(await statusWith(today)).toBe(404);
      files.write('first', tomorrow);
      await patiently(async () => (await exposed()).includes('gennaker_files_stale{key="orca.bearerFiles[0]"} 0'));
      expect(await statusWith(today)).toBe(401);
    },
  );

  it('stands in no line of the log, good or bad', async () => {
    files.write('first', 'a-secret with-a-space-in-it');
    files.write('second', tomorrow);
    await patiently(() => isLetIn(tomorrow));
    await patiently(() => logged.length >= 2);
    expect(logged.join()).not.toMatch(/the-bearer|a-secret/);
  });
});
